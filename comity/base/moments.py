# SPDX-License-Identifier: Apache-2.0
"""How a moment is written in messages: RFC 3339, UTC, microseconds. Reads no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from comity.base.errors import Invalid

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


def to_text(at: datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC with microseconds, such as 2026-11-22T09:30:00.000000Z."""
    in_utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return in_utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """Return the aware moment that `to_text` wrote, or raise `Invalid`."""
    try:
        if not _FORM.fullmatch(text):
            raise ValueError(text)
        return datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise Invalid("A time in the message is not RFC 3339 in UTC with microseconds.") from None
