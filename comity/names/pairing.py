# SPDX-License-Identifier: Apache-2.0
"""Which part of one name answers which part of the other, and at what cost.

Each part is used once. A pair may join two neighbours of one side ("Muhammad Ali" = "Muhammadali"). Cheapest first; what
finds no partner below `APART` stays alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comity.names.alignment import GIVEN_UP, distance
from comity.names.lexicon import plainly_apart
from comity.names.parsing import INITIAL, NAME, RELATION, Name, Part
from comity.names.words import Element, element

APART = 0.5
ENDING_MATTERS = 0.1
JOIN_COST = 0.03
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
MOST_DIFFERING = 3
LONG = 5.5
COMMON = 0.6
LITTLE = 0.4
SAME_ENDING = 0.02
SETTLED = 0.05
DOUBTFUL = 0.2
TOGETHER = 0.1
LED_ON = ("bin", "ben", "бин", "бен", "بن", "ibn")
SERVANT_LEFT_OUT = 0.9
TAIL_LEFT_OUT = 0.6


@dataclass(frozen=True, slots=True)
class Pairing:
    """Parts of both sides (as places in their cores) that answer each other, and the cost per mass, 0…1."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    cost: float
    left_over: float = 0.0


@lru_cache(maxsize=524288)
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
    return min(1.0, best / norm + extra)


def _variants(one: Element, two: Element, best: float, limit: float) -> float:
    """Return the least cost when an ending, "Abd al-" or "-uddin" is set apart on one side."""
    if (one.ending or two.ending) and best > ENDING_MATTERS:
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


Candidate = tuple[float, tuple[int, ...], tuple[int, ...], float]


def pairings(one: Name, two: Name) -> list[Pairing]:
    """Return the pairs of the two cores, cheapest first, each part at most once."""
    left, right = one.core, two.core
    found: list[Candidate] = []
    settled = 0
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            cost = part_cost(a, b)
            if cost < APART:
                found.append((cost, (i,), (j,), 0.0))
                settled += cost < SETTLED
    if not found or _is_hopeless(found, left, right):
        return []
    if settled < min(len(left), len(right)) and len(left) + len(right) > 2:
        found += _joins(left, right)
        found += [(cost, i, j, rest) for cost, j, i, rest in _joins(right, left)]
    chosen = _cheapest(found)
    if len(chosen) < min(len(left), len(right)) or any(pair.cost > DOUBTFUL for pair in chosen):
        cost = _written_together(one, two)
        doubtful = sum(pair.cost > DOUBTFUL for pair in chosen) + min(len(left), len(right)) - len(chosen)
        if cost < TOGETHER and doubtful > (len(left) == len(right)):
            return [Pairing(tuple(range(len(left))), tuple(range(len(right))), cost + JOIN_COST)]
    return chosen


def _is_hopeless(found: list[Candidate], left: tuple[Part, ...], right: tuple[Part, ...]) -> bool:
    """Return whether all that two names of several parts may share is a common name that says little beside the rest."""
    if len(found) > 2 or len(left) != len(right) or len(left) < 2:
        return False
    shared = 0.0
    for _, (i,), (j,), _ in found:
        if max(left[i].element.rank, right[j].element.rank) > COMMON or INITIAL in (left[i].kind, right[j].kind):
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
    elements = [_whole(name) for name in (one, two)]
    if None in elements:
        return 1.0
    a, b = elements
    return _cost(a, b) if a is not None and b is not None and abs(a.mass - b.mass) < 0.15 * a.mass + 0.6 else 1.0


@lru_cache(maxsize=65536)
def _whole(name: Name) -> Element | None:
    parts = [part for part in name.parts if part.kind in (NAME, RELATION)]
    if not 1 <= len(parts) <= 4 or any(part.kind == INITIAL for part in name.core):
        return None
    whole = parts[0].element
    for part in parts[1:]:
        whole = joined(whole, part.element)
    return element(whole.pieces, "arabic" if whole.is_abjad else "latin", "", 1.0, "", 0)


def _joins(left: tuple[Part, ...], right: tuple[Part, ...]) -> list[Candidate]:
    """Return pairs of two neighbours on the left with one part on the right, where their masses allow it."""
    found: list[Candidate] = []
    for j, c in enumerate(right):
        if c.kind == INITIAL:
            continue
        for i, a in enumerate(left):
            if a.kind == INITIAL:
                continue
            if a.led is not None:
                cost = _cost(joined(a.led, a.element), c.element)
                if cost < 0.2:
                    found.append((cost + JOIN_COST, (i,), (j,), 0.0))
            if i + 1 < len(left) and left[i + 1].kind != INITIAL:
                cost = _neighbours(a.element, left[i + 1].element, c.element)
                if cost < 0.3:
                    found.append((cost + JOIN_COST, (i, i + 1), (j,), 0.0))
            if i + 2 < len(left) and all(part.kind != INITIAL for part in left[i + 1 : i + 3]):
                pair = _neighbours(a.element, left[i + 1].element, c.element, rest=left[i + 2].element)
                if pair < 0.2:
                    found.append((pair + JOIN_COST, (i, i + 1, i + 2), (j,), 0.0))
            cost = _beginning(a.element, c.element)
            if cost < 0.15:
                found.append((cost + JOIN_COST, (i,), (j,), 0.3))
    return found


def _neighbours(one: Element, two: Element, whole: Element, rest: Element | None = None) -> float:
    """Return the cost of two neighbours, or three, read as one word."""
    mass = one.mass + two.mass + (rest.mass if rest else 0.0)
    if abs(mass - whole.mass) > 0.4 * max(mass, whole.mass) + 0.5 or whole.mass < max(one.mass, two.mass):
        return 1.0
    odd = _seen(one.signature) | _seen(two.signature) | (_seen(rest.signature) if rest else 0)
    if (odd ^ _seen(whole.signature)).bit_count() > 2:
        return 1.0
    if rest is not None:
        return _cost(joined(joined(one, two), rest), whole)
    return min(_cost(joined(one, two), whole), 0.02 + _cost(joined(two, one), whole))


def _seen(signature: int) -> int:
    """Return which classes of consonants a signature has, once or twice."""
    return (signature | signature >> 1) & 0x5555


@lru_cache(maxsize=65536)
def _beginning(long: Element, short: Element) -> float:
    """Return the cost of `short` as the beginning of a word that goes on with a father's name: Islamabduganievich."""
    if short.mass < 2.0 or long.mass < short.mass + 1.2:
        return 1.0
    if long.ending not in ("son", "daughter") and not long.shown.endswith(LED_ON):
        return 1.0
    best = GIVEN_UP
    for size in range(max(2, len(short.units) - 2), min(len(long.units) - 2, len(short.units) + 3)):
        cut = long.units[:size]
        drops = long.drops[short.is_abjad][:size], short.drops[long.is_abjad]
        best = min(best, distance(cut, short.units, *drops, 1.0))
    return min(1.0, best / (short.mass + 0.4))


def _cost(a: Element, b: Element) -> float:
    return cost_between(a, b) if id(a) < id(b) else cost_between(b, a)
