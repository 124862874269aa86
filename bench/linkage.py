# SPDX-License-Identifier: Apache-2.0
"""Figures of batch linkage: seconds, pairs, precision and recall on generated duplicates, shares m and u per level.

usage: python -m bench.linkage [--n 25000 100000] [--engine duckdb|spark] [--share 0.1]

Register: generated people in twelve orthographies (`tests/support/people.py`) with birth dates; every tenth is there
again as another office writes it: another spelling of the name, and the date whole (6 of 10), as a year (2), with day
and month swapped, or not at all; one in five keeps a passport. Runs in the environment that `make linkage` makes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
EARLIEST = date(1940, 1, 1).toordinal()
SPELT_IN = ("az", "tr", "uz", "uz-Cyrl", "ru", "en", "kk", "tg")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, nargs="+", default=[25_000, 100_000])
    options.add_argument("--engine", default="duckdb")
    options.add_argument("--share", type=float, default=0.1)
    asked = options.parse_args()
    try:
        import splink  # noqa: F401
    except ImportError:
        return in_its_environment()
    for count in asked.n:
        print(json.dumps(measured(count, asked.engine, asked.share), indent=1))
    return 0


def in_its_environment() -> int:
    """Run this bench again where the optional packages are."""
    subprocess.run(["make", "-s", "linkage"], cwd=ROOT, check=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([str(ROOT / ".venv-linkage/bin/python"), *sys.argv], env=env, check=False).returncode


def measured(count: int, engine: str, share: float) -> dict[str, object]:
    from comity.register.batch import weigh

    records, truth = register(count, share)
    begun = time.perf_counter(), time.process_time()
    found = weigh(records, engine=engine)
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    pairs = {(pair.one, pair.two) for pair in found.pairs}
    joined = {pair for cluster in found.clusters for pair in combinations(cluster, 2)}
    return {
        "engine": engine, "entries": count, "true_pairs": len(truth), "compared_pairs": compared(records),
        "found_pairs": len(pairs), "wall_s": round(wall, 1), "cpu_s": round(cpu, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "blocked_recall": round(blocked(records, truth), 3), **scores(pairs, truth, "pair"),
        **scores(joined, truth, "cluster"), "levels": levels(records, truth),
    }  # fmt: skip


def scores(found: set[tuple[str, str]], truth: set[tuple[str, str]], name: str) -> dict[str, float]:
    right = len(found & truth)
    return {f"{name}_precision": round(right / max(1, len(found)), 4), f"{name}_recall": round(right / len(truth), 4)}


def register(count: int, share: float) -> tuple[list[object], set[tuple[str, str]]]:
    """Return the records in a mixed order, and the pairs that are one person."""
    from comity.names.spelling import spellings
    from comity.register.rules.batch import Record
    from tests.support.people import invented

    chance, made, truth = random.Random(5), [], set()  # invented people
    twice = int(count * share)
    for number, (name, _) in enumerate(invented(count - twice, seed=9)):
        born = date.fromordinal(EARLIEST + chance.randrange(25_000))
        passport = (f"exact:passportNumber:p{number:07}",) if chance.random() < 0.5 else ()
        made.append(Record(f"{number:07}a", "Person", (name,), (born.isoformat(),), passport))
        if number < twice:
            other = next((s for s in spellings(name, chance.choice(SPELT_IN)) if s != name), name)
            kept = passport if chance.random() < 0.2 else ()
            made.append(Record(f"{number:07}b", "Person", (other,), written(born, chance), kept))
            truth.add((f"{number:07}a", f"{number:07}b"))
    chance.shuffle(made)
    return made, truth


def written(born: date, chance: random.Random) -> tuple[str, ...]:
    """Return a birth date as another office has it."""
    kind = chance.random()
    if kind < 0.6:
        return (born.isoformat(),)
    if kind < 0.8:
        return (f"{born.year}",)
    if kind < 0.9:
        return () if born.day > 12 else (f"{born.year}-{born.day:02}-{born.month:02}",)
    return () if chance.random() < 0.5 else ((born + timedelta(days=chance.choice((365, 30, 1)))).isoformat(),)


def compared(records: list[object]) -> int:
    """Return how many pairs share a key, each once."""
    return len(_blocked(records))


def blocked(records: list[object], truth: set[tuple[str, str]]) -> float:
    """Return the share of true pairs that are compared at all."""
    return len(_blocked(records) & truth) / len(truth)


def _blocked(records: list[object]) -> set[tuple[str, str]]:
    from comity.register.rules import batch

    groups: dict[str, list[str]] = {}
    for row in batch.rows(records):
        for key in row["keys"]:
            groups.setdefault(key, []).append(row["unique_id"])
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def levels(records: list[object], truth: set[tuple[str, str]]) -> dict[str, list[list[float]]]:
    """Return, per comparison, the shares of true and of random pairs in each level, where both sides say something."""
    from comity.register.rules import batch

    rows = {row["unique_id"]: row for row in batch.rows(records)}
    chance, ids = random.Random(1), sorted(rows)  # a sample of pairs
    others = [tuple(chance.sample(ids, 2)) for _ in range(20_000)]
    made = {}
    for column, function, limits in (
        ("names", batch.name_likeness, batch.NAME_LEVELS), ("births", batch.birth_likeness, batch.BIRTH_LEVELS),
    ):  # fmt: skip
        shares = []
        for pairs in (sorted(truth), others):
            known = [v for a, b in pairs if (v := function(rows[a][column], rows[b][column])) != batch.UNKNOWN]
            places = [next(n for n, (least, *_) in enumerate(limits) if value >= least) for value in known]
            shares.append([round(places.count(n) / max(1, len(places)), 5) for n in range(len(limits))])
        made[column] = [list(pair) for pair in zip(*shares, strict=True)]
    return made


if __name__ == "__main__":
    sys.exit(main())
