# SPDX-License-Identifier: Apache-2.0
"""Evidence beside the name: birth date and State. Each speaks for itself and never changes the score of a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """What a date or State of an entry says to the one that was asked."""

    SAME = "same"
    PARTLY = "partly"
    SWAPPED = "swapped"
    NEAR = "near"
    OTHER = "other"
    UNKNOWN = "unknown"


# From what speaks for a person to what speaks against: only breaks ties between equal names.
ORDER = tuple(Agreement)


@dataclass(frozen=True, slots=True)
class Evidence:
    """An agreement and the value of the entry it comes from, empty when the entry says nothing."""

    agreement: Agreement
    value: str = ""


def birth(asked: str, known: Iterable[str]) -> Evidence | None:
    """Compare a birth date (YYYY, YYYY-MM or YYYY-MM-DD) with those of an entry; None when none is asked.

    The first of January counts as a year alone: registries write it where the day is not known.
    """
    if not asked:
        return None
    found = [Evidence(_dates(asked, value), value) for value in known]
    return min(found, key=lambda e: ORDER.index(e.agreement), default=Evidence(Agreement.UNKNOWN))


def state(asked: str, known: Iterable[str]) -> Evidence | None:
    """Compare a State with those of an entry; None when none is asked."""
    if not asked:
        return None
    found = [Evidence(Agreement.SAME if value == asked else Agreement.OTHER, value) for value in known]
    return min(found, key=lambda e: ORDER.index(e.agreement), default=Evidence(Agreement.UNKNOWN))


def _dates(one: str, two: str) -> Agreement:
    if one == two:
        return Agreement.SAME
    one, two = one.removesuffix("-01-01"), two.removesuffix("-01-01")
    short = min(len(one), len(two))
    if one[:short] == two[:short]:
        return Agreement.PARTLY
    if one[:4] == two[:4] and len(one) == len(two) == 10 and (one[5:7], one[8:]) == (two[8:], two[5:7]):
        return Agreement.SWAPPED
    if abs(int(one[:4]) - int(two[:4])) <= 1:
        return Agreement.NEAR
    return Agreement.OTHER
