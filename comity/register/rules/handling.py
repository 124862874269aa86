# SPDX-License-Identifier: Apache-2.0
"""The handling code of an entry: who may know of it, what for, and whether they may pass it on.

The owner decides and alone changes it. An empty audience means nobody but the owner; a State that left the audience
sees nothing later; hit-only means that the audience learns that something is known, never what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.base.errors import Invalid


class Level(StrEnum):
    """What a State may learn of an entry."""

    NOTHING = "nothing"
    HIT = "hit"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Handling:
    """`audience`: codes of States; `purposes`: offence categories, empty for every purpose of the legal basis."""

    audience: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    hit_only: bool = True
    onward: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the code as JSON values, in a fixed order."""
        return {
            "audience": sorted(self.audience),
            "purposes": sorted(self.purposes),
            "hit_only": self.hit_only,
            "onward": self.onward,
        }


def given(
    *,
    audience: Iterable[str],
    purposes: Iterable[str],
    hit_only: bool,
    onward: bool,
    states: Iterable[str],
    offences: Iterable[str],
) -> Handling:
    """Return a checked handling code; raise `Invalid` for an unknown State or purpose."""
    named, wanted = frozenset(audience), frozenset(purposes)
    for code in sorted(named - set(states)):
        raise Invalid("“{code}” is not a State Comity knows.", code=code, field="audience")
    for slug in sorted(wanted - set(offences)):
        raise Invalid("“{slug}” is not an offence category Comity knows.", slug=slug, field="purposes")
    if hit_only and onward:
        raise Invalid("What is shown as a hit only cannot be passed on.", field="onward")
    return Handling(named, wanted, hit_only, onward)


def level(code: Handling, *, owner: str, state: str, purposes: Iterable[str] = ()) -> Level:
    """Return what `state` may learn of an entry of `owner` for these purposes (empty: no purpose is asked)."""
    if state and state == owner:
        return Level.CONTENT
    if not state or state not in code.audience:
        return Level.NOTHING
    asked = set(purposes)
    if asked and code.purposes and not asked & code.purposes:
        return Level.NOTHING
    return Level.HIT if code.hit_only else Level.CONTENT
