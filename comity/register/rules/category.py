# SPDX-License-Identifier: Apache-2.0
"""What a person is in a case, fixed before anything is matched.

Victims and witnesses never enter matching: neither within the node nor between States. People who are not suspects
(associates, missing persons) are linked within the owner's node only: the data-protection supervisor stopped the
sharing of exactly such data (EDPS, decision on FIU.net, 19 December 2019).
"""

from __future__ import annotations

from enum import StrEnum

from comity.base.errors import Invalid
from comity.base.wording import Listing


class Category(StrEnum):
    """A person's place in the case; things have none."""

    SUSPECT = "suspect"
    ACCUSED = "accused"
    CONVICTED = "convicted"
    WANTED = "wanted"
    MISSING = "missing"
    ASSOCIATE = "associate"
    VICTIM = "victim"
    WITNESS = "witness"
    THING = ""


_BETWEEN_STATES = frozenset({Category.SUSPECT, Category.ACCUSED, Category.CONVICTED, Category.WANTED, Category.THING})
_NEVER = frozenset({Category.VICTIM, Category.WITNESS})


def matched_within(category: Category) -> bool:
    """Say whether entries of this category are linked among the node's own cases."""
    return category not in _NEVER


def matched_between(category: Category) -> bool:
    """Say whether entries of this category answer other States' probes."""
    return category in _BETWEEN_STATES


def of(schema: str, code: str) -> Category:
    """Return the category; raise `Invalid` when a person has none, a thing has one, or the code is unknown."""
    known = {c.value for c in Category}
    if code not in known:
        words = Listing(sorted(known - {""}))
        raise Invalid("“{code}” is not a category. Use one of: {words}.", code=code, words=words, field="category")
    if (schema == "Person") != bool(code):
        if schema == "Person":
            raise Invalid("Say what the person is in the case.", field="category")
        raise Invalid("Only persons have a category.", field="category")
    return Category(code)
