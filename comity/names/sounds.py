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
    layers = _layers(script, turkic=turkic)
    if not layers:
        return tuple((c, _raw(c)) for c in word if c.isalpha())
    merged, sizes = _merged(script, turkic=turkic)
    text = f"^{word}$"
    place, end = 0, len(text) - 1
    made: list[Piece] = []
    while place < end:
        for size in sizes.get(text[place], ()):
            chunk = text[place : place + size]
            units = merged.get(chunk)
            if units is not None:
                place += size
                break
        else:
            units, chunk = _unknown(text[place], layers[-1]), text[place]
            place += 1
        shown = chunk.strip("^$")
        for unit in units:
            if made and made[-1][1] == unit:
                made[-1] = (made[-1][0] + shown, unit)
            else:
                made.append((shown, unit))
            shown = ""
    return tuple(made)


@lru_cache(maxsize=8)
def _layers(script: str, *, turkic: bool) -> tuple[dict[str, tuple[int, ...]], ...]:
    orthographies = tables().orthographies
    wanted = [f"{script}.turkic"] if turkic else []
    return tuple(orthographies[name] for name in [*wanted, f"{script}.any"] if name in orthographies)


@lru_cache(maxsize=8)
def _merged(script: str, *, turkic: bool) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Return the layers laid over one another, and for each first letter the lengths of its entries, longest first."""
    merged: dict[str, tuple[int, ...]] = {}
    for layer in reversed(_layers(script, turkic=turkic)):
        merged.update(layer)
    sizes: dict[str, set[int]] = {}
    for key in merged:
        sizes.setdefault(key[0], set()).add(len(key))
    return merged, {letter: tuple(sorted(found, reverse=True)) for letter, found in sizes.items()}


def _unknown(letter: str, layer: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    if letter in "^$" or not letter.isalpha():
        return ()
    base = unicodedata.normalize("NFD", letter)[0]
    return layer.get(base) or (_raw(letter),)


def _raw(letter: str) -> int:
    """Return a unit for a letter no table knows: negative, equal only to itself."""
    return -ord(letter)
