# SPDX-License-Identifier: Apache-2.0
"""One part of a name as the matcher sees it: units, what each costs to leave out, its mass, its place in the lexicon.

Elements are interned: the same word in the same script is one object, so costs between elements can be cached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from comity.names.alignment import Units
from comity.names.sounds import Piece
from comity.names.tables import tables

COARSE = {
    **dict.fromkeys("bpfvwm", 1),
    **dict.fromkeys("tdTD", 2),
    **dict.fromkeys("kgqGxh", 4),
    **dict.fromkeys("jZcSszC", 8),
    **dict.fromkeys("nN", 16),
    **dict.fromkeys("lr", 32),
}


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
    skeleton: str
    lexeme: str
    rank: float
    ending: str
    stem: int
    certain: int = field(default=0)


@lru_cache(maxsize=262144)
def element(pieces: tuple[Piece, ...], script: str, lexeme: str, rank: float, ending: str, stem: int) -> Element:
    """Return the one element for these pieces; `stem` is how many units stand before a surname ending."""
    table = tables()
    units = tuple(unit for _, unit in pieces)
    kinds = [_kind(unit) for unit in units]
    mass = sum({"C": 1.0, "G": 0.6, "V": 0.25, "-": 0.0}[kind] for kind in kinds)
    drops = tuple(tuple(_drop(unit, table.drop[beside]) for unit in units) for beside in (0, 1))
    signature = 0
    skeleton = []
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "C":
            sounds = _sounds(unit)
            coarse = {COARSE.get(sound, 0) for sound in sounds}
            if len(coarse) == 1:
                signature |= coarse.pop()
        if kind in "CG" and unit >= 0:
            skeleton.append(_sounds(unit)[0])
        elif unit < 0:
            skeleton.append(chr(-unit))
    return Element(
        shown="".join(letters for letters, _ in pieces),
        pieces=pieces,
        units=units,
        drops=drops,  # type: ignore[arg-type]
        is_abjad=script == "arabic",
        mass=mass,
        signature=signature,
        skeleton="".join(skeleton),
        lexeme=lexeme,
        rank=rank,
        ending=ending,
        stem=stem,
    )


@lru_cache(maxsize=4096)
def _sounds(unit: int) -> str:
    if unit < 0:
        return chr(-unit)
    name = tables().units[unit].rstrip("?~")
    return "".join(part[0] for part in name.split("/"))


def _kind(unit: int) -> str:
    return "C" if unit < 0 else tables().kinds[unit]


def _drop(unit: int, costs: tuple[float, ...]) -> float:
    return 1.0 if unit < 0 else costs[unit]
