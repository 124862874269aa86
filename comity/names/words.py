# SPDX-License-Identifier: Apache-2.0
"""One part of a name as the matcher sees it: units, what each costs to leave out, its mass, its place in the lexicon.

Elements are interned: the same word in the same script is one object with a number of its own, so costs between
elements can be kept by their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import count

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
_NUMBERS = count()
GOES_ON = ("bin", "ben", "бин", "бен", "بن")
SERVANT = ("'", "b", "d", "@?", "l?")


@dataclass(slots=True, eq=False)
class Element:
    """A part ready to compare. Compared by identity; made by `element` only, never changed after.

    Not frozen, for filling a frozen one takes three times as long, and a cold score fills several.
    """

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
    has_variants: bool
    number: int
    weight: float  # how much it says, 0…1: little for a common name or a short one


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
    masses = _masses()
    if min(units, default=0) < 0:
        mass = sum([1.0 if unit < 0 else masses[unit] for unit in units])
        drops = tuple([tuple([1.0 if unit < 0 else costs[unit] for unit in units]) for costs in table.drop])
    else:
        mass = sum([masses[unit] for unit in units])
        drops = tuple([plain[unit] for unit in units]), tuple([beside[unit] for unit in units])
    servant = len(SERVANT) if units[: len(SERVANT)] == servant_units() else 0
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
        has_variants=bool(ending or servant or tail),
        number=next(_NUMBERS),
        weight=rank * min(1.0, 0.35 + mass / 4.5),
    )


@lru_cache(maxsize=1)
def _masses() -> tuple[float, ...]:
    return tuple([MASSES[kind] for kind in tables().kinds])


@lru_cache(maxsize=1)
def servant_units() -> Units:
    """Return the units of "Abd al-" before a name."""
    return tuple([tables().number[unit] for unit in SERVANT])


def starts_as_servant(part: Element) -> bool:
    """Return whether a word joined to this one may read as "Abd al-"."""
    return bool(part.units) and part.units[0] == servant_units()[0]


def _signature(units: Units) -> int:
    signature, bits = 0, _bits()
    for unit in units:
        bit = bits.get(unit)
        if bit:
            signature |= bit if not signature & bit else bit << 1
    return signature


@lru_cache(maxsize=1)
def _bits() -> dict[int, int]:
    """Return unit → the bit of its class in a signature, for consonants that belong to exactly one class."""
    found = {}
    table = tables()
    for unit, (name, kind) in enumerate(zip(table.units, table.kinds, strict=True)):
        readings = (part.partition(":") for part in name.split("/"))
        places = {CLASSES.get(sound, -1) for sound, _, cost in readings if kind == "C" and float(cost or 0) <= LIKELY}
        if len(places) == 1 and -1 not in places:
            found[unit] = 1 << places.pop()
    return found
