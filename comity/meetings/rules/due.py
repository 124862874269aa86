# SPDX-License-Identifier: Apache-2.0
"""What is due: when the next ordinary meeting has to be held by, counted in calendar months from the last one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from comity.base.errors import Invalid
from comity.reference.schema import Rhythm


@dataclass(frozen=True, slots=True)
class Due:
    """The next meeting is due by a day; `days` are left, negative when it is overdue."""

    by: date
    days: int
    rule: Rhythm
    since: str

    @property
    def is_overdue(self) -> bool:
        """Say whether the day has passed."""
        return self.days < 0


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day(rough: str) -> date:
    """Return the last day a rough date can mean: `2012` is 2012-12-31; raise `Invalid` when it is no date."""
    try:
        if len(rough) == 4:
            return date(int(rough), 12, 31)
        if len(rough) == 7:
            year, month = int(rough[:4]), int(rough[5:])
            return date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(rough)
    except (ValueError, IndexError):
        raise Invalid("“{given}” is not a date. Write it as 2026-09-25.", given=rough) from None


def next_due(rhythm: Rhythm | None, *, last: str, on: date) -> Due | None:
    """Return when the next meeting is due, or None where no rhythm or no last meeting is known."""
    if rhythm is None or not last:
        return None
    by = months_later(last_day(last), rhythm.every_months)
    return Due(by, (by - on).days, rhythm, last)
