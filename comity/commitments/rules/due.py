# SPDX-License-Identifier: Apache-2.0
"""When a promise is due: once, at a rhythm, or always. A rough date of a text (“in 2024”) is due on its last day."""

from __future__ import annotations

import calendar
import re
from datetime import date

from comity.base.errors import Invalid

ONCE, CONTINUING = "once", "continuing"
_EVERY = re.compile(r"every-([1-9][0-9]{0,2})-months")


def rhythm(text: str) -> str:
    """Return a rhythm as stored: `once`, `continuing` or `every-24-months`; raise `Invalid`."""
    value = text.strip() or ONCE
    if value not in {ONCE, CONTINUING} and not _EVERY.fullmatch(value):
        raise Invalid(
            "“{given}” is not a rhythm. Use once, continuing, or a number of months such as every-24-months.",
            given=text,
            field="rhythm",
        )
    return value


def months_of(value: str) -> int:
    """Return the months between two due dates of a rhythm; 0 when it has none."""
    found = _EVERY.fullmatch(value)
    return int(found[1]) if found else 0


def recurs(value: str) -> bool:
    """Say whether a promise of this rhythm can be kept more than once."""
    return value != ONCE


def next_due(*, value: str, first: date | None, since: date, last_kept: date | None) -> date | None:
    """Return the next due date of a rhythm, or None when nothing is ever due.

    `first` is the date the text gives, `since` the day of its adoption, `last_kept` when it was last kept.
    """
    months = months_of(value)
    if not months:
        return first if value == ONCE else None
    if last_kept is None:
        return first or add_months(since, months)
    return add_months(last_kept, months)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(rough: str) -> date | None:
    """Return the last day of a date written YYYY, YYYY-MM or YYYY-MM-DD, None for an empty one; raise `Invalid`."""
    if not rough.strip():
        return None
    parts = rough.strip().split("-")
    try:
        if any(not p.isascii() or not p.isdigit() for p in parts) or [len(p) for p in parts] != [4, 2, 2][: len(parts)]:
            raise ValueError
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
        return date(year, month, int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1])
    except (ValueError, IndexError, calendar.IllegalMonthError):
        raise Invalid("“{given}” is not a date. Write it as 2026-11-25, 2026-11 or 2026.", given=rough) from None
