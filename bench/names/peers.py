# SPDX-License-Identifier: Apache-2.0
"""Runs inside `bench/names/.venv`: every scorer and search that can be imported, one JSON line each.

Each scorer is called on raw strings, in one process. nomenklatura keeps parsed names by entity id, so every entity here
gets an id of its own: with a re-used id it would silently answer for the first name.
"""

from __future__ import annotations

import csv
import importlib
import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, count
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[2] / "tests" / "assets" / "invented_people.tsv"
Scorer = Callable[[str, str], float]
Search = Callable[[str, int], list[int]]


def main() -> int:
    pairs = _read(sys.argv[1]) if sys.argv[1] else _made()
    for name, make in SCORERS.items():
        try:
            scorer = make()
        except ImportError:
            continue
        start = time.process_time()
        scored = [(float(scorer(a, b)), label) for a, b, label in pairs]
        speed = round(len(pairs) / (time.process_time() - start))
        print(json.dumps({"bench": "pairs", "name": name, **_measures(scored), "pairs/s": speed}), flush=True)
    names, queries = _register(int(sys.argv[2]))
    for name, build in SEARCHES.items():
        try:
            find = build(names)
        except (ImportError, sqlite3.OperationalError):
            continue
        ranks, times = [], []
        for row, query in queries:
            start = time.process_time()
            got = find(query, 50)
            times.append(time.process_time() - start)
            ranks.append(got.index(row) + 1 if row in got else 10**9)
        recall = {f"@{k}": round(sum(rank <= k for rank in ranks) / len(ranks), 3) for k in (1, 10, 50)}
        late = round(1000 * sorted(times)[int(len(times) * 0.95)], 2)
        print(json.dumps({"bench": "search", "name": name, **recall, "ms p95": late}), flush=True)
    return 0


def _read(path: str) -> list[tuple[str, str, int]]:
    with Path(path).open(encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["name1"], row["name2"], int(row["label"])) for row in rows]


def _people() -> list[tuple[str, str]]:
    with PEOPLE.open(encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["person"], row["name"]) for row in rows]


def _made() -> list[tuple[str, str, int]]:
    return [(a, b, int(one == two)) for (one, a), (two, b) in combinations(_people(), 2)]


def _register(size: int) -> tuple[list[str], list[tuple[int, str]]]:
    """Return one stored spelling of each invented person among made-up namesakes; the other spellings are queries."""
    chance = random.Random(5)  # noqa: S311  # the same register at every run
    stored: dict[str, int] = {}
    names: list[str] = []
    queries = []
    for person, name in _people():
        if person in stored:
            queries.append((stored[person], name))
        else:
            stored[person] = len(names)
            names.append(name)
    words = [name.split() for _, name in _people() if len(name.split()) > 1]
    while len(names) < size:
        middle = f" {chance.choice(words)[0]} " if chance.random() < 0.7 else " "
        names.append(chance.choice(words)[0] + middle + chance.choice(words)[-1])
    return names, queries


def _measures(scored: list[tuple[float, int]]) -> dict[str, float]:
    scored = sorted(scored, key=lambda item: (-item[0], item[1]))
    total = sum(label for _, label in scored) or 1
    true, area, best, recall = 0, 0.0, 0.0, 0.0
    for place, (_, label) in enumerate(scored, 1):
        true += label
        area += label * true / place
        best = max(best, 2 * true / (place + total))
        if true / place >= 0.99:
            recall = true / total
    return {"AP": round(area / total, 3), "F1": round(best, 3), "R@P99": round(recall, 3)}


def _ours() -> Scorer:
    return importlib.import_module("comity.names").score


def _fuzzy(kind: str) -> Callable[[], Scorer]:
    def make() -> Scorer:
        fuzz = importlib.import_module("rapidfuzz.fuzz")
        plain = importlib.import_module("anyascii").anyascii
        call = getattr(fuzz, kind)
        return lambda a, b: call(plain(a).lower(), plain(b).lower()) / 100

    return make


def _metaphone() -> Scorer:
    fuzz = importlib.import_module("rapidfuzz.fuzz")
    plain = importlib.import_module("anyascii").anyascii
    code = importlib.import_module("jellyfish").metaphone
    return lambda a, b: fuzz.token_sort_ratio(*(" ".join(map(code, plain(text).split())) for text in (a, b))) / 100


def _nomenklatura(name: str) -> Callable[[], Scorer]:
    def make() -> Scorer:
        algorithm = importlib.import_module("nomenklatura.matching").get_algorithm(name)
        config = importlib.import_module("nomenklatura.matching.types").ScoringConfig.defaults()
        schema = importlib.import_module("followthemoney").model
        ids = count()

        def entity(text: str) -> object:
            return schema.get_proxy({"id": f"e{next(ids)}", "schema": "Person", "properties": {"name": [text]}})

        return lambda a, b: algorithm.compare(entity(a), entity(b), config).score

    return make


def _trigrams(names: list[str]) -> Search:
    plain = importlib.import_module("anyascii").anyascii
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE n USING fts5(name, tokenize='trigram')")
    base.executemany("INSERT INTO n(rowid, name) VALUES (?, ?)", ((i, plain(x).lower()) for i, x in enumerate(names)))

    def find(query: str, k: int) -> list[int]:
        text = "".join(c for c in plain(query).lower() if c.isalnum())
        grams = " OR ".join(f'"{gram}"' for gram in _grams(text))
        rows: Iterable[tuple[int]] = base.execute(
            "SELECT rowid FROM n WHERE n MATCH ? ORDER BY rank LIMIT ?", (grams, k)
        )
        return [row for (row,) in rows]

    return find


def _grams(text: str) -> Iterator[str]:
    return (text[place : place + 3] for place in range(len(text) - 2))


def _index(names: list[str]) -> Search:
    return importlib.import_module("comity.names").index(names)


SCORERS: dict[str, Callable[[], Scorer]] = {
    "comity.names": _ours,
    "nomenklatura logic-v2": _nomenklatura("logic-v2"),
    "nomenklatura name-based": _nomenklatura("name-based"),
    "AnyASCII, rapidfuzz ratio": _fuzzy("ratio"),
    "AnyASCII, rapidfuzz token_sort": _fuzzy("token_sort_ratio"),
    "AnyASCII, metaphone, token_sort": _metaphone,
}
SEARCHES: dict[str, Callable[[list[str]], Search]] = {"comity.names": _index, "AnyASCII, FTS5 trigram": _trigrams}

if __name__ == "__main__":
    sys.exit(main())
