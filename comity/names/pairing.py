# SPDX-License-Identifier: Apache-2.0
"""Which part of one name answers which part of the other, and at what cost.

Each part is used once. A pair may join two neighbours of one side ("Muhammad Ali" = "Muhammadali"). Cheapest first; what
finds no partner below `APART` stays alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comity.names.alignment import GIVEN_UP, distance
from comity.names.parsing import INITIAL, Name, Part
from comity.names.words import Element, element

APART = 0.5
JOIN_COST = 0.03
SAME_LEXEME = 0.012
OTHER_LEXEME = 0.16
# Cost of one ending beside another, in units of one consonant; "" is no ending.
ENDINGS = {
    frozenset({"ov", "ova"}): 0.25,
    frozenset({"ov", ""}): 0.5,
    frozenset({"ova", ""}): 0.6,
    frozenset({"ov", "i"}): 0.4,
    frozenset({"ova", "i"}): 0.5,
    frozenset({"zade", "ov"}): 0.6,
    frozenset({"zade", "i"}): 0.6,
    frozenset({"zade", ""}): 0.8,
    frozenset({"i", ""}): 0.3,
    frozenset({"son", ""}): 0.15,
    frozenset({"daughter", ""}): 0.15,
    frozenset({"son", "daughter"}): 0.5,
    frozenset({"son", "ov"}): 0.5,
}
SAME_ENDING = 0.02


@dataclass(frozen=True, slots=True)
class Pairing:
    """Parts of both sides (as places in their cores) that answer each other, and the cost per mass, 0…1."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    cost: float


@lru_cache(maxsize=524288)
def cost_between(one: Element, two: Element) -> float:
    """Return the cost of reading one element as the other per mass of sound: 0 same, 1 unrelated. Symmetric."""
    if (one.signature ^ two.signature).bit_count() > 2 and not (one.ending or two.ending):
        return 1.0
    norm = (one.mass + two.mass) / 2 + 0.4
    if abs(one.mass - two.mass) > 0.55 * norm + 1.0 and not (one.ending or two.ending):
        return 1.0
    limit = 0.55 * norm
    best = distance(one.units, two.units, one.drops[two.is_abjad], two.drops[one.is_abjad], limit)
    if (one.ending or two.ending) and best > 0.1:
        best = min(best, _stems(one, two, limit))
    if best >= GIVEN_UP:
        return 1.0
    cost = best / norm
    if one.lexeme and two.lexeme:
        if one.lexeme == two.lexeme:
            return min(cost, SAME_LEXEME)
        if one.lexeme.endswith("+") == two.lexeme.endswith("+"):
            return min(1.0, cost + OTHER_LEXEME)
    return min(1.0, cost)


def _stems(one: Element, two: Element, limit: float) -> float:
    """Return the cost with surname endings set apart: Rahmonov = Rahmon, Askhanuly = Askhanovich."""
    least = GIVEN_UP
    for end_one, size_one in _readings(one):
        for end_two, size_two in _readings(two):
            extra = SAME_ENDING if end_one == end_two else ENDINGS.get(frozenset({end_one, end_two}))
            if extra is None or not (end_one or end_two):
                continue
            a, b = one.units[:size_one], two.units[:size_two]
            found = distance(a, b, one.drops[two.is_abjad][:size_one], two.drops[one.is_abjad][:size_two], limit)
            least = min(least, found + extra)
    return least


def _readings(one: Element) -> list[tuple[str, int]]:
    whole = [("", len(one.units))]
    return [*whole, (one.ending, one.stem)] if one.ending and one.stem else whole


def initial_cost(one: Element, two: Element) -> float:
    """Return the cost of an initial standing for a part: that of the first sounds."""
    first, other = one.units[:1], two.units[: 2 if two.units and two.drops[0][0] < 0.1 else 1]
    if not first or not other:
        return 1.0
    best = min(distance(first, (unit,), one.drops[1][:1], (1.0,), 1.0) for unit in other)
    return 0.1 + min(0.9, best)


@lru_cache(maxsize=65536)
def joined(one: Element, two: Element) -> Element:
    """Return two neighbouring elements as one."""
    script = "arabic" if one.is_abjad else "latin"
    lexeme = ""
    ending = two.ending
    stem = len(one.units) + two.stem if ending else 0
    return element((*one.pieces, *two.pieces), script, lexeme, max(one.rank, two.rank), ending, stem)


def part_cost(one: Part, two: Part) -> float:
    """Return the cost between two parts, initials included."""
    if one.kind == INITIAL or two.kind == INITIAL:
        if one.kind == two.kind:
            return cost_between(one.element, two.element) + 0.1
        return initial_cost(one.element, two.element) if one.kind == INITIAL else initial_cost(two.element, one.element)
    if one.element is two.element:
        return 0.0
    a, b = one.element, two.element
    return cost_between(a, b) if id(a) < id(b) else cost_between(b, a)


def pairings(one: Name, two: Name) -> list[Pairing]:
    """Return the pairs of the two cores, cheapest first, each part at most once."""
    left, right = one.core, two.core
    found: list[tuple[float, tuple[int, ...], tuple[int, ...]]] = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            cost = part_cost(a, b)
            if cost < APART:
                found.append((cost, (i,), (j,)))
    settled = sum(1 for cost, _, _ in found if cost < 0.05)
    if settled < min(len(left), len(right)) and len(left) + len(right) > 2:
        found += _joins(left, right)
        found += [(cost, i, j) for cost, j, i in _joins(right, left)]
    found.sort(key=lambda item: (item[0], -len(item[1]) - len(item[2]), abs(item[1][0] - item[2][0]), item[1], item[2]))
    used_left: set[int] = set()
    used_right: set[int] = set()
    chosen = []
    for cost, mine, yours in found:
        if used_left.isdisjoint(mine) and used_right.isdisjoint(yours):
            used_left.update(mine)
            used_right.update(yours)
            chosen.append(Pairing(mine, yours, cost))
    return chosen


def _joins(left: tuple[Part, ...], right: tuple[Part, ...]) -> list[tuple[float, tuple[int, ...], tuple[int, ...]]]:
    """Return pairs of two neighbours on the left with one part on the right, where their masses allow it."""
    found = []
    for i in range(len(left) - 1):
        a, b = left[i], left[i + 1]
        if a.kind == INITIAL or b.kind == INITIAL:
            continue
        mass = a.element.mass + b.element.mass
        for j, c in enumerate(right):
            if c.kind == INITIAL or abs(mass - c.element.mass) > 0.35 * mass + 0.3:
                continue
            cost = min(
                _cost(joined(a.element, b.element), c.element), 0.02 + _cost(joined(b.element, a.element), c.element)
            )
            if cost < 0.3:
                found.append((cost + JOIN_COST, (i, i + 1), (j,)))
    return found


def _cost(a: Element, b: Element) -> float:
    return cost_between(a, b) if id(a) < id(b) else cost_between(b, a)
