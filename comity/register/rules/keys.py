# SPDX-License-Identifier: Apache-2.0
"""Keys under which an entry is found: those of its names, and its exact values. Victims and witnesses have none."""

from __future__ import annotations

from collections.abc import Iterable

from comity import names
from comity.register.rules import things
from comity.register.rules.category import Category, matched_within
from comity.register.rules.things import Type


def of(schema: str, category: Category, values: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the keys of an entry from its (property, value) pairs."""
    if not matched_within(category):
        return frozenset()
    found: set[str] = set()
    for prop, value in values:
        if things.thing(schema).properties[prop] is Type.NAME:
            found.update(f"name:{key}" for key in names.keys(value))
        elif exact := things.identity(schema, prop, value):
            found.add(f"exact:{exact}")
    return frozenset(key[:200] for key in found)
