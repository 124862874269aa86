# SPDX-License-Identifier: Apache-2.0
"""Measures → the probability that one person bears both names.

Forty small trees of three questions each, fitted on labelled pairs (`bench/names/fit.py`) and kept as data; most may
only fall when parts differ more. A small even slope breaks ties. Calibrated where look-alikes are common: one pair in
three was true there.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from comity.names.evidence import MEASURES
from comity.names.tables import tables

Tree = tuple[Any, ...]
SLOPE = {"matched": 0.25, "costs": -1.0, "alone_more": -0.25, "apart": -1.0}


def probability(measures: list[float]) -> float:
    """Return the probability, 0…1, for measures in the order of `evidence.MEASURES`."""
    base, trees, slope = _judgement()
    total = base + sum([weight * measures[place] for place, weight in slope])
    for tree in trees:
        (place, limit, low, high) = tree
        (place, limit, low, high) = low if measures[place] <= limit else high
        (place, limit, less, more) = low if measures[place] <= limit else high
        total += less if measures[place] <= limit else more
    return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def _judgement() -> tuple[float, tuple[Tree, ...], tuple[tuple[int, float], ...]]:
    raw = tables().judgement
    places = {name: place for place, name in enumerate(MEASURES)}

    def node(flat: list[Any], at: int) -> Tree:
        name, limit = flat[at].split("<=")
        if at >= 3:
            return places[name], float(limit), flat[7 + 2 * (at - 3)], flat[8 + 2 * (at - 3)]
        return places[name], float(limit), node(flat, 2 * at + 1), node(flat, 2 * at + 2)

    trees = tuple(node(flat, 0) for flat in raw["trees"])
    return raw["base"], trees, tuple((places[name], weight) for name, weight in SLOPE.items())
