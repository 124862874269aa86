# SPDX-License-Identifier: Apache-2.0
"""How rare a part of a name is, in bits, from the lexicon and from its length alone: no register is consulted.

One bit halves the share of people who bear it. Used to keep pair keys out that half a country would share.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache

from comity.names.keys import fine_skeletons, skeletons
from comity.names.lexicon import ranks
from comity.names.parsing import word_element

MOST_BITS = 11.0
COARSE_BITS = 2.0
FINE_BITS = 2.5
# Rank of `lexicon.ranks` → bits: Muhammad 3.6 (8 % of bearers of the region's names), a common name 6.5 (1 %).
BITS_OF_RANK = {0.28: 3.6, 0.42: 5.3, 0.52: 6.5, 0.62: 7.6}
BITS_OF_OTHERS = 9.0


def lexeme_bits(lexeme: str) -> float:
    """Return the bits of a name of the lexicon, given by its id."""
    return BITS_OF_RANK.get(ranks().get(lexeme, 0.8), BITS_OF_OTHERS)


def coarse_bits(skeleton: str) -> float:
    """Return the bits of a coarse skeleton: no more than the common names that share it leave."""
    return _bits(skeleton, COARSE_BITS, _shares()[0])


def fine_bits(skeleton: str) -> float:
    """Return the bits of a fine skeleton."""
    return _bits(skeleton, FINE_BITS, _shares()[1])


def _bits(skeleton: str, each: float, shares: dict[str, float]) -> float:
    by_length = 2 ** -(each * len(skeleton) + 0.5)
    return min(MOST_BITS, -math.log2(shares.get(skeleton, 0.0) + by_length))


@lru_cache(maxsize=1)
def _shares() -> tuple[dict[str, float], dict[str, float]]:
    """Return the share of people per coarse and per fine skeleton that the lexicon accounts for."""
    coarse: defaultdict[str, float] = defaultdict(float)
    fine: defaultdict[str, float] = defaultdict(float)
    for name in ranks():
        part = word_element(name, "latin", (), False)
        share = 2 ** -lexeme_bits(name)
        coarse[skeletons(part)[0]] += share
        fine[fine_skeletons(part)[0]] += share
    return dict(coarse), dict(fine)
