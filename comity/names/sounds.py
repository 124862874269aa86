# SPDX-License-Identifier: Apache-2.0
"""A folded word → the units of sound it writes, read by the table of its script.

A unit is a number: a set of sounds the letters may stand for, with costs. The longest match at each place wins; "^" and
"$" in a table stand for the ends of the word. Doubled sounds count once, because registers double freely.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from comity.names.tables import tables

TURKIC_LETTERS = frozenset("ışğçəıýňžŋūäüö")
Piece = tuple[str, int]


@lru_cache(maxsize=32768)
def pieces(word: str, script: str, *, turkic: bool = False) -> tuple[Piece, ...]:
    """Return (letters, unit) pairs in order; a digraph of two sounds gives its letters to the first of them."""
    merged, sizes = _merged(script, turkic=turkic)
    if not merged:
        return tuple([(c, _raw(c)) for c in word if c.isalpha()])
    text = f"^{word}$"
    place, end, last = 0, len(text) - 1, None
    made: list[Piece] = []
    while place < end:
        for size in sizes.get(text[place], ()):
            found = merged.get(text[place : place + size])
            if found is not None:
                place += size
                break
        else:
            found = _unknown(text[place], script)
            place += 1
        for piece in found:
            if piece[1] == last:
                made[-1] = (made[-1][0] + piece[0], piece[1])
            else:
                made.append(piece)
                last = piece[1]
    return tuple(made)


@lru_cache(maxsize=8)
def _layers(script: str, *, turkic: bool) -> tuple[dict[str, tuple[int, ...]], ...]:
    orthographies = tables().orthographies
    wanted = [f"{script}.turkic"] if turkic else []
    return tuple(orthographies[name] for name in [*wanted, f"{script}.any"] if name in orthographies)


@lru_cache(maxsize=8)
def _merged(script: str, *, turkic: bool) -> tuple[dict[str, tuple[Piece, ...]], dict[str, tuple[int, ...]]]:
    """Return the layers laid over one another, and for each first letter the lengths of its entries, longest first."""
    merged: dict[str, tuple[Piece, ...]] = {}
    for layer in reversed(_layers(script, turkic=turkic)):
        merged.update({chunk: _spread(chunk, units) for chunk, units in layer.items()})
    sizes: dict[str, set[int]] = {}
    for key in merged:
        sizes.setdefault(key[0], set()).add(len(key))
    return merged, {letter: tuple(sorted(found, reverse=True)) for letter, found in sizes.items()}


def _spread(chunk: str, units: tuple[int, ...]) -> tuple[Piece, ...]:
    """Return the units of an entry as pieces, the letters shown with the first."""
    shown = chunk.strip("^$")
    return tuple([("" if place else shown, unit) for place, unit in enumerate(units)])


@lru_cache(maxsize=1024)
def _unknown(letter: str, script: str) -> tuple[Piece, ...]:
    if letter in "^$" or not letter.isalpha():
        return ()
    base = unicodedata.normalize("NFD", letter)[0]
    return _spread(letter, _layers(script, turkic=False)[-1].get(base) or (_raw(letter),))


def _raw(letter: str) -> int:
    """Return a unit for a letter no table knows: negative, equal only to itself."""
    return -ord(letter)
