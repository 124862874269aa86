# SPDX-License-Identifier: Apache-2.0
"""Which column of a CSV is which property: proposed by the words of its header, then by its values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from comity.register.rules import things
from comity.register.rules.interchange.plan import every_property
from comity.register.rules.interchange.words import CATEGORIES, HEADERS

_WALLET = re.compile(r"0x[0-9a-fA-F]{40}|bc1[0-9a-z]{20,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}")
_SHAPES = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    ("ipAddress", re.compile(r"(\d{1,3}\.){3}\d{1,3}")),
    ("publicKey", _WALLET),
    ("iban", re.compile(r"[A-Z]{2}\d{2}[A-Z0-9 ]{11,35}")),
    ("birthDate", re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")),
    ("website", re.compile(r"https?://\S+")),
    ("phone", re.compile(r"\+?[\d\s()\-]{9,20}")),
    ("nationality", re.compile(r"[A-Z]{2}")),
)  # fmt: skip


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("i̇", "i").replace("ё", "е").replace("ʻ", "'")
    return " ".join(plain.replace("‘", "'").replace("’", "'").replace("_", " ").strip(" \t:*#\ufeff").split())


def _table() -> dict[str, str]:
    found = {_folded(prop): prop for kind in things.THINGS.values() for prop in kind.properties}
    for prop, words in HEADERS.items():
        for word in words.split("|") if "|" in words or prop != "id" else words.split():
            found.setdefault(_folded(word), prop)
    return found


_BY_WORD = _table()
_BY_CATEGORY = {_folded(word): code for code, words in CATEGORIES.items() for word in words.split("|")}


def by_word(header: str) -> str:
    """Return the property a header means in one of the languages we know, or nothing."""
    return _BY_WORD.get(_folded(header), "")


def category_of(word: str) -> str:
    """Return the code of a category said in words, or the words themselves when they say none."""
    code = _BY_CATEGORY.get(_folded(word))
    return code.value if code else word.strip()


def proposed(headers: Sequence[str], rows: Sequence[Sequence[str]], schema: str) -> tuple[str, ...]:
    """Return for each column a property of the kind, `id`, `category` or nothing; each property by one column only."""
    taken: set[str] = set()
    found: list[str] = []
    kind = things.thing(schema) if schema else things.thing("Person")
    allowed = (set(kind.properties) if schema else every_property()) | {"id", "category", "schema"}
    for place, header in enumerate(headers):
        values = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        guess = by_word(header) or _by_values(values)
        if schema == "Address" and guess == "address":
            guess = "full"
        chosen = guess if guess in allowed and guess not in taken else ""
        taken.add(chosen)
        found.append(chosen)
    if kind.caption == "name" and "name" not in taken and "" in found:
        found = _with_name(found, rows)
    return tuple(found)


def _by_values(values: Sequence[str]) -> str:
    if not values:
        return ""
    return next((p for p, shape in _SHAPES if all(shape.fullmatch(v) for v in values)), "")


def _with_name(found: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Take as the name the first free column whose cells are two or more words without figures."""
    for place, chosen in enumerate(found):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        if not chosen and cells and all(" " in c and not any(x.isdigit() for x in c) for c in cells):
            return [*found[:place], "name", *found[place + 1 :]]
    return found
