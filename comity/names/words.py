# SPDX-License-Identifier: Apache-2.0
"""One part of a name as the matcher sees it: units, what each costs to leave out, its mass, its place in the lexicon.

Elements are interned: the same word in the same script is one object, so costs between elements can be cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comity.names.alignment import Units
from comity.names.sounds import Piece
from comity.names.tables import tables

# Consonants that hardly ever stand for one another, as places of two bits each: a word's first and second of the class.
CLASSES = {
    **dict.fromkeys("bp", 0),
    **dict.fromkeys("tdT", 2),
    **dict.fromkeys("kgqG", 4),
    **dict.fromkeys("jZcSszCD", 6),
    **dict.fromkeys("nN", 8),
    "m": 10,
    "l": 12,
    "r": 14,
}


MASSES = {"C": 1.0, "G": 0.6, "V": 0.25, "-": 0.0}
LIKELY = 0.1
GOES_ON = ("bin", "ben", "бин", "бен", "بن")
SERVANT = ("'", "b", "d", "@?", "l?")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A part ready to compare. Compared by identity; made by `element` only."""

    shown: str
    pieces: tuple[Piece, ...]
    units: Units
    drops: tuple[tuple[float, ...], tuple[float, ...]]
    is_abjad: bool
    mass: float
    signature: int
    outlines: tuple[int, ...]
    lexeme: str
    is_listed: bool
    rank: float
    ending: str
    stem: int
    tail: int
    servant: int
    goes_on: bool


@lru_cache(maxsize=65536)
def element(
    pieces: tuple[Piece, ...],
    script: str,
    lexeme: str = "",
    rank: float = 1.0,
    ending: str = "",
    ends: tuple[int, int] = (0, 0),
) -> Element:
    """Return the one element for these pieces.

    `ends` are how many units stand before a surname ending, and how many "-uddin" or "-ullah" takes. A lexeme
    that ends in "?" was found by its sound, not by its spelling.
    """
    table = tables()
    stem, tail = ends
    units = tuple([unit for _, unit in pieces])
    shown = "".join([letters for letters, _ in pieces])
    plain, beside = table.drop
    if min(units, default=0) < 0:
        mass = sum(MASSES["C" if unit < 0 else table.kinds[unit]] for unit in units)
        drops = tuple(tuple(1.0 if unit < 0 else costs[unit] for unit in units) for costs in table.drop)
    else:
        mass = sum([MASSES[table.kinds[unit]] for unit in units])
        drops = tuple([plain[unit] for unit in units]), tuple([beside[unit] for unit in units])
    servant = len(SERVANT) if tuple([table.units[u] for u in units[: len(SERVANT)] if u >= 0]) == SERVANT else 0
    outlines = [_signature(units)]
    if stem:
        outlines.append(_signature(units[:stem]))
    if servant:
        outlines.append(_signature(units[servant:]))
    if tail:
        outlines.append(_signature(units[:-tail]))
    return Element(
        shown=shown,
        pieces=pieces,
        units=units,
        drops=drops,  # type: ignore[arg-type]
        is_abjad=script == "arabic",
        mass=mass,
        signature=outlines[0],
        outlines=tuple(outlines),
        lexeme=lexeme.removesuffix("?"),
        is_listed=bool(lexeme) and not lexeme.endswith("?"),
        rank=rank,
        ending=ending,
        stem=stem,
        tail=tail,
        servant=servant,
        goes_on=ending in {"son", "daughter"} or shown.endswith(GOES_ON),
    )


def _signature(units: Units) -> int:
    signature = 0
    for unit in units:
        place = _place(unit)
        if place >= 0:
            bit = 1 << place
            signature |= bit if not signature & bit else bit << 1
    return signature


@lru_cache(maxsize=4096)
def _place(unit: int) -> int:
    """Return the place of a consonant's class in a signature; -1 for what belongs to none or to several."""
    table = tables()
    if unit < 0 or table.kinds[unit] != "C":
        return -1
    readings = (part.partition(":") for part in table.units[unit].split("/"))
    places = {CLASSES.get(sound, -1) for sound, _, cost in readings if float(cost or 0) <= LIKELY}
    return places.pop() if len(places) == 1 else -1
