# SPDX-License-Identifier: Apache-2.0
"""What one word may be beside several: two or three neighbours written as one, or the beginning of a longer word.

Making an element of joined words costs as much as comparing it, so it is made only when the consonants of the words
counted together can answer at all.
"""

from __future__ import annotations

from functools import lru_cache

from comity.names.alignment import GIVEN_UP, distance
from comity.names.likeness import LONG, MOST_COSTS, MOST_DIFFERING, cost_between
from comity.names.words import Element, element, starts_as_servant

FIRSTS = 0x5555
JOINED = 0.2
_costs: dict[tuple[int, int, int], float] = {}


@lru_cache(maxsize=16384)
def joined(one: Element, two: Element) -> Element:
    """Return two neighbouring elements as one."""
    script = "arabic" if one.is_abjad else "latin"
    ending = two.ending
    stem = len(one.units) + two.stem if ending else 0
    return element((*one.pieces, *two.pieces), script, "", max(one.rank, two.rank), ending, (stem, 0))


def joined_cost(one: Element, two: Element, whole: Element) -> float:
    """Return the cost of two words read as one, exact up to `JOINED`; 1 when their consonants cannot answer."""
    if not starts_as_servant(one):
        both = together(one.signature, two.signature)
        outlines = (both, together(one.signature, two.outlines[1] if two.stem else 0)) if two.ending else (both,)
        if not may_be_near(outlines, whole.outlines, one.mass + two.mass + whole.mass):
            return 1.0
    known = one.number, two.number, whole.number
    cost = _costs.get(known)
    if cost is None:
        if len(_costs) >= MOST_COSTS:
            _costs.clear()
        cost = _costs[known] = cost_between(joined(one, two), whole, JOINED)
    return cost


def neighbours(one: Element, two: Element, whole: Element, rest: Element | None = None) -> float:
    """Return the cost of two neighbours, or three, read as one word."""
    mass = one.mass + two.mass + (rest.mass if rest else 0.0)
    if abs(mass - whole.mass) > 0.3 * max(mass, whole.mass) + 0.4 or whole.mass < max(one.mass, two.mass):
        return 1.0
    odd = _seen(one.signature) | _seen(two.signature) | (_seen(rest.signature) if rest else 0)
    if (odd ^ _seen(whole.signature)).bit_count() > 2:
        return 1.0
    if rest is not None:
        return joined_cost(joined(one, two), rest, whole)
    return min(joined_cost(one, two, whole), 0.02 + joined_cost(two, one, whole))


@lru_cache(maxsize=16384)
def beginning(long: Element, short: Element) -> float:
    """Return the cost of `short` as the beginning of a word that goes on with a father's name: Islamabduganievich."""
    if short.mass < 2.0 or long.mass < short.mass + 1.2:
        return 1.0
    best, most = GIVEN_UP, min(1.0, JOINED * (short.mass + 0.4))
    for size in range(max(2, len(short.units) - 2), min(len(long.units) - 2, len(short.units) + 3)):
        cut = long.units[:size]
        drops = long.drops[short.is_abjad][:size], short.drops[long.is_abjad]
        best = min(best, distance(cut, short.units, *drops, min(best, most)))
    return min(1.0, best / (short.mass + 0.4))


def may_be_near(one: tuple[int, ...], two: tuple[int, ...], mass: float) -> bool:
    """Return whether words of these outlines and this mass in all are near enough for `cost_between` to look."""
    most = MOST_DIFFERING + (mass / 2 + 0.4 > LONG - 1e-9)
    return min([(a ^ b).bit_count() for a in one for b in two]) <= most


def together(one: int, two: int) -> int:
    """Return the signature of two words written as one, from theirs: no class is counted beyond twice."""
    either = one | two
    return either | (one & two & FIRSTS) << 1


def _seen(signature: int) -> int:
    """Return which classes of consonants a signature has, once or twice."""
    return (signature | signature >> 1) & FIRSTS
