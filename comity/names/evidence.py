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
    mine, yours = [part.weight for part in left], [part.weight for part in right]
    free_left, free_right = [True] * len(left), [True] * len(right)
    matched = best = costs = worst = dearest = apart = rest = 0.0
    initials = whole = joins = 0
    clashes = []
    for ones, twos, cost, left_over in pairs:
        heft = (sum([mine[i] for i in ones]) + sum([yours[j] for j in twos])) / 2
        for i in ones:
            free_left[i] = False
        for j in twos:
            free_right[j] = False
        rest += left_over
        a, b = left[ones[0]], right[twos[0]]
        if INITIAL in (a.kind, b.kind):
            initials += 1
            continue
        whole += 1
        if cost:
            gain = heft * max(0.0, 1 - cost / GIVEN)
            costs += heft * cost
            worst = max(worst, cost * min(1.0, heft + 0.4))
            dearest = max(dearest, cost)
        else:
            gain = heft
        matched += gain
        best = max(best, gain)
        if len(ones) + len(twos) > 2:
            joins += 1
            continue
        apart += _apart(a, b)
        if _names_father(a) != _names_father(b):
            clashes.append((0, ones[0]) if _names_father(a) else (1, twos[0]))
    alone_left = sum([mine[i] for i, is_free in enumerate(free_left) if is_free])
    alone_right = sum([yours[j] for j, is_free in enumerate(free_right) if is_free])
    less, more = (alone_left, alone_right) if alone_left <= alone_right else (alone_right, alone_left)
    first = (mine[0] if free_left[0] else 0.0) + (yours[0] if free_right[0] else 0.0)
    last = (mine[-1] if free_left[-1] else 0.0) + (yours[-1] if free_right[-1] else 0.0)
    is_clash = True in free_left and True in free_right
    weights = sum(mine), sum(yours)
    parts = len(left), len(right)
    return [
        *(matched, best, costs, worst, dearest, less, more + rest, min(weights), max(weights)),
        *(whole, initials, joins, apart),
        _father_for_given(pairs, clashes, (free_left, free_right)) if clashes else 0,
        *(first if is_clash else 0.0, last if is_clash else 0.0, first, last),
        sum([after.two < before.two for before, after in pairwise(sorted(pairs))]) if len(pairs) > 1 else 0,
        (one.script == "arabic") + (two.script == "arabic"),
        one.script == two.script,
        one.has_comma + two.has_comma,
        min(parts),
        max(parts),
    ]


def _apart(a: Part, b: Part) -> float:
    one, two = a.element, b.element
    if bool(one.ending) != bool(two.ending) or not plainly_apart(one.lexeme, two.lexeme):
        return 0.0
    return 1.0 if one.is_listed and two.is_listed else 0.5


def _names_father(part: Part) -> bool:
    return part.element.ending in {"son", "daughter"} or "father" in part.marks


def _father_for_given(pairs: list[Pairing], clashes: list[tuple[int, int]], free: tuple[list[bool], list[bool]]) -> int:
    """Return how often a father's name stands for the first part of the other name while its own side has one spare."""
    first = {(0, pair.one[0]): pair.two[0] == 0 for pair in pairs} | {(1, p.two[0]): p.one[0] == 0 for p in pairs}
    return sum(first[clash] and True in free[clash[0]][: clash[1]] for clash in clashes)
