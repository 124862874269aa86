# SPDX-License-Identifier: Apache-2.0
"""How far one part is from another: weighted distance of sounds, endings and joins set apart, look-alikes kept apart.

Costs are per mass of sound: 0 the same, 1 unrelated. Symmetric. Kept by the numbers of the elements: a dictionary of
numbers is nothing the garbage collector has to walk through, as it would through the arguments an `lru_cache` keeps.
"""

from __future__ import annotations

from comity.names.alignment import GIVEN_UP, distance
from comity.names.lexicon import plainly_apart
from comity.names.parsing import INITIAL, Part
from comity.names.words import Element

APART = 0.5
ENDING_MATTERS = 0.1
RELATIONS = frozenset({"son", "daughter"})
SAME_LEXEME = 0.012
OTHER_LEXEME = 0.24
OTHER_BY_SOUND = 0.12
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
MOST_DIFFERING = 2
LONG = 5.5
SAME_ENDING = 0.02
SERVANT_LEFT_OUT = 0.9
TAIL_LEFT_OUT = 0.6
NUMBER_BITS = 48
MOST_COSTS = 131_072
_costs: dict[int, float] = {}


def cost_between(one: Element, two: Element, most: float = APART) -> float:
    """Return the cost of reading one element as the other per mass of sound: 0 same, 1 unrelated. Symmetric.

    Exact up to `most`; what costs more may be given as 1.
    """
    extra = 0.0
    if one.lexeme and two.lexeme and bool(one.ending) == bool(two.ending):
        if one.lexeme == two.lexeme and not one.ending:
            return 0.0 if one.units == two.units else SAME_LEXEME
        if plainly_apart(one.lexeme, two.lexeme):
            extra = OTHER_LEXEME if one.is_listed and two.is_listed else OTHER_BY_SOUND
    norm = (one.mass + two.mass) / 2 + 0.4
    has_variants = one.has_variants or two.has_variants
    differing = (one.signature ^ two.signature).bit_count()
    if differing > MOST_DIFFERING and has_variants:
        differing = min([(a ^ b).bit_count() for a in one.outlines for b in two.outlines])
    if differing > MOST_DIFFERING + (norm > LONG):
        return 1.0
    if abs(one.mass - two.mass) > 0.55 * norm + 1.0 and not has_variants:
        return 1.0
    limit = (most - extra) * norm
    best = distance(one.units, two.units, one.drops[two.is_abjad], two.drops[one.is_abjad], limit)
    if has_variants:
        best = _variants(one, two, best, limit)
    return 1.0 if best >= GIVEN_UP else min(1.0, best / norm + extra)


def _variants(one: Element, two: Element, best: float, limit: float) -> float:
    """Return the least cost when an ending, "Abd al-" or "-uddin" is set apart on one side.

    Each is looked at no further than where it would cost more than what is found already.
    """
    if (one.ending != two.ending or one.ending in RELATIONS) and best > ENDING_MATTERS:
        best = min(best, _stems(one, two, min(limit, best)))
    if bool(one.servant) != bool(two.servant) and best > SERVANT_LEFT_OUT:
        best = min(best, _without_servant(one, two, min(limit, best - SERVANT_LEFT_OUT)))
    if bool(one.tail) != bool(two.tail) and best > TAIL_LEFT_OUT:
        best = min(best, _without_tail(one, two, min(limit, best - TAIL_LEFT_OUT)))
    return best


def may_answer(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    """Return whether words of these outlines can be near at all; an empty outline (an initial) always may."""
    if not one or not two:
        return True
    return min([(a ^ b).bit_count() for a in one for b in two]) <= MOST_DIFFERING + 1


def _stems(one: Element, two: Element, limit: float) -> float:
    """Return the cost with surname endings set apart: Rahmonov = Rahmon, Askhanuly = Askhanovich."""
    least = GIVEN_UP
    for end_one, size_one in _readings(one):
        for end_two, size_two in _readings(two):
            extra = SAME_ENDING if end_one == end_two else ENDINGS.get(frozenset({end_one, end_two}))
            if extra is None or not (end_one or end_two):
                continue
            a, b = one.units[:size_one], two.units[:size_two]
            most = min(limit, least) - extra
            found = distance(a, b, one.drops[two.is_abjad][:size_one], two.drops[one.is_abjad][:size_two], most)
            least = min(least, found + extra)
    return least


def _without_servant(one: Element, two: Element, limit: float) -> float:
    """Return the cost with "Abd al-" left out on the side that has it: Abd al-Ghafar = Ghafar."""
    a, b = one.servant, two.servant
    drops = one.drops[two.is_abjad][a:], two.drops[one.is_abjad][b:]
    return SERVANT_LEFT_OUT + distance(one.units[a:], two.units[b:], *drops, limit)


def _without_tail(one: Element, two: Element, limit: float) -> float:
    """Return the cost with "-uddin" or "-ullah" left out on the side that has it: Sirajuddin = Siraj."""
    a, b = len(one.units) - one.tail, len(two.units) - two.tail
    drops = one.drops[two.is_abjad][:a], two.drops[one.is_abjad][:b]
    return TAIL_LEFT_OUT + distance(one.units[:a], two.units[:b], *drops, limit)


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


def part_cost(one: Part, two: Part) -> float:
    """Return the cost between two parts, initials included."""
    if INITIAL in (one.kind, two.kind):
        if one.kind == two.kind:
            return cost_between(one.element, two.element) + 0.1
        return initial_cost(one.element, two.element) if one.kind == INITIAL else initial_cost(two.element, one.element)
    return between(one.element, two.element)


def between(one: Element, two: Element) -> float:
    """Return `cost_between`, computed once for each pair; what is plainly apart is not worth keeping."""
    if one is two:
        return 0.0
    if (
        (one.signature ^ two.signature).bit_count() > MOST_DIFFERING + 1
        and (not one.lexeme or one.lexeme != two.lexeme)
        and not one.has_variants
        and not two.has_variants
    ):
        return 1.0
    if one.number > two.number:
        one, two = two, one
    known = one.number << NUMBER_BITS | two.number
    cost = _costs.get(known)
    if cost is None:
        if len(_costs) >= MOST_COSTS:
            _costs.clear()
        cost = _costs[known] = cost_between(one, two)
    return cost
