# SPDX-License-Identifier: Apache-2.0
"""Figures of the register's search: build, update, latency, recall, on SQLite and PostgreSQL.

usage: python -m bench.register [--n 100000] [--engine sqlite|postgresql] [--queries 300] [--people FILE]

Register: generated people in twelve orthographies (`tests/support/people.py`) and among them people whose other
spellings are asked for: by default those spelt by hand in `tests/support/people.tsv`, or a file with the columns
split, set, group, lang, name. A query is another spelling of a person stored once; an analyst asks, who sees all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
import unicodedata
import uuid
from collections import Counter, defaultdict
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import say

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BATCH = 20_000


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=100_000)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--queries", type=int, default=300)
    options.add_argument("--people", type=Path)
    asked = options.parse_args()
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {"COMITY_HOME": home, "COMITY_STATE": "AZ", "COMITY_NODE_ID": "az"}
        if asked.engine == "postgresql":
            from tests.support import postgres

            os.environ["COMITY_DATABASE_URL"] = stack.enter_context(postgres.server())
        os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
        figures = measured(asked, Path(home))
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    judge(figures, asked.n)
    return 0


def judge(figures: dict, count: int) -> None:
    """Print the figures that have goals: up to 100,000 people the stricter ones, above them those of a million."""
    least, most = (0.95, 100) if count <= 100_000 else (0.88, 200)
    found, took = figures["recall"]["all"]["@50"], figures["cpu_ms_p95"]
    where = f"{figures['engine']}, {count} people"
    say(f"{where}: found among the first 50", f"{found}", f">= {least}", holds=found >= least)
    say(f"{where}: processor time p95", f"{took} ms", f"<= {most} ms", holds=took <= most)


def measured(asked: argparse.Namespace, home: Path) -> dict[str, object]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from comity.keyring import services as keyring

    keyring.ensure(home / "keys")
    call_command("migrate", verbosity=0)
    people = other_spellings(asked.people)
    analyst, stored, build = built(people, asked.n)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if asked.engine == "postgresql" else "ANALYZE")
    figures = {"engine": asked.engine, "n": asked.n, "build_s": round(build[0], 1), "build_cpu_s": round(build[1], 1)}
    figures["update_ms"] = updated(analyst)
    queries = [(stored[number], other) for number, names in enumerate(people) for other in names[1:]]
    random.Random(3).shuffle(queries)  # the same queries each time
    return figures | asked_for(analyst, queries[: asked.queries])


def other_spellings(path: Path | None) -> list[list[str]]:
    from tests.support import people

    if path is None:
        return people.spelt_by_hand()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        _split, kind, group, _language, name = line.split("\t")
        if kind in {"gold", "wd-oic"} and name not in found[group]:
            found[group].append(name)
    chance, made = random.Random(3), []  # the same people each time
    for names in found.values():
        chance.shuffle(names)
        rest = sorted(names[1:], key=lambda other: script(other) == script(names[0]))
        made.append([names[0], *rest[:2]])
    return [names for names in made if len(names) > 1]


def built(people: list[list[str]], count: int) -> tuple[object, list[object], tuple[float, float]]:
    """Fill the register and return the analyst, the ids of `people`, and wall and processor time of the index."""
    from django.db import transaction

    from comity.accounts import services as accounts
    from comity.register import services
    from comity.register.models import Case, Entry
    from comity.register.services.indexing import index_names
    from tests.support.people import invented

    analyst = accounts.create_account(
        login="analyst@az.example", display_name="A", password="correct-horse-battery", roles=["analyst"], at=AT
    )
    case = services.open_case(reference="1", title="T", offences=["corruption"], legal_basis="L", by=analyst, at=AT)
    made_case = Case.objects.get(pk=case)
    names = [spellings[0] for spellings in people]
    names += [name for name, _ in invented(count - len(names))]
    ids: list[object] = []
    wall = cpu = 0.0
    for start in range(0, len(names), BATCH):
        rows = [
            Entry(
                id=uuid.uuid4(), owner="AZ", case=made_case, schema="Person", category="suspect", caption=name[:300],
                review_date=AT.date(), purge_date=AT.date(), entered_at=AT, updated_at=AT,
            )
            for name in names[start : start + BATCH]
        ]  # fmt: skip
        Entry.objects.bulk_create(rows, batch_size=500)
        ids += [row.pk for row in rows]
        begun = time.perf_counter(), time.process_time()
        with transaction.atomic():
            index_names([(row.pk, row.caption) for row in rows])
        wall, cpu = wall + time.perf_counter() - begun[0], cpu + time.process_time() - begun[1]
    return analyst, ids[: len(people)], (wall, cpu)


def updated(analyst: object) -> float:
    """Return the median time to enter one more person, by the whole service, in milliseconds."""
    from comity.register import services
    from comity.register.models import Case
    from comity.register.rules.handling import Handling

    case, times = str(Case.objects.get().pk), []
    for number in range(20):
        begun = time.perf_counter()
        services.enter(
            case_id=case, schema="Person", category="suspect", said=[services.Said("name", f"Samir Quliyev {number}")],
            handling=Handling(), by=analyst, at=AT,
        )  # fmt: skip
        times.append(time.perf_counter() - begun)
    return round(1000 * statistics.median(times), 1)


def asked_for(analyst: object, queries: list[tuple[object, str]]) -> dict[str, object]:
    """Ask for each and return latency (wall and processor) and recall by script pair."""
    from comity.register.models import Entry
    from comity.register.queries.searching import Question, search

    kept = dict(Entry.objects.filter(pk__in=[entry for entry, _ in queries]).values_list("pk", "caption"))
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    wall, cpu = [], []
    for entry, name in queries:
        begun = time.perf_counter(), time.process_time()
        found = [f.entry.id for f in search(analyst, Question(name), most=50)]
        wall.append(time.perf_counter() - begun[0])
        cpu.append(time.process_time() - begun[1])
        rank = found.index(str(entry)) + 1 if str(entry) in found else 10**9
        ranks["all"].append(rank)
        ranks["-".join(sorted((script(name), script(kept[entry]))))].append(rank)
    return {
        "queries": len(queries), "ms_p50": _percentile(wall, 50), "ms_p95": _percentile(wall, 95),
        "cpu_ms_p50": _percentile(cpu, 50), "cpu_ms_p95": _percentile(cpu, 95),
        "recall": {
            kind: {f"@{k}": round(sum(rank <= k for rank in found) / len(found), 3) for k in (1, 10, 50)}
            | {"n": len(found)}
            for kind, found in sorted(ranks.items())
        },
    }  # fmt: skip


def script(name: str) -> str:
    kinds = Counter(
        next((kind for kind in ("CYRILLIC", "ARABIC", "LATIN") if kind in unicodedata.name(c, "")), "OTHER")
        for c in name if c.isalpha()
    )  # fmt: skip
    return kinds.most_common(1)[0][0].title()[:4]


def _percentile(values: list[float], share: int) -> float:
    return round(1000 * sorted(values)[int(len(values) * share / 100)], 1)


if __name__ == "__main__":
    sys.exit(main())
