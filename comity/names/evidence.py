# SPDX-License-Identifier: Apache-2.0
"""What the pairs of parts say together, as a short row of measures that `judging` weighs.

Symmetric: swapping the names changes no measure. Weights of parts fall with how common a name is (`Element.rank`).
"""

from __future__ import annotations

from itertools import pairwise

from comity.names.lexicon import plainly_apart
from comity.names.pairing import Pairing
from comity.names.parsing import INITIAL, Name, Part

MEASURES = (
    "matched",  # weight of all pairs, less where they differ
    "best",  # the same of the best pair
    "costs",  # weighted sum of the costs of pairs
    "worst",  # dearest pair, a light part counting less
    "dearest",  # dearest pair, whatever its weight
    "alone_less",  # weight left alone on the side with less of it: both sides have something the other lacks
    "alone_more",  # weight left alone on the other side
    "weight_less",  # weight of the lighter name
    "weight_more",
    "whole",  # number of pairs of whole parts
    "initials",  # number of pairs with an initial
    "joins",  # pairs that needed words joined
    "apart",  # pairs of two different names of the lexicon
    "father_for_given",  # a father's name answers a given name while a given name stays alone
    "first_clash",  # weight of first parts alone, when both sides have parts alone
    "last_clash",
    "first_alone",
    "last_alone",
    "crossed",  # neighbouring pairs in the other order
    "abjads",  # sides without written short vowels
    "same_script",
    "commas",
    "parts_less",
    "parts_more",
)
GIVEN = 0.25


def measured(one: Name, two: Name, pairs: list[Pairing]) -> list[float]:
    """Return the measures of a pairing, in the order of `MEASURES`."""
    left, right = one.core, two.core
    weights = [part.weight for part in left], [part.weight for part in right]
    free = set(range(len(left))), set(range(len(right)))
    matched = best = costs = worst = dearest = apart = rest = 0.0
    initials = whole = joins = 0
    clashes = []
    for pair in pairs:
        heft = (sum([weights[0][i] for i in pair.one]) + sum([weights[1][j] for j in pair.two])) / 2
        free[0].difference_update(pair.one)
        free[1].difference_update(pair.two)
        rest += pair.left_over
        a, b = left[pair.one[0]], right[pair.two[0]]
        if INITIAL in {a.kind, b.kind}:
            initials += 1
            continue
        whole += 1
        gain = heft * max(0.0, 1 - pair.cost / GIVEN)
        matched += gain
        best = max(best, gain)
        costs += heft * pair.cost
        worst = max(worst, pair.cost * min(1.0, heft + 0.4))
        dearest = max(dearest, pair.cost)
        if len(pair.one) + len(pair.two) > 2:
            joins += 1
            continue
        apart += _apart(a, b)
        if _names_father(a) != _names_father(b):
            clashes.append((0, pair.one[0]) if _names_father(a) else (1, pair.two[0]))
    return [
        *(matched, best, costs, worst, dearest),
        *_left_alone(weights, free, rest),
        *(whole, initials, joins, apart, _father_for_given(pairs, clashes, free)),
        *_ends(weights, free),
        sum(after.two < before.two for before, after in _in_order(pairs)),
        (one.script == "arabic") + (two.script == "arabic"),
        one.script == two.script,
        one.has_comma + two.has_comma,
        min(len(left), len(right)),
        max(len(left), len(right)),
    ]


def _apart(a: Part, b: Part) -> float:
    one, two = a.element, b.element
    if bool(one.ending) != bool(two.ending) or not plainly_apart(one.lexeme, two.lexeme):
        return 0.0
    return 1.0 if one.is_listed and two.is_listed else 0.5


def _names_father(part: Part) -> bool:
    return part.element.ending in {"son", "daughter"} or "father" in part.marks


def _father_for_given(pairs: list[Pairing], clashes: list[tuple[int, int]], free: tuple[set[int], set[int]]) -> int:
    """Return how often a father's name stands for the first part of the other name while its own side has one spare."""
    first = {(0, pair.one[0]): pair.two[0] == 0 for pair in pairs} | {(1, p.two[0]): p.one[0] == 0 for p in pairs}
    return sum(first[clash] and any(place < clash[1] for place in free[clash[0]]) for clash in clashes)


def _left_alone(
    weights: tuple[list[float], list[float]], free: tuple[set[int], set[int]], rest: float
) -> tuple[float, float, float, float]:
    one, two = (sum([w[place] for place in places]) for w, places in zip(weights, free, strict=True))
    less, more = (one, two) if one <= two else (two, one)
    totals = sorted((sum(weights[0]), sum(weights[1])))
    return less, more + rest, totals[0], totals[1]


def _ends(
    weights: tuple[list[float], list[float]], free: tuple[set[int], set[int]]
) -> tuple[float, float, float, float]:
    first = last = 0.0
    for held, places in zip(weights, free, strict=True):
        first += held[0] if 0 in places else 0.0
        last += held[-1] if len(held) - 1 in places else 0.0
    is_clash = bool(free[0]) and bool(free[1])
    return (first if is_clash else 0.0), (last if is_clash else 0.0), first, last


def _in_order(pairs: list[Pairing]) -> list[tuple[Pairing, Pairing]]:
    ordered = sorted(pairs, key=lambda pair: pair.one)
    return list(pairwise(ordered))
