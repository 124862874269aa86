# SPDX-License-Identifier: Apache-2.0
"""Writes an iCalendar object (RFC 5545): meetings as all-day events, sessions at their hour in UTC.

Text is escaped (3.3.11), lines end in CRLF and are folded at 75 octets without cutting a character (3.1). A changed
event keeps its UID and grows in SEQUENCE; a cancelled one says so, so that subscribed calendars take it away. The
name of the calendar stands as RFC 7986 has it and as older programs look for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_FOLD = 75
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar. Days are inclusive; aware moments are written in UTC."""

    uid: str
    summary: str
    start: date | datetime
    end: date | datetime
    changed_at: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    sequence: int = 0


def write(events: Iterable[Event], *, name: str, prodid: str = "-//Comity//Meetings//EN") -> bytes:
    """Return the calendar in UTF-8; the order of events is kept."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{prodid}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{event.changed_at.astimezone(UTC):{_STAMP}}",
             f"LAST-MODIFIED:{event.changed_at.astimezone(UTC):{_STAMP}}", f"SEQUENCE:{event.sequence}",
             *_when(event), f"SUMMARY:{_text(event.summary)}"]  # fmt: skip
    if event.location:
        lines.append(f"LOCATION:{_text(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{_text(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines.append(f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}")
    return [*lines, "END:VEVENT"]


def _when(event: Event) -> list[str]:
    if isinstance(event.start, datetime) and isinstance(event.end, datetime):
        return [f"DTSTART:{event.start.astimezone(UTC):{_STAMP}}", f"DTEND:{event.end.astimezone(UTC):{_STAMP}}"]
    # RFC 5545 3.6.1: the end of an all-day event is the day after its last day.
    return [f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}", f"DTEND;VALUE=DATE:{event.end + timedelta(days=1):%Y%m%d}"]


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in escaped if c == "\t" or (ord(c) >= 32 and c != "\x7f"))


def _folded(line: str) -> bytes:
    pieces, piece, limit = [], b"", _FOLD
    for character in line:
        encoded = character.encode("utf-8")
        if len(piece) + len(encoded) > limit:
            pieces.append(piece)
            piece, limit = b"", _FOLD - 1  # the space that marks a continued line counts
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
