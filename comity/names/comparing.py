# SPDX-License-Identifier: Apache-2.0
"""Two names → how probable it is that one person bears both."""

from __future__ import annotations

from comity.names.evidence import measured
from comity.names.judging import probability
from comity.names.pairing import pairings
from comity.names.parsing import parsed


def score(a: str, b: str) -> float:
    if b < a:
        a, b = b, a
    one, two = parsed(a), parsed(b)
    if not one.core or not two.core:
        return 0.0
    return probability(measured(one, two, pairings(one, two)))
