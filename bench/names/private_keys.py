# SPDX-License-Identifier: Apache-2.0
"""Keys of private matching: how many true pairs meet on a key asked and a key stored, and how many meet by chance.

usage: python bench/names/private_keys.py PAIRS.tsv ENTITIES.tsv

PAIRS has columns label, set, name1, name2; ENTITIES set, name. Each true pair is asked in both directions, with the
same birth. By chance: legislators of ENTITIES (set wd-oic) asked against unrelated listed persons of PAIRS (set ofac),
for 100,000 stored; with births it is the mean of three draws of days between 1945 and 1995.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from comity.names import Person, asked_keys, stored_keys

CORE, REAL = ("gold", "parts", "wd-oic", "ofac"), ("wd-oic", "ofac")
SAME = date(1971, 4, 9)
# What is known of the asked and the stored person, and the kinds that are asked then.
KNOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "name alone (K4)": ("", ("K4",)), "with the year (K3)": ("year", ("K3",)),
    "with the date (K2, K3)": ("date", ("K2", "K3")),
}  # fmt: skip


def main() -> int:
    pairs, entities = (rows(path) for path in sys.argv[1:3])
    for name, (known, kinds) in KNOWN.items():
        print(json.dumps({"keys": name, **completeness(pairs, known, kinds), **chance(pairs, entities, known, kinds)}))
    return 0


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def keys(
    of: Callable[..., dict[str, frozenset[str]]], name: str, known: str, kinds: tuple[str, ...], born: date
) -> set[str]:
    """Return the keys of a name with what is known of its birth."""
    person = Person((name,), born if known == "date" else None, born.year if known == "year" else None)
    return {key for kind in of(person, kinds).values() for key in kind}


def birth(luck: random.Random) -> date:
    return date(1945, 1, 1) + timedelta(days=luck.randrange(50 * 365))


def completeness(pairs: list[dict[str, str]], known: str, kinds: tuple[str, ...]) -> dict[str, float]:
    met: dict[str, list[bool]] = defaultdict(list)
    for row in pairs:
        if row["label"] != "1" or row["set"] not in CORE:
            continue
        for one, two in ((row["name1"], row["name2"]), (row["name2"], row["name1"])):
            hit = bool(keys(asked_keys, one, known, kinds, SAME) & keys(stored_keys, two, known, kinds, SAME))
            for group in ("core", "real") if row["set"] in REAL else ("core",):
                met[group].append(hit)
    return {group: round(sum(hits) / len(hits), 3) for group, hits in met.items()}


def chance(
    pairs: list[dict[str, str]], entities: list[dict[str, str]], known: str, kinds: tuple[str, ...]
) -> dict[str, float]:
    listed = sorted({row[side] for row in pairs if row["set"] == "ofac" for side in ("name1", "name2")})
    asking = sorted({row["name"] for row in entities if row["set"] == "wd-oic"})
    found, stored, asked, draws = 0, 0, [], 3 if known else 1
    for draw in range(draws):
        luck = random.Random(draw)
        by_key: dict[str, set[int]] = defaultdict(set)
        for place, name in enumerate(listed):
            made = keys(stored_keys, name, known, kinds, birth(luck))
            stored += len(made)
            for key in made:
                by_key[key].add(place)
        for name in asking:
            made = keys(asked_keys, name, known, kinds, birth(luck))
            asked.append(len(made))
            found += len(set().union(*(by_key.get(key, set()) for key in made)))
    return {
        "chance in 100,000": round(found / len(asked) / len(listed) * 100_000, 2),
        "stored a name": round(stored / len(listed) / draws, 2),
        "asked a name": round(sum(asked) / len(asked), 1), "asked at most": max(asked),
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
