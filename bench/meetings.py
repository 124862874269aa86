# SPDX-License-Identifier: Apache-2.0
"""How long the pages of a conference of 57 States take, with ten people in each delegation."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.measuring import each, say
from comity.base import clock
from comity.meetings.rules import majority
from comity.meetings.rules.majority import Count
from comity.reference.schema import Share

BODY = "oic-law-enforcement-heads"


def conference() -> str:
    """Lay out a conference with 57 delegations of ten people and return its id."""
    from comity.accounts import services as accounts
    from comity.meetings import services
    from comity.meetings.models import Delegate, Delegation

    at = clock.now()
    day = at.date() + timedelta(days=90)
    make = {"password": "correct-horse-battery", "at": at}
    by = accounts.create_account(
        login="officer@example.org", display_name="Officer", roles=["secretariat-officer"], **make
    )
    host = accounts.create_account(
        login="host@example.org", display_name="Host", roles=["delegate"], state="AZ", **make
    )
    meeting = services.offer_next(
        body=BODY,
        titles={"en": "Conference"},
        city="Baku",
        zone="Asia/Baku",
        start=day,
        end=day,
        text="",
        by=host,
        at=at,
    )
    services.welcome(meeting=meeting, state="AZ", by=by, at=at)
    services.agree_date(meeting=meeting, by=by, at=at)
    services.invite(meeting=meeting, answer_by=day, by=by, at=at)
    Delegate.objects.bulk_create(
        Delegate(delegation=d, name=f"Delegate {n} of {d.state}", function="Prosecutor", place=n, is_head=not n)
        for d in Delegation.objects.filter(meeting_id=meeting, capacity="member")
        for n in range(10)
    )
    services.make_feed(by=by, at=at)
    return meeting


def pages(meeting: str) -> None:
    """Print what each page takes."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(email="officer@example.org"))
    for page in (
        f"/meetings/{meeting}/", f"/meetings/{meeting}/act/accredit/", f"/meetings/{meeting}/papers/minutes.pdf",
        f"/bodies/{BODY}/", "/bodies/", "/calendar/",
    ):  # fmt: skip
        took = each(lambda page=page: client.get(page))
        say(page.replace(meeting, "…"), f"{took * 1000:.0f} ms", "< 1,000 ms", holds=took < 1)


def main() -> None:
    """Print the figures."""
    home = Path(tempfile.mkdtemp(prefix="comity-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for folder in ("files", "static"):
        (home / folder).mkdir()
    os.environ |= {"COMITY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    from comity.keyring import services as keyring

    keyring.ensure(home / "keys")
    call_command("migrate", verbosity=0)
    rule = Share(numerator=2, denominator=3, of="present-and-voting")
    took = each(lambda: majority.decided(rule, Count(57, 50, 30, 12, 8)))
    say("deciding a vote of 57", f"{took * 1e6:.1f} µs")
    pages(conference())


if __name__ == "__main__":
    main()
