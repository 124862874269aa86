# SPDX-License-Identifier: Apache-2.0
"""Pairs of parts → evidence → a probability."""

from __future__ import annotations

import math

from comity.names.lexicon import plainly_apart
from comity.names.pairing import Pairing
from comity.names.parsing import INITIAL, Name


def features(one: Name, two: Name, pairs: list[Pairing]) -> list[float]:
    left, right = one.core, two.core
    wl = [_weight(p) for p in left]
    wr = [_weight(p) for p in right]
    tl, tr = sum(wl), sum(wr)
    matched = best = worst = maxcost = costsum = 0.0
    n_init = n_full = joins = lexdiff = fatherclash = 0
    ml = mr = 0.0
    free_l, free_r = set(range(len(left))), set(range(len(right)))
    clashes = []
    shifts = 0
    for p in pairs:
        a = b = 0.0
        for i in p.one:
            a += wl[i]; free_l.discard(i)
        for j in p.two:
            b += wr[j]; free_r.discard(j)
        w = (a + b) / 2
        ml += a; mr += b
        x, y = left[p.one[0]], right[p.two[0]]
        if x.kind == INITIAL or y.kind == INITIAL:
            n_init += 1
            continue
        n_full += 1
        g = w * max(0.0, 1 - p.cost / 0.25)
        matched += g
        if g > best: best = g
        costsum += w * p.cost
        worst = max(worst, p.cost * min(1.0, w + 0.4))
        maxcost = max(maxcost, p.cost)
        if len(p.one) + len(p.two) > 2: joins += 1
        else:
            if plainly_apart(x.element.lexeme, y.element.lexeme) and bool(x.element.ending) == bool(y.element.ending): lexdiff += 1 if x.element.is_listed and y.element.is_listed else 0.5
            if _is_father(x) and p.two[0] == 0 and not _is_father(y): clashes.append((0, p.one[0]))
            if _is_father(y) and p.one[0] == 0 and not _is_father(x): clashes.append((1, p.two[0]))
    fatherclash = sum(1 for side, place in clashes if any(n < place for n in (free_r if side else free_l)))
    first = last = 0.0
    if free_l and free_r:
        first = (0 in free_l) * wl[0] + (0 in free_r) * wr[0]
        last = (len(left) - 1 in free_l) * wl[-1] + (len(right) - 1 in free_r) * wr[-1]
        ff = 0.0
    only_first = (0 in free_l) * wl[0] + (0 in free_r) * wr[0]
    only_last = (len(left) - 1 in free_l) * wl[-1] + (len(right) - 1 in free_r) * wr[-1]
    ordered = [p for p in pairs]
    ordered.sort(key=lambda p: p.one)
    inv = sum(1 for a, b in zip(ordered, ordered[1:]) if b.two < a.two)
    rest = sum(p.left_over for p in pairs)
    ul, ur = max(0.0, tl - ml), max(0.0, tr - mr)
    if ul >= ur: ul += rest
    else: ur += rest
    return [matched, best, costsum, worst, maxcost, min(ul, ur), max(ul, ur), min(tl, tr), max(tl, tr), n_full, n_init, joins, lexdiff,
            fatherclash, first, last, only_first, only_last, inv, (one.script == 'arabic') + (two.script == 'arabic'), one.script == two.script,
            one.has_comma + two.has_comma, min(len(left), len(right)), max(len(left), len(right))]

NAMES = "matched best costsum worst maxcost ulo uhi tlo thi n_full n_init joins lexdiff fatherclash first last only_first only_last inv abjads samescript commas nlo nhi".split()

def _is_father(p):
    return p.element.ending in ("son", "daughter") or "father" in p.marks


def _weight(part) -> float:
    if part.kind == INITIAL:
        return 0.3
    e = part.element
    return e.rank * min(1.0, 0.35 + e.mass / 4.5)


def probability(f: list[float]) -> float:
    d = dict(zip(NAMES, f))
    z = -4.0 + 5.5 * min(1.0, d['matched'] / max(0.5, min(d['tlo'], 1.4))) + 1.2 * min(2.0, d['matched']) - 14 * max(0, d['worst'] - 0.06) - 3.5 * d['ulo'] - 0.9 * d['uhi']
    return 1 / (1 + math.exp(-z))
