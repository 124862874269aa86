# SPDX-License-Identifier: Apache-2.0
"""How long a report to the summit takes: 500 commitments of 57 States, half of them reported on, as page and as papers.

No peer makes such a report; the measure is the goal of 5 s for the whole (figures and PDF/A).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from typing import Any

from bench.measuring import say

COMMITMENTS, GOAL_SECONDS = 500, 5.0


def main() -> None:
    """Lay out the node, measure, print."""
    home = tempfile.mkdtemp(prefix="comity-bench-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["COMITY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django  # Django is ready only now

    django.setup()
    from django.core.management import call_command  # Django is ready only now

    call_command("migrate", verbosity=0, interactive=False)
    duties = lay_out()
    say(f"{COMMITMENTS} commitments laid out", f"{duties} promises")
    whole = sum(measure().values())
    say(
        "report to the summit: figures and PDF/A",
        f"{whole:.2f} s",
        f"< {GOAL_SECONDS:.0f} s",
        holds=whole < GOAL_SECONDS,
    )


def measure() -> dict[str, float]:
    """Return processor seconds per step of a report on today and of one on a past day."""
    from comity.commitments.queries import papers, summit  # Django is ready only now
    from comity.commitments.queries.reading import Filter  # Django is ready only now
    from comity.documents import services as documents  # Django is ready only now

    taken: dict[str, float] = {}
    today = date(2026, 11, 25)
    for name, until in (("figures, a past day", date(2025, 6, 1)), ("figures, today", today)):
        start = time.process_time()
        made = summit.summit(Filter(("OIC",)), since=date(2020, 1, 1), until=until, today=today)
        taken[name] = time.process_time() - start
    for name, write in (("PDF/A", documents.pdf), ("DOCX", documents.docx)):
        start = time.process_time()
        size = len(write(papers.summit(made, sender="Secretariat", on=today)))
        taken[name] = time.process_time() - start
        say(f"{name}, {size // 1024} kB", f"{taken[name]:.2f} s")
    for name in ("figures, a past day", "figures, today"):
        say(name, f"{taken[name]:.2f} s")
    return {name: taken[name] for name in ("figures, today", "PDF/A")}


def lay_out() -> int:
    """Make the commitments and a report on every second promise; return how many promises there are."""
    from comity.commitments.models import Commitment, Duty, Entry  # Django is ready only now
    from comity.reference import load  # Django is ready only now

    at, states = datetime(2024, 1, 1, tzinfo=UTC), load().members("OIC")
    rows = [
        Commitment(
            id=f"bench-declaration-2024.c{n}", organisation="OIC", source=f"bench-declaration-{2000 + n // 50}#c{n}",
            addressee="each-state", verb="hold", object=f"the training course number {n} on mutual legal assistance",
            since=date(2024, 1, 1), due_on=date(2025 + n % 3, 1, 1), made_at=at,
        )
        for n in range(COMMITMENTS)
    ]  # fmt: skip
    Commitment.objects.bulk_create(rows, batch_size=100)
    duties = Duty.objects.bulk_create(
        (
            Duty(commitment=row, owner=state, status="open" if (n + m) % 2 else "under-way", due_on=row.due_on,
                 version=0 if (n + m) % 2 else 1)
            for n, row in enumerate(rows)
            for m, state in enumerate(states)
        ),
        batch_size=100,
    )  # fmt: skip
    made: list[Any] = [
        Entry(id=uuid.uuid4(), duty=duty, act="progress", at=at, as_of=date(2024, 6, 1), data={"text": "A course."},
              actor="Delegate")
        for duty in duties
        if duty.version
    ]  # fmt: skip
    Entry.objects.bulk_create(made, batch_size=100)
    return len(duties)


if __name__ == "__main__":
    main()
