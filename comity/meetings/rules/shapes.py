# SPDX-License-Identifier: Apache-2.0
"""What rooms above and pages read of meetings: frozen shapes, no rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from comity.meetings.rules.convening import Kind, State


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of a past meeting stands."""

    name: str
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting decided: a record with its owners and date, and the clause it stands in (`text#clause`)."""

    id: int
    meeting: str
    number: int
    kind: str
    texts: tuple[tuple[str, str], ...]
    cites: str = ""
    owners: tuple[str, ...] = ()
    due: date | None = None
    taken_by: str = "consensus"
    vote: int | None = None
    at: datetime | None = None

    def text(self, language: str = "en") -> str:
        """Return the wording in a language, or in the first one there is."""
        held = dict(self.texts)
        return held.get(language) or (self.texts[0][1] if self.texts else "")


@dataclass(frozen=True, slots=True)
class Participant:
    """A delegation at a meeting: State code or name, capacity, head; `is_present` once the roll was called."""

    state: str
    name: str
    capacity: str
    head: str = ""
    is_present: bool | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting in a list: what it is, where and when (rough dates as text), where it stands, what it rests on."""

    id: str
    body: str
    kind: Kind
    ordinal: int | None
    title: str
    city: str
    country: str
    start: str
    end: str
    state: State
    host: str = ""
    topic: str = ""
    outcomes: str = ""
    participants: str = ""
    guests: str = ""
    note: str = ""
    sources: tuple[Source, ...] = field(default=())
    is_stored: bool = False
