# SPDX-License-Identifier: Apache-2.0
"""Invented people in several orthographies, and what a scorer makes of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

ASSET = Path(__file__).resolve().parents[2] / "assets" / "invented_people.tsv"


def people() -> dict[str, list[str]]:
    """Return the spellings of each invented person."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with ASSET.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["person"]].append(row["name"])
    return dict(found)


def labelled() -> list[tuple[str, str, bool]]:
    """Return every pair of spellings with whether they are of one person."""
    rows = [(person, name) for person, names in people().items() for name in names]
    return [(a, b, one == two) for (one, a), (two, b) in combinations(rows, 2)]


def average_precision(scorer: Callable[[str, str], float], pairs: list[tuple[str, str, bool]]) -> float:
    """Return the mean of the precision at each true pair, ties counted against the scorer."""
    ranked = sorted(((scorer(a, b), same) for a, b, same in pairs), key=lambda item: (-item[0], item[1]))
    true, total = 0, 0.0
    for place, (_, same) in enumerate(ranked, 1):
        if same:
            true += 1
            total += true / place
    return total / true
