# SPDX-License-Identifier: Apache-2.0
"""Checks what people write: one line, a longer text, a text in several languages, codes, days and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from comity.base.errors import Invalid

_LINE, _TEXT = 200, 20_000


def line(text: str, field: str, *, needed: bool = True) -> str:
    """Return one trimmed line of at most 200 characters; raise `Invalid` naming the field."""
    clean = " ".join(_plain(text, field).split())
    if needed and not clean:
        raise Invalid("Fill in this field.", field=field)
    if len(clean) > _LINE:
        raise Invalid("At most {most} characters fit here.", most=_LINE, field=field)
    return clean


def text(value: str, field: str, *, needed: bool = True) -> str:
    """Return a trimmed text of at most 20,000 characters; raise `Invalid` naming the field."""
    clean = _plain(value, field).strip()
    if needed and not clean:
        raise Invalid("Fill in this field.", field=field)
    if len(clean) > _TEXT:
        raise Invalid("At most {most} characters fit here.", most=_TEXT, field=field)
    return clean


def languages(given: Mapping[str, str], field: str, *, limit: int = _TEXT) -> dict[str, str]:
    """Return a text by language without the empty ones; raise `Invalid` when none is left."""
    clean = {code: text(value, field, needed=False) for code, value in given.items()}
    kept = {code: value for code, value in clean.items() if value}
    if not kept:
        raise Invalid("Fill in this field in at least one language.", field=field)
    if any(len(value) > limit for value in kept.values()):
        raise Invalid("At most {most} characters fit here.", most=limit, field=field)
    return kept


def day(value: str, field: str) -> date:
    """Return a day written as 2026-09-25; raise `Invalid`."""
    try:
        found = date.fromisoformat(value.strip())
    except ValueError:
        raise Invalid("“{given}” is not a date. Write it as 2026-09-25.", given=value, field=field) from None
    if not 1900 <= found.year <= 2200:
        raise Invalid("The year {year} is out of range.", year=found.year, field=field)
    return found


def days(start: date, end: date) -> tuple[date, date]:
    """Return first and last day; raise `Invalid` when the end is before the start or a year or more later."""
    if end < start:
        raise Invalid("The meeting ends before it begins.", field="end")
    if (end - start).days > 365:
        raise Invalid("A meeting does not last longer than a year.", field="end")
    return start, end


def zone(name: str, field: str = "zone") -> str:
    """Return an IANA time zone; raise `Invalid` for an unknown one."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # unknown, not a relative path, a folder of the zone files
        raise Invalid("“{name}” is not a time zone. Write it as Asia/Tashkent.", name=name, field=field) from None


def moment(value: str, zone_name: str, field: str) -> datetime:
    """Return the moment (UTC) of a local time such as 2026-09-25T09:30 in a zone; raise `Invalid`."""
    try:
        local = datetime.fromisoformat(value.strip())
    except ValueError:
        raise Invalid("“{given}” is not a time. Write it as 2026-09-25T09:30.", given=value, field=field) from None
    if not 1900 <= local.year <= 2200:
        raise Invalid("The year {year} is out of range.", year=local.year, field=field)
    return (local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone_name))).astimezone(UTC)


def _plain(value: str, field: str) -> str:
    if "\0" in value:
        raise Invalid("The text contains a character that cannot be kept.", field=field)
    return value
