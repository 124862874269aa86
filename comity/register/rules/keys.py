# SPDX-License-Identifier: Apache-2.0
"""By what an entry is found: exact values, birth dates, the keys of its names. Victims and witnesses have none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from comity.register.rules import things
from comity.register.rules.category import Category, matched_within

# A mother's or a given name alone is not a name the person is looked for by.
SEARCHED = frozenset({"name", "alias", "weakAlias", "previousName"})
EXACT, BORN = "exact:", "born:"


def of(schema: str, category: Category, values: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the exact keys of an entry (`exact:…`) from its (property, value) pairs."""
    if not matched_within(category):
        return frozenset()
    found = (things.identity(schema, prop, value) for prop, value in values)
    return frozenset(f"{EXACT}{exact}"[:200] for exact in found if exact)


def births(category: Category, values: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the keys of the birth dates of an entry (`born:…`); the first of January is a year alone."""
    if not matched_within(category):
        return frozenset()
    return frozenset(f"{BORN}{value.removesuffix('-01-01')}"[:200] for prop, value in values if prop == "birthDate")


def births_agreeing(value: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys under which a date agrees that is the whole date `value`, and those of dates known in part.

    Both are empty where `value` itself is known in part: then any date of its year may agree (`evidence.birth`).
    """
    year, _, rest = value.removesuffix("-01-01").partition("-")
    if len(rest) != len("MM-DD"):
        return frozenset(), frozenset()
    month, _, day = rest.partition("-")
    whole = frozenset({f"{BORN}{year}-{month}-{day}", f"{BORN}{year}-{day}-{month}"})
    return whole, frozenset({f"{BORN}{year}", f"{BORN}{year}-{month}"})


def names(category: Category, values: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the names under which an entry is searched."""
    if not matched_within(category):
        return frozenset()
    return frozenset(value[:300] for prop, value in values if prop in SEARCHED)


def number(key: str) -> int:
    """Return a key of a name as a positive number of 63 bits; 0 is never given."""
    return (int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 1) or 1


def exact_forms(text: str) -> dict[str, str]:
    """Return every exact key a text typed by a person may mean, with its property; none for words without a figure."""
    if len(text.split()) > 1 and not any(c.isdigit() or c in "@./:" for c in text):
        return {}
    found: dict[str, str] = {}
    for kind in things.THINGS.values():
        for prop in kind.properties:
            if exact := things.identity(kind.schema, prop, text):
                found.setdefault(f"{EXACT}{exact}"[:200], prop)
    return found
