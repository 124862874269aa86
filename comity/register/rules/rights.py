# SPDX-License-Identifier: Apache-2.0
"""Requests of persons concerned as one table, and the counts of them that are published.

| kind | may end in | takes effect |
|---|---|---|
| access | granted, partly, refused, nothing-held | at once |
| correction | granted, partly, refused, nothing-held, owner-abroad | at once; the values are put right by the team |
| deletion | granted, refused, nothing-held, owner-abroad | when a second person confirms |

The term of 30 days is practice and a setting (`RIGHTS_DAYS`). Counts between 1 and 4 are not published, and no total
from which one could be worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a person concerned asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"


class Outcome(StrEnum):
    """How a request ends."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    NOTHING_HELD = "nothing-held"
    OWNER_ABROAD = "owner-abroad"


OUTCOMES: Mapping[Kind, tuple[Outcome, ...]] = {
    Kind.ACCESS: (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED, Outcome.NOTHING_HELD),
    Kind.CORRECTION: tuple(Outcome),
    Kind.DELETION: (Outcome.GRANTED, Outcome.REFUSED, Outcome.NOTHING_HELD, Outcome.OWNER_ABROAD),
}
REASONS = ("needed", "investigation", "others-rights", "not-the-person", "correct-already", "no-longer-needed", "wrong")
SMALL = 5


@dataclass(frozen=True, slots=True)
class Published:
    """A count as published: the number, or that it is small (1 to 4)."""

    number: int
    is_small: bool


def needs_second_person(kind: Kind, outcome: Outcome) -> bool:
    """Say whether a decision takes effect only when a second person confirms it."""
    return kind is Kind.DELETION and outcome is Outcome.GRANTED


def published(count: int) -> Published:
    """Return a count as it may be published."""
    return Published(0, is_small=True) if 0 < count < SMALL else Published(count, is_small=False)


def table(
    counts: Mapping[tuple[str, str], int], rows: tuple[str, ...], columns: tuple[str, ...]
) -> list[tuple[str, list[Published], Published | None]]:
    """Return the table of counts, row by row, each with its total, or None where a total would give a small count away.

    With one small cell hidden the total minus the shown cells is that cell, so a row with a hidden cell has no total.
    """
    made = []
    for row in rows:
        cells = [published(counts.get((row, column), 0)) for column in columns]
        total = (
            None if any(cell.is_small for cell in cells) else Published(sum(c.number for c in cells), is_small=False)
        )
        made.append((row, cells, total))
    return made
