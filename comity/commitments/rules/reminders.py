# SPDX-License-Identifier: Apache-2.0
"""Reminders before a due date and the climb after it, as one table.

Before the day the addressee's delegates are told; after it the Secretariat too; after a month of silence the contact
persons of the State (its officers of the central authority at this node). Lengths are practice: no text fixes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """A notice: from how many days after the due date (before it when negative), and whom it reaches."""

    name: str
    days: int
    reaches: tuple[str, ...]


OWNER, SECRETARIAT, CONTACTS = "owner", "secretariat", "contacts"
TABLE = (
    Step("due-in-90", -90, (OWNER,)),
    Step("due-in-30", -30, (OWNER,)),
    Step("due-in-7", -7, (OWNER,)),
    Step("overdue", 1, (OWNER, SECRETARIAT)),
    Step("overdue-30", 30, (OWNER, SECRETARIAT, CONTACTS)),
    Step("overdue-180", 180, (OWNER, SECRETARIAT, CONTACTS)),
)
EARLIEST_DAYS = -min(step.days for step in TABLE)


def step_on(due_on: date, *, on: date) -> Step | None:
    """Return the latest step whose day has come, or None before the first. Steps missed are not made up for."""
    passed = (on - due_on).days
    return next((step for step in reversed(TABLE) if step.days <= passed), None)
