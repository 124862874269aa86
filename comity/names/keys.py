# SPDX-License-Identifier: Apache-2.0
"""Keys two spellings of one person are likely to share: for an index, a table of key rows, or blocking.

A key is a short text whose first letter tells its kind: `t` the consonants of a part in nine classes, `f` the same
finer, `n` a name of the lexicon, `p` two parts together. Keys may change between versions: store `VERSION` beside them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise

from comity.names.parsing import INITIAL, Name, parsed
from comity.names.tables import tables
from comity.names.words import Element

VERSION = 1
MOST_VARIANTS = 4
MOST_PARTS = 7
KIND_WEIGHTS = {"t": 1.0, "f": 0.8, "n": 0.8, "p": 1.0}
COARSE = {
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("tdT", "t"),
    **dict.fromkeys("kgqG", "k"),
    "x": "x",
    **dict.fromkeys("jZcSszCD", "s"),
    **dict.fromkeys("nN", "n"),
    "f": "f",
    "m": "m",
    "l": "l",
    "r": "r",
}
FINE = {
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("td", "t"),
    **dict.fromkeys("kq", "k"),
    **dict.fromkeys("gG", "g"),
    **dict.fromkeys("xh", "h"),
    **dict.fromkeys("jZ", "j"),
    "c": "c",
    "S": "S",
    **dict.fromkeys("sTC", "s"),
    **dict.fromkeys("zD", "z"),
    **dict.fromkeys("nN", "n"),
    "f": "f",
    "m": "m",
    "l": "l",
    "r": "r",
}
CERTAIN = 0.065
SPREAD = 0.095


def keys(name: str) -> frozenset[str]:
    """Return the search keys of a name; none for a text without a name."""
    return keys_of(parsed(name))


@lru_cache(maxsize=2048)
def keys_of(name: Name) -> frozenset[str]:
    """Return the search keys of a parsed name."""
    parts = [part.element for part in name.core if part.kind != INITIAL][:MOST_PARTS]
    if not parts:
        return frozenset()
    coarse = [skeletons(part) for part in parts]
    found = {f"t{skeleton}" for variants in coarse for skeleton in variants if skeleton}
    found |= {f"f{skeleton}" for part in parts for skeleton in fine_skeletons(part) if skeleton}
    found |= {f"n{part.lexeme}" for part in parts if part.lexeme}
    found |= {f"t{_readings(part.units[part.servant :], COARSE)[0]}" for part in parts if part.servant}
    for one, two in combinations(coarse, 2):
        found |= {f"p{'+'.join(sorted((a, b)))}" for a in one[:2] for b in two[:2] if a and b}
    for one, two in pairwise(coarse):
        found |= {f"t{squeezed(a + b)}" for a in one[:1] for b in two[:1] if a and b}
    return frozenset(found)


@lru_cache(maxsize=32768)
def skeletons(part: Element) -> tuple[str, ...]:
    """Return the consonant classes of a part without its surname ending, in up to four readings."""
    return _variants(part, COARSE)


@lru_cache(maxsize=32768)
def fine_skeletons(part: Element) -> tuple[str, ...]:
    """Return the finer consonant classes of a part, in up to four readings."""
    return _variants(part, FINE)


def _variants(part: Element, classes: dict[str, str]) -> tuple[str, ...]:
    size = part.stem if part.ending and part.stem else len(part.units)
    made = _readings(part.units[:size], classes)
    if size < len(part.units) and (part.is_abjad or len(made[0]) < 2):
        made = [*made, *_readings(part.units, classes)]
    return tuple(dict.fromkeys(made))[:MOST_VARIANTS]


def _readings(units: tuple[int, ...], classes: dict[str, str]) -> list[str]:
    made, letters_of = [""], _fine_letters if classes is FINE else _coarse_letters
    for unit in units:
        letters = letters_of(unit)
        if letters == ("",):
            continue
        longer = [text + letter for text in made for letter in letters]
        made = longer if len(longer) <= MOST_VARIANTS else [text + letters[0] for text in made]
    return [squeezed(text) for text in made]


@lru_cache(maxsize=4096)
def _coarse_letters(unit: int) -> tuple[str, ...]:
    return _letters(unit, COARSE)


@lru_cache(maxsize=4096)
def _fine_letters(unit: int) -> tuple[str, ...]:
    return _letters(unit, FINE)


def _letters(unit: int, known: dict[str, str]) -> tuple[str, ...]:
    """Return the classes a unit may belong to at little cost; empty text for what is often not written."""
    if unit < 0:
        return (chr(-unit),)
    table = tables()
    if table.kinds[unit] != "C":
        return (soft, "") if (soft := known.get("G")) and table.units[unit][0] == "G" else ("",)
    parts = (alternative.partition(":") for alternative in table.units[unit].rstrip("?~").split("/"))
    readings = [(float(cost or 0), known.get(sound, "")) for sound, _, cost in parts]
    least = min(cost for cost, _ in readings)
    likely = sorted((cost, letter) for cost, letter in readings if cost <= max(CERTAIN, least + SPREAD * (least > 0)))
    return tuple(dict.fromkeys(letter for _, letter in likely))


def squeezed(text: str) -> str:
    """Return text with runs of one letter written once."""
    return "".join(c for n, c in enumerate(text) if not n or text[n - 1] != c)
