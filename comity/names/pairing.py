# SPDX-License-Identifier: Apache-2.0
"""Which part of one name answers which part of the other, and at what cost.

Each part is used once. A pair may join two or three neighbours of one side ("Muhammad Ali" = "Muhammadali"). Cheapest
first; what finds no partner below `APART` stays alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from comity.names.joining import beginning, joined, joined_cost, neighbours
from comity.names.likeness import APART, between, part_cost
from comity.names.parsing import INITIAL, NAME, RELATION, Name, Part
from comity.names.words import Element, element

PLAIN = 0.015
WRITTEN = frozenset({NAME, RELATION})
SETTLED = 0.1
DOUBTFUL = 0.2
TOGETHER = 0.1
JOIN_COST = 0.03
JOINED = 0.2
LEFT_OVER = 0.3
COMMON = 0.6
LITTLE = 0.4


class Pairing(NamedTuple):
    """Parts of both sides (as places in their cores) that answer each other, and the cost per mass, 0…1."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    cost: float
    left_over: float = 0.0


Candidate = tuple[float, tuple[int, ...], tuple[int, ...], float]


def pairings(one: Name, two: Name) -> list[Pairing]:
    """Return the pairs of the two cores, cheapest first, each part at most once."""
    left, right = one.core, two.core
    found, nearest = _singles(left, right)
    if not found or _is_hopeless(found, left, right):
        return []
    if len(left) + len(right) > 2:
        found += _joins(left, right, *nearest)
        found += [(cost, i, j, rest) for cost, j, i, rest in _joins(right, left, *nearest[::-1])]
    chosen = _cheapest(found)
    if len(chosen) < min(len(left), len(right)) or any(pair.cost > DOUBTFUL for pair in chosen):
        doubtful = sum(pair.cost > DOUBTFUL for pair in chosen) + min(len(left), len(right)) - len(chosen)
        cost = _written_together(one, two) if doubtful > (len(left) == len(right)) else 1.0
        if cost < TOGETHER:
            return [Pairing(tuple(range(len(left))), tuple(range(len(right))), cost + JOIN_COST)]
    return chosen


def _singles(
    left: tuple[Part, ...], right: tuple[Part, ...]
) -> tuple[list[Candidate], tuple[list[float], list[float]]]:
    """Return the likely pairs of single parts, and for each part the cost of its nearest.

    Parts that are plainly one another's are not compared with the rest: it saves most of the work.
    """
    found: list[Candidate] = []
    nearest = [1.0] * len(left), [1.0] * len(right)
    for is_first in (True, False):
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                if nearest[0][i] < PLAIN or nearest[1][j] < PLAIN or (is_first and not _is_plain(a, b)):
                    continue
                cost = part_cost(a, b)
                if cost < APART:
                    found.append((cost, (i,), (j,), 0.0))
                    nearest[0][i] = min(nearest[0][i], cost)
                    nearest[1][j] = min(nearest[1][j], cost)
    return found, nearest


def _is_plain(a: Part, b: Part) -> bool:
    one, two = a.element, b.element
    return one is two or (bool(one.lexeme) and one.lexeme == two.lexeme and not one.ending and a.kind == b.kind)


def _is_hopeless(found: list[Candidate], left: tuple[Part, ...], right: tuple[Part, ...]) -> bool:
    """Return whether all that two names may share is a common name that says little beside the rest."""
    if len(found) > 2 or len(left) != len(right) or len(left) < 2:
        return False
    shared = 0.0
    for _, (i,), (j,), _ in found:
        if max(left[i].element.rank, right[j].element.rank) > COMMON or INITIAL in {left[i].kind, right[j].kind}:
            return False
        shared += min(left[i].weight, right[j].weight)
    return shared < LITTLE * min(sum([part.weight for part in left]), sum([part.weight for part in right]))


def _cheapest(found: list[Candidate]) -> list[Pairing]:
    found.sort(key=lambda item: (item[0], -len(item[1]) - len(item[2]), abs(item[1][0] - item[2][0]), item[1], item[2]))
    used_left: set[int] = set()
    used_right: set[int] = set()
    chosen = []
    for cost, mine, yours, rest in found:
        if used_left.isdisjoint(mine) and used_right.isdisjoint(yours):
            used_left.update(mine)
            used_right.update(yours)
            chosen.append(Pairing(mine, yours, cost, rest))
    return chosen


def _written_together(one: Name, two: Name) -> float:
    """Return the cost of both names with every word boundary taken away, for registers that lose or move the blank."""
    masses = [sum([part.element.mass for part in name.parts if part.kind in WRITTEN]) for name in (one, two)]
    if abs(masses[0] - masses[1]) >= 0.15 * masses[0] + 0.6:
        return 1.0
    a, b = _whole(one), _whole(two)
    return 1.0 if a is None or b is None else between(a, b)


@lru_cache(maxsize=8192)
def _whole(name: Name) -> Element | None:
    parts = [part for part in name.parts if part.kind in WRITTEN]
    if not 1 <= len(parts) <= 4 or any(part.kind == INITIAL for part in name.core):
        return None
    whole = parts[0].element
    for part in parts[1:]:
        whole = joined(whole, part.element)
    return element(whole.pieces, "arabic" if whole.is_abjad else "latin")


def _joins(
    left: tuple[Part, ...], right: tuple[Part, ...], near_left: list[float], near_right: list[float]
) -> list[Candidate]:
    """Return pairs of two or three neighbours on the left with one part on the right that has no near partner alone."""
    found: list[Candidate] = []
    for j, c in enumerate(right):
        if c.kind == INITIAL or near_right[j] < SETTLED:
            continue
        for i, a in enumerate(left):
            if a.kind == INITIAL:
                continue
            if a.led is not None:
                found.append((joined_cost(a.led, a.element, c.element), (i,), (j,), 0.0))
            if a.element.goes_on:
                found.append((beginning(a.element, c.element), (i,), (j,), LEFT_OVER))
            if i + 1 < len(left) and left[i + 1].kind != INITIAL and min(near_left[i : i + 2]) >= PLAIN:
                b = left[i + 1]
                found.append((neighbours(a.element, b.element, c.element), (i, i + 1), (j,), 0.0))
                if i + 2 < len(left) and left[i + 2].kind != INITIAL:
                    cost = neighbours(a.element, b.element, c.element, rest=left[i + 2].element)
                    found.append((cost, (i, i + 1, i + 2), (j,), 0.0))
    return [(cost + JOIN_COST, mine, yours, rest) for cost, mine, yours, rest in found if cost < JOINED]
