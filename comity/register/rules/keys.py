# SPDX-License-Identifier: Apache-2.0
"""By what an entry is found: its exact values, and the keys of its names. Victims and witnesses have neither."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from comity.register.rules import things
from comity.register.rules.category import Category, matched_within

# A mother's or a given name alone is not a name the person is looked for by.
SEARCHED = frozenset({"name", "alias", "weakAlias", "previousName"})


def of(schema: str, category: Category, values: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the exact keys of an entry (`exact:…`) from its (property, value) pairs."""
    if not matched_within(category):
        return frozenset()
    found = (things.identity(schema, prop, value) for prop, value in values)
    return frozenset(f"exact:{exact}"[:200] for exact in found if exact)


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
                found.setdefault(f"exact:{exact}"[:200], prop)
    return found
