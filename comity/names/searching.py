# SPDX-License-Identifier: Apache-2.0
"""Finding a name among many: gather rows that share rare keys, then let the scorer order them.

The pure parts (`rarity`, `gather`, `rerank`) serve a database as well: it stores (key, row), counts rows per key, and
hands the candidates over. `Index` holds the same in memory and grows and shrinks row by row.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from comity.names.comparing import score
from comity.names.keys import KIND_WEIGHTS, keys

CANDIDATES = 300
MOST_ROWS = 60_000


def rarity(count: int, total: int) -> float:
    """Return the weight of a key that `count` of `total` names have: high when rare, 0 when everybody has it."""
    return max(0.0, math.log((total + 1) / (count + 0.5)))


def weights(name: str, counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Return the known keys of a name with their weights, rarest first."""
    found = {key: KIND_WEIGHTS[key[0]] * rarity(counts[key], total) for key in keys(name) if counts.get(key)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def rerank(query: str, candidates: Iterable[tuple[int, str]], k: int) -> list[tuple[int, float]]:
    """Return the best `k` candidates as (row, score), best first; ties keep the order they came in."""
    scored = [(row, score(query, name)) for row, name in candidates]
    scored.sort(key=lambda item: -item[1])
    return scored[:k]


class Index:
    """Names by row number, searched in memory. Rows are given by the caller, added and removed at any time."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[int, str] = {}
        self._rows: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for row, name in enumerate(names):
            self.add(row, name)

    def __len__(self) -> int:
        return len(self._names)

    def add(self, row: int, name: str) -> None:
        """Add a name under a row number, in place of what stood there."""
        if row in self._names:
            self.remove(row)
        self._names[row] = name
        for key in keys(name):
            self._rows[key].append(row)

    def remove(self, row: int) -> None:
        """Forget a row; an absent row is no error."""
        name = self._names.pop(row, None)
        for key in keys(name) if name is not None else ():
            self._rows[key].remove(row)

    def candidates(self, query: str, most: int = CANDIDATES) -> list[int]:
        """Return the rows that share the most telling keys with the query, best first."""
        total = len(self._names)
        counts = {key: len(self._rows[key]) for key in keys(query) if key in self._rows}
        gathered: defaultdict[int, float] = defaultdict(float)
        touched = 0
        for key, weight in weights(query, counts, total).items():
            touched += counts[key]
            if touched > MOST_ROWS and gathered:
                break
            for row in self._rows[key]:
                gathered[row] += weight
        return sorted(gathered, key=lambda row: (-gathered[row], row))[:most]

    def __call__(self, query: str, k: int = 10) -> list[int]:
        """Return the rows of the `k` likeliest names, best first."""
        rows = self.candidates(query, max(CANDIDATES, k))
        return [row for row, _ in rerank(query, ((row, self._names[row]) for row in rows), k)]


def index(names: Iterable[str]) -> Callable[[str, int], list[int]]:
    """Return a search over `names`: called with (query, k) it gives row numbers, best first."""
    return Index(names)
