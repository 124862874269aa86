# SPDX-License-Identifier: Apache-2.0
"""One name against many, at a tenth of the price: names that share no likely part are passed over without a look.

The figures are those of `comparing.score`, to the last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from comity.names.comparing import score_parsed
from comity.names.likeness import APART, may_answer, part_cost
from comity.names.parsing import INITIAL, Name, Part, parsed
from comity.names.words import Element


class Batch:
    """Many names, parsed once; then `scores` and `best` for as many queries as you like.

    Rows are the places of the names in the order given.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: list[Name] = [parsed(name) for name in names]
        self._rows: defaultdict[tuple[Element, str], list[int]] = defaultdict(list)
        self._shapes: defaultdict[tuple[int, ...], dict[tuple[Element, str], Part]] = defaultdict(dict)
        for row, name in enumerate(self._names):
            for part in name.core:
                known = (part.element, part.kind)
                self._rows[known].append(row)
                self._shapes[() if part.kind == INITIAL else part.element.outlines].setdefault(known, part)

    def __len__(self) -> int:
        return len(self._names)

    def hits(self, query: str) -> dict[int, float]:
        """Return row → score for every row whose score is not 0."""
        name = parsed(query)
        rows: set[int] = set()
        for outlines, parts in self._shapes.items():
            mine = [part for part in name.core if part.kind == INITIAL or may_answer(part.element.outlines, outlines)]
            for known, part in parts.items() if mine else ():
                if any(part_cost(one, part) < APART for one in mine):
                    rows.update(self._rows[known])
        found = ((row, score_parsed(name, self._names[row])) for row in sorted(rows))
        return {row: value for row, value in found if value}

    def scores(self, query: str) -> list[float]:
        """Return the score of every row, in order."""
        hits = self.hits(query)
        return [hits.get(row, 0.0) for row in range(len(self._names))]

    def best(self, query: str, k: int = 10) -> list[tuple[int, float]]:
        """Return the `k` likeliest rows with their scores, best first."""
        return sorted(self.hits(query).items(), key=lambda item: (-item[1], item[0]))[:k]


def score_many(query: str, names: Iterable[str]) -> list[float]:
    """Return the score of a query with each name."""
    return Batch(names).scores(query)


def score_pairs(pairs: Iterable[tuple[str, str]]) -> list[float]:
    """Return the score of each pair."""
    return [score_parsed(parsed(a), parsed(b)) for a, b in pairs]
