# SPDX-License-Identifier: Apache-2.0
"""How far one part is from another: weighted distance of sounds, endings and joins set apart, look-alikes kept apart.

Costs are per mass of sound: 0 the same, 1 unrelated. Symmetric. Cached by identity of elements.
"""

from __future__ import annotations

from functools import lru_cache

from comity.names.alignment import GIVEN_UP, distance
from comity.names.lexicon import plainly_apart
from comity.names.parsing import INITIAL, Part
from comity.names.words import Element, element

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


@lru_cache(maxsize=131072)
def cost_between(one: Element, two: Element) -> float:
    """Return the cost of reading one element as the other per mass of sound: 0 same, 1 unrelated. Symmetric."""
    extra = 0.0
    if one.lexeme and two.lexeme and bool(one.ending) == bool(two.ending):
        if one.lexeme == two.lexeme and not one.ending:
            return 0.0 if one.units == two.units else SAME_LEXEME
        if plainly_apart(one.lexeme, two.lexeme):
            extra = OTHER_LEXEME if one.is_listed and two.is_listed else OTHER_BY_SOUND
    norm = (one.mass + two.mass) / 2 + 0.4
    has_variants = one.ending or two.ending or one.servant or two.servant or one.tail or two.tail
    differing = (one.signature ^ two.signature).bit_count()
    if differing > MOST_DIFFERING and has_variants:
        differing = min([(a ^ b).bit_count() for a in one.outlines for b in two.outlines])
    if differing > MOST_DIFFERING + (norm > LONG):
        return 1.0
    if abs(one.mass - two.mass) > 0.55 * norm + 1.0 and not has_variants:
        return 1.0
    limit = (APART - extra) * norm
    best = distance(one.units, two.units, one.drops[two.is_abjad], two.drops[one.is_abjad], limit)
    if has_variants:
        best = _variants(one, two, best, limit)
    return 1.0 if best >= GIVEN_UP else min(1.0, best / norm + extra)


def _variants(one: Element, two: Element, best: float, limit: float) -> float:
    """Return the least cost when an ending, "Abd al-" or "-uddin" is set apart on one side."""
    if (one.ending != two.ending or one.ending in RELATIONS) and best > ENDING_MATTERS:
        best = min(best, _stems(one, two, limit))
    if bool(one.servant) != bool(two.servant) and best > SERVANT_LEFT_OUT:
        best = min(best, _without_servant(one, two, limit))
    if bool(one.tail) != bool(two.tail) and best > TAIL_LEFT_OUT:
        best = min(best, _without_tail(one, two, limit))
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
            found = distance(a, b, one.drops[two.is_abjad][:size_one], two.drops[one.is_abjad][:size_two], limit)
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


@lru_cache(maxsize=16384)
def joined(one: Element, two: Element) -> Element:
    """Return two neighbouring elements as one."""
    script = "arabic" if one.is_abjad else "latin"
    ending = two.ending
    stem = len(one.units) + two.stem if ending else 0
    return element((*one.pieces, *two.pieces), script, "", max(one.rank, two.rank), ending, (stem, 0))


def part_cost(one: Part, two: Part) -> float:
    """Return the cost between two parts, initials included."""
    if INITIAL in {one.kind, two.kind}:
        if one.kind == two.kind:
            return cost_between(one.element, two.element) + 0.1
        return initial_cost(one.element, two.element) if one.kind == INITIAL else initial_cost(two.element, one.element)
    if one.element is two.element:
        return 0.0
    a, b = one.element, two.element
    return cost_between(a, b) if id(a) < id(b) else cost_between(b, a)


def neighbours(one: Element, two: Element, whole: Element, rest: Element | None = None) -> float:
    """Return the cost of two neighbours, or three, read as one word."""
    mass = one.mass + two.mass + (rest.mass if rest else 0.0)
    if abs(mass - whole.mass) > 0.3 * max(mass, whole.mass) + 0.4 or whole.mass < max(one.mass, two.mass):
        return 1.0
    odd = _seen(one.signature) | _seen(two.signature) | (_seen(rest.signature) if rest else 0)
    if (odd ^ _seen(whole.signature)).bit_count() > 2:
        return 1.0
    if rest is not None:
        return between(joined(joined(one, two), rest), whole)
    return min(between(joined(one, two), whole), 0.02 + between(joined(two, one), whole))


def _seen(signature: int) -> int:
    """Return which classes of consonants a signature has, once or twice."""
    return (signature | signature >> 1) & 0x5555


@lru_cache(maxsize=16384)
def beginning(long: Element, short: Element) -> float:
    """Return the cost of `short` as the beginning of a word that goes on with a father's name: Islamabduganievich."""
    if short.mass < 2.0 or long.mass < short.mass + 1.2:
        return 1.0
    best = GIVEN_UP
    for size in range(max(2, len(short.units) - 2), min(len(long.units) - 2, len(short.units) + 3)):
        cut = long.units[:size]
        drops = long.drops[short.is_abjad][:size], short.drops[long.is_abjad]
        best = min(best, distance(cut, short.units, *drops, 1.0))
    return min(1.0, best / (short.mass + 0.4))


def between(a: Element, b: Element) -> float:
    """Return `cost_between` with the two in one order, so that each pair is computed once."""
    return cost_between(a, b) if id(a) < id(b) else cost_between(b, a)
