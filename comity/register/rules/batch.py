# SPDX-License-Identifier: Apache-2.0
"""A whole register weighed at once: the settings of probabilistic linkage, the same for every engine.

Fellegi and Sunter (1969): each comparison falls into a level; a level has the share `m` of pairs that are one person
and the share `u` of pairs that are not; the product of m / u turns the prior into a probability. The figures are fixed
here, not trained, so that a register gives the same clusters today, tomorrow, and on every engine. They are rounded
from generated duplicates and the labelled pairs of names (`bench/linkage.py` prints the shares it measures).

Columns of a record are text; what is many (names, birth dates, exact values, keys) is joined by `MANY`. The likeness
functions take two such texts, so an engine only has to call Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comity.names import score
from comity.names.keys import fine_skeletons, keys
from comity.names.parsing import INITIAL, parsed
from comity.names.rarity import fine_bits
from comity.register.rules import evidence, linking
from comity.register.rules.evidence import Agreement
from comity.register.rules.linking import CEILINGS

MANY = "\x1f"
THRESHOLD = 0.95
# One pair in 100,000 of all pairs is true: right for some ten thousand entries, careful for fewer.
PRIOR = 0.00001
MOST_PER_KEY = 60
MOST_NAMES = 6
# A name that fewer than one person in 2^17 bears says more: `RARE` is added to its likeness.
RARE, RARE_BITS = 1.0, 17.0
# The best level first: (least value, m, u). What reaches none falls into the last.
NAME_LEVELS = (
    (0.9 + RARE, 0.5, 0.00001), (0.9, 0.3, 0.0001), (0.75, 0.1, 0.0003), (0.5, 0.05, 0.002), (0.25, 0.03, 0.01),
    (-1.0, 0.02, 0.98759),
)  # fmt: skip
BIRTH_LEVELS = ((0.9, 0.7, 0.00005), (0.6, 0.2, 0.004), (0.3, 0.06, 0.043), (-1.0, 0.04, 0.95295))
SHARED_LEVELS = ((0.95, 0.3, 0.000001), (0.7, 0.2, 0.00001), (-1.0, 0.5, 0.999989))
UNKNOWN = -2.0
_PARTLY = 0.7
_BIRTHS = {
    Agreement.SAME: 1.0, Agreement.SWAPPED: _PARTLY, Agreement.PARTLY: _PARTLY, Agreement.NEAR: 0.4,
    Agreement.OTHER: 0.0, Agreement.UNKNOWN: UNKNOWN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as it is weighed: `exact` are its exact keys (`exact:phone:…`)."""

    id: str
    schema: str
    names: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be the same, the smaller id first, and how probable that is."""

    one: str
    two: str
    probability: float


def rows(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return the table an engine reads, ordered by id. Two records are compared when they share one of their `keys`.

    A key that many records have is left out: it says little, and pairs grow with its square.
    """
    keyed = {r.id: _keys(r) for r in records}
    sizes = Counter(key for found in keyed.values() for key in found)
    return [
        {
            "unique_id": r.id, "names": MANY.join(r.names[:MOST_NAMES]), "births": MANY.join(r.births),
            "exact": MANY.join(sorted(r.exact)),
            "keys": sorted(key for key in keyed[r.id] if 2 <= sizes[key] <= MOST_PER_KEY),
        }
        for r in sorted(records, key=lambda r: r.id)
    ]  # fmt: skip


def _keys(record: Record) -> set[str]:
    # Exact values, pairs of name parts, and single parts with the birth year beside them.
    found = {f"{record.schema}|{key}" for key in record.exact}
    years = {value[:4] for value in record.births}
    for name in record.names[:MOST_NAMES]:
        for key in keys(name):
            if key[0] == "p":
                found.add(f"{record.schema}|{key}")
            if key[0] == "f":
                found |= {f"{record.schema}|{key}|{year}" for year in years}
    return found


@lru_cache(maxsize=65_536)
def name_likeness(one: str, two: str) -> float:
    """Return the score of the likest names of two records, more by `RARE` when like and rare; `UNKNOWN` without any."""
    if not one or not two:
        return UNKNOWN
    return max(_likeness(a, b) for a in one.split(MANY) for b in two.split(MANY))


def _likeness(one: str, two: str) -> float:
    found = score(one, two)
    is_rare = found >= 0.9 and min(_bits(one), _bits(two)) >= RARE_BITS
    return found + RARE if is_rare else found


@lru_cache(maxsize=65_536)
def _bits(name: str) -> float:
    """Return how many times people have to be halved until one bears the name, by the shares of its parts."""
    parts = [part.element for part in parsed(name).core if part.kind != INITIAL]
    return sum(fine_bits(skeleton) for part in parts for skeleton in fine_skeletons(part)[:1] if skeleton)


@lru_cache(maxsize=65_536)
def birth_likeness(one: str, two: str) -> float:
    """Return 1 for one birth date, less for what agrees in part, 0 for others, `UNKNOWN` when either has none."""
    if not one or not two:
        return UNKNOWN
    found = [evidence.birth(value, two.split(MANY)) for value in one.split(MANY)]
    # The same year or month is no more than agreement in part; the first of January stands for a year alone.
    return max(
        _PARTLY if e.agreement is Agreement.SAME and len(e.value.removesuffix("-01-01")) < 10 else _BIRTHS[e.agreement]
        for e in found
        if e
    )


@lru_cache(maxsize=65_536)
def shared_likeness(one: str, two: str) -> float:
    """Return the weight of the strongest exact value two records share, 0 when none, `UNKNOWN` when either has none."""
    if not one or not two:
        return UNKNOWN
    props = (key.removeprefix("exact:").partition(":")[0] for key in set(one.split(MANY)) & set(two.split(MANY)))
    return max((CEILINGS[kind] for prop in props if (kind := linking.kind_of(prop))), default=0.0)
