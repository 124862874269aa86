# SPDX-License-Identifier: Apache-2.0
"""Pairs of name parts in one canonical reading, and in every reading another spelling may have.

The canonical reading of a part is the coarse skeleton of the name of the lexicon it spells, else its own first one.
Bits of a pair follow from its text alone, so that both sides judge it alike.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from comity.names.keys import skeletons, squeezed
from comity.names.parsing import INITIAL, parsed, word_element
from comity.names.rarity import coarse_bits
from comity.names.words import Element

MOST_PARTS = 6
MOST_GLUED_WITH = 2
Pairs = tuple[tuple[str, float], ...]
_Readings = tuple[tuple[str, float], ...]


@lru_cache(maxsize=4096)
def stored_pairs(name: str) -> Pairs:
    """Return the first part with the last, and with the second, in their canonical reading: one or two pairs."""
    parts = _parts(name)
    if len(parts) < 2:
        return ()
    first, second, last = (canonical(part)[:1] for part in (parts[0], parts[1], parts[-1]))
    return tuple(dict.fromkeys([*_met(first, last), *_met(first, second)]))


@lru_cache(maxsize=4096)
def asked_pairs(name: str) -> Pairs:
    """Return every two parts in every reading, and neighbours written as one; the canonical ones come first."""
    readings = [canonical(part) for part in _parts(name)]
    found = [*stored_pairs(name)]
    for one, two in combinations(readings, 2):
        found += _met(one, two)
    for place in range(len(readings) - 1 if len(readings) > 2 else 0):
        if readings[place] and readings[place + 1]:
            both = squeezed(readings[place][0][0] + readings[place + 1][0][0])
            glued: _Readings = ((both, coarse_bits(both)),)
            for at, other in enumerate(readings):
                if at not in (place, place + 1):
                    found += _met(glued, other[:MOST_GLUED_WITH])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32768)
def canonical(part: Element) -> _Readings:
    """Return the readings of a part with their bits, the canonical one first."""
    known = part.lexeme.removesuffix("+")
    texts = [*(skeletons(word_element(known, "latin", (), False))[:1] if known else ()), *skeletons(part)]
    return tuple((text, coarse_bits(text)) for text in dict.fromkeys(texts) if text)


def _parts(name: str) -> list[Element]:
    return [part.element for part in parsed(name).core if part.kind != INITIAL][:MOST_PARTS]


def _met(one: _Readings, two: _Readings) -> list[tuple[str, float]]:
    return [("+".join(sorted((a, b))), bits + more) for a, bits in one for b, more in two]
