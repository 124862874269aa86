# SPDX-License-Identifier: Apache-2.0
"""Keys for private matching: what the holder of a register stores and what the asking side asks, before any blinding.

Each key carries its kind as a label, so keys of two kinds never meet:

K1  an identity document, normalised, with the State that issued it
K2  a pair of name parts too common for a year, and the full date of birth
K3  a pair of name parts rare enough for a year, and the year of birth
K4  a pair of name parts alone: a lead only, to be counted and not named
K5  an exact identifier of a thing: telephone, account, wallet, plate (`register.rules.probing.identifiers`)

Evaluating a key costs the holder for every entry and the asking side for one person only. So the holder stores one
reading of a name, its canonical one (`canonical`), once, with the date as exact as the pair needs; the asking side
asks every reading, order, slip of the date and neighbouring year. K4 is prepared for approved orders alone and is
stored in every reading. Bits are estimates of `rarity`. A hit is a lead, never an identity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from comity.names.canonical import Pairs, asked_pairs, stored_pairs
from comity.names.keys import fine_skeletons, skeletons, squeezed
from comity.names.parsing import INITIAL, parsed
from comity.names.rarity import coarse_bits, fine_bits, lexeme_bits
from comity.names.words import Element

VERSION = 2
LEAST_BITS = {"K2": 3.0, "K3": 5.5, "K4": 9.6}
KINDS = ("K1", "K2", "K3", "K4", "K5")
MOST_READINGS = 3
MOST_PARTS = 6
YEARS = range(1850, 2101)
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ")


class NotADocument(ValueError):
    """A document number without letters or digits, or a State that is not two or three letters."""


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document: the issuing State by its ISO 3166-1 code, and the number as written."""

    state: str
    number: str


@dataclass(frozen=True, slots=True)
class Person:
    """What one side knows of a person or thing: every spelling of the name, and what else it has.

    `identifiers` are exact values in one form with their label, such as `phone:994501234567`.
    """

    names: tuple[str, ...]
    birth_date: date | None = None
    birth_year: int | None = None
    documents: tuple[Document, ...] = ()
    identifiers: tuple[str, ...] = ()


def stored_keys(person: Person, kinds: Collection[str] = KINDS) -> dict[str, frozenset[str]]:
    """Return, by kind, the keys under which the holder stores a person: one dated key a pair of a name.

    Raises `NotADocument` for a document that cannot be normalised.
    """
    born, found = person.birth_date, _empty(kinds)
    if "K1" in found:
        found["K1"] = frozenset(document_key(document) for document in person.documents)
    if "K2" in found and born is not None:
        found["K2"] = _with(_common(person.names, stored_pairs), "K2", (born.isoformat(),))
    if "K3" in found and (years := _years(person)):
        found["K3"] = _with(_rare(person.names, stored_pairs), "K3", map(str, years))
    if "K4" in found:
        found["K4"] = _with(_pairs(person), "K4", ("",))
    if "K5" in found:
        found["K5"] = frozenset(f"K5/{VERSION}|{identifier}" for identifier in person.identifiers)
    return found


def asked_keys(person: Person, kinds: Collection[str] = KINDS) -> dict[str, frozenset[str]]:
    """Return, by kind, the keys the asking side asks for: every reading, and what a clerk may have written otherwise.

    Day and month in the other order; 1 January for a date not known; the year before and after. Raises `NotADocument`.
    """
    found = stored_keys(person, [kind for kind in kinds if kind in {"K1", "K4", "K5"}])
    found |= _empty(kind for kind in kinds if kind in {"K2", "K3"})
    if "K2" in found and (dates := _asked_dates(person.birth_date)):
        found["K2"] = _with(_common(person.names, asked_pairs), "K2", dates)
    if "K3" in found and (known := _years(person)):
        years = sorted({year + step for year in known for step in (-1, 0, 1)})
        found["K3"] = _with(_rare(person.names, asked_pairs), "K3", map(str, years))
    return found


def document_key(document: Document) -> str:
    """Return the K1 key: capitals and digits only, Cyrillic look-alikes as Latin, digits of any script as 0-9."""
    state = document.state.strip().upper()
    if not (state.isascii() and state.isalpha() and 2 <= len(state) <= 3):
        raise NotADocument("The issuing State is given by its code of two or three letters.")
    number = capitals(document.number)
    if not number or len(number) > 64:
        raise NotADocument("A document number has letters or digits, and no more than 64.")
    return f"K1/{VERSION}|{state}|{number}"


def capitals(text: str) -> str:
    """Return capitals and digits only: Cyrillic look-alikes as Latin, digits of any script as 0-9."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain if c.isalnum())


def pair_keys(name: str, least_bits: float = LEAST_BITS["K4"]) -> frozenset[str]:
    """Return the keys of every two parts of a name that are together at least so rare."""
    return _pair_keys(name, least_bits)


@lru_cache(maxsize=4096)
def _pair_keys(name: str, least_bits: float) -> frozenset[str]:
    parts = [part.element for part in parsed(name).core if part.kind != INITIAL][:MOST_PARTS]
    fine = [_fine(part) for part in parts]
    coarse = [[(text, coarse_bits(text)) for text in skeletons(part)[:MOST_READINGS] if text] for part in parts]
    found = {f"f{key}" for key in _rare_pairs(fine, least_bits)} | {
        f"c{key}" for key in _rare_pairs(coarse, least_bits)
    }
    for place in range(len(parts) - 1 if len(parts) > 2 else 0):
        if coarse[place] and coarse[place + 1]:
            both = squeezed(coarse[place][0][0] + coarse[place + 1][0][0])
            others = [reading for at, reading in enumerate(coarse) if at not in (place, place + 1)]
            for other in others:
                found |= {f"c{key}" for key in _rare_pairs([[(both, coarse_bits(both))], other[:2]], least_bits)}
    return frozenset(found)


def _fine(part: Element) -> list[tuple[str, float]]:
    lexeme = part.lexeme.removesuffix("+")
    named = [(f"={lexeme}", lexeme_bits(lexeme))] if lexeme else []
    return [*named, *((text, fine_bits(text)) for text in fine_skeletons(part)[:MOST_READINGS] if text)]


def _rare_pairs(parts: list[list[tuple[str, float]]], least_bits: float) -> set[str]:
    return {
        "+".join(sorted((a, b)))
        for one, two in combinations(parts, 2)
        for a, bits in one
        for b, more in two
        if bits + more >= least_bits
    }


def _pairs(person: Person) -> frozenset[str]:
    return frozenset(key for name in person.names for key in pair_keys(name, LEAST_BITS["K4"]))


def _rare(names: Iterable[str], pairs: Callable[[str], Pairs]) -> frozenset[str]:
    return frozenset(pair for name in names for pair, bits in pairs(name) if bits >= LEAST_BITS["K3"])


def _common(names: Iterable[str], pairs: Callable[[str], Pairs]) -> frozenset[str]:
    least, most = LEAST_BITS["K2"], LEAST_BITS["K3"]
    return frozenset(pair for name in names for pair, bits in pairs(name) if least <= bits < most)


def _with(pairs: frozenset[str], kind: str, beside: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{kind}/{VERSION}|{pair}|{value}" for value in beside for pair in pairs)


def _empty(kinds: Iterable[str]) -> dict[str, frozenset[str]]:
    return {kind: frozenset() for kind in kinds}


def _years(person: Person) -> tuple[int, ...]:
    year = person.birth_date.year if person.birth_date else person.birth_year
    return (year,) if year is not None and year in YEARS else ()


def _asked_dates(born: date | None) -> tuple[str, ...]:
    if born is None:
        return ()
    found = [born.isoformat(), f"{born.year:04}-01-01"]
    if born.day <= 12:
        found.append(date(born.year, born.day, born.month).isoformat())
    return tuple(dict.fromkeys(found))
