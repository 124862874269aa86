# SPDX-License-Identifier: Apache-2.0
"""Which part of one name answers which part of the other, and at what cost.

Each part is used once. A pair may join two or three neighbours of one side ("Muhammad Ali" = "Muhammadali"). Cheapest
first; what finds no partner below `APART` stays alone.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import NamedTuple

from comity.names.joining import JOINED, beginning, joined, joined_cost, may_be_near, neighbours, together
from comity.names.likeness import APART, cost_between, part_cost
from comity.names.parsing import INITIAL, NAME, RELATION, Name, Part
from comity.names.words import Element, element, starts_as_servant

PLAIN = 0.015
WRITTEN = frozenset({NAME, RELATION})
SETTLED = 0.1
DOUBTFUL = 0.2
TOGETHER = 0.1
JOIN_COST = 0.03
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
    doubtful = min(len(left), len(right)) - len(chosen) + sum([pair.cost > DOUBTFUL for pair in chosen])
    if doubtful:
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
    near_left, near_right = [1.0] * len(left), [1.0] * len(right)
    for is_first in (True, False):
        for i, a in enumerate(left):
            one, lexeme = a.element, not a.element.ending and a.element.lexeme
            for j, b in enumerate(right):
                two = b.element
                if is_first and one is not two and not (lexeme and lexeme == two.lexeme and a.kind == b.kind):
                    continue
                if near_left[i] < PLAIN or near_right[j] < PLAIN:
                    continue
                cost = part_cost(a, b)
                if cost < APART:
                    found.append((cost, (i,), (j,), 0.0))
                    near_left[i] = min(near_left[i], cost)
                    near_right[j] = min(near_right[j], cost)
    return found, (near_left, near_right)


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
    if len(found) == 1:
        cost, mine, yours, rest = found[0]
        return [Pairing(mine, yours, cost, rest)]
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
    ones, twos = _written(one), _written(two)
    mine, yours = sum([part.mass for part in ones]), sum([part.mass for part in twos])
    if abs(mine - yours) >= 0.15 * mine + 0.6 or not (ones and twos):
        return 1.0
    if not starts_as_servant(ones[0]) and not starts_as_servant(twos[0]):
        outlines = [reduce(together, [part.signature for part in parts]) for parts in (ones, twos)]
        if not may_be_near((outlines[0],), (outlines[1],), mine + yours):
            return 1.0
    a, b = _whole(one), _whole(two)
    return 1.0 if a is None or b is None else cost_between(a, b, TOGETHER)


def _written(name: Name) -> list[Element]:
    return [part.element for part in name.parts if part.kind in WRITTEN]


@lru_cache(maxsize=8192)
def _whole(name: Name) -> Element | None:
    parts = _written(name)
    if not 1 <= len(parts) <= 4 or any(part.kind == INITIAL for part in name.core):
        return None
    whole = reduce(joined, parts)
    return element(whole.pieces, "arabic" if whole.is_abjad else "latin")


def _joins(
    left: tuple[Part, ...], right: tuple[Part, ...], near_left: list[float], near_right: list[float]
) -> list[Candidate]:
    """Return pairs of two or three neighbours on the left with one part on the right that has no near partner alone."""
    found: list[Candidate] = []
    wholes = [(j, c.element) for j, c in enumerate(right) if c.kind != INITIAL and near_right[j] >= SETTLED]
    if not wholes:
        return found
    heaviest = max([whole.mass for _, whole in wholes])
    for i, a in enumerate(left):
        if a.kind == INITIAL:
            continue
        one, after = a.element, []
        if i + 1 < len(left) and near_left[i] >= PLAIN <= near_left[i + 1] and left[i + 1].kind != INITIAL:
            after = [b.element for b in left[i + 1 : i + 3] if b.kind != INITIAL]
        least = after[0].mass if after and after[0].mass > one.mass else one.mass
        if a.led is None and not one.goes_on and (not after or least > heaviest):
            continue
        for j, whole in wholes:
            if a.led is not None:
                found.append((joined_cost(a.led, one, whole), (i,), (j,), 0.0))
            if one.goes_on:
                found.append((beginning(one, whole), (i,), (j,), LEFT_OVER))
            if after and whole.mass >= least:
                found.append((neighbours(one, after[0], whole), (i, i + 1), (j,), 0.0))
                if len(after) > 1:
                    found.append((neighbours(one, after[0], whole, rest=after[1]), (i, i + 1, i + 2), (j,), 0.0))
    return [(cost + JOIN_COST, mine, yours, rest) for cost, mine, yours, rest in found if cost < JOINED]
