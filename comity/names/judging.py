# SPDX-License-Identifier: Apache-2.0
"""Pairs of parts → evidence → a probability."""

from __future__ import annotations

import math

from comity.names.pairing import Pairing
from comity.names.parsing import INITIAL, Name


def features(one: Name, two: Name, pairs: list[Pairing]) -> list[float]:
    left, right = one.core, two.core
    wl = [_weight(p) for p in left]
    wr = [_weight(p) for p in right]
    tl, tr = sum(wl), sum(wr)
    matched = gain = worst = costsum = 0.0
    n_init = n_full = 0
    ml = mr = 0.0
    n_weak = 0
    joins = 0
    inversions = 0
    top2 = []
    for p in pairs:
        a = sum(wl[i] for i in p.one); b = sum(wr[j] for j in p.two)
        w = (a + b) / 2
        ml += a; mr += b
        if left[p.one[0]].kind == INITIAL or right[p.two[0]].kind == INITIAL:
            n_init += 1
        else:
            n_full += 1
            top2.append((w, p.cost))
        matched += w * max(0.0, 1 - p.cost / 0.25)
        costsum += w * p.cost
        worst = max(worst, p.cost * min(1.0, w + 0.4))
        if p.cost > 0.12: n_weak += 1
        if len(p.one) + len(p.two) > 2: joins += 1
    ul, ur = tl - ml, tr - mr
    return [matched, costsum, worst, min(ul, ur), max(ul, ur), min(tl, tr), n_full, n_init, n_weak, joins]


def _weight(part) -> float:
    if part.kind == INITIAL:
        return 0.3
    e = part.element
    return e.rank * min(1.0, 0.35 + e.mass / 4.5)


def probability(f: list[float]) -> float:
    matched, cost, worst, ulo, uhi, tot, n_full, n_init, n_weak, joins = f
    z = -4.0 + 5.5 * min(1.0, matched / max(0.5, min(tot, 1.4))) + 1.2 * min(2.0, matched) - 14 * max(0, worst - 0.06) - 3.5 * ulo - 0.9 * uhi
    return 1 / (1 + math.exp(-z))
