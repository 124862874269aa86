# SPDX-License-Identifier: Apache-2.0
"""What a reader of an official text hands back: the structure found, and every doubt about it.

Nothing is guessed in silence: where the source allows two readings, one is taken and a `Doubt` names the lines, what
was assumed and what else it could be. Every word of the source stands in `masthead`, `tree`, `signature_text` or
`left_over`, in that order of reading.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from comity.drafting.rules.tree import Kind, Tree, to_json


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the source, both included, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing the reader is unsure of: `code` is stable, `assumed` was taken, `alternatives` may be meant."""

    code: str
    lines: Lines
    question: str
    assumed: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """Words of the source that are no part of the text: page numbers, running heads, notes."""

    lines: Lines
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a span of days, or (with `precision` "month" or "year") the month or year they stand for."""

    start: date
    end: date
    precision: str
    printed: str


@dataclass(frozen=True, slots=True)
class Party:
    """A State as printed, with its ISO 3166-1 alpha-2 code (empty where it is not known)."""

    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed: `name` as printed, `display` with plain capitals, office or institution, State code."""

    name: str
    display: str
    institution: str
    office: str
    state: str
    state_name: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person the text names as present: `name` as printed, the office and the State or organisation it is held in."""

    name: str
    display: str
    office: str
    state: str
    organisation: str
    at: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `at` is a clause id, or "signature"."""

    name: str
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Group:
    """One person: the name as first spelled, every spelling, every mention."""

    display: str
    state: str
    spellings: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to another instrument (or, with `internal`, to this one): which part, of which, where and when."""

    pointer: str
    number: str
    instrument: str
    meeting: str
    place: str
    country: str
    date: Day | None
    at: str
    internal: bool
    printed: str


@dataclass(frozen=True, slots=True)
class Host:
    """Who hosts what: `status` is "hosted", "to-host" or "offered"; `ordinal` 0 where none is printed."""

    state: str
    name: str
    institution: str
    meeting: str
    ordinal: int
    status: str
    place: str
    year: int | None
    at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result of the meeting; `kind` such as "adopted", "plan", "expert-group", "renaming", "next-meeting"."""

    kind: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The meeting to come as the text foresees it."""

    ordinal: int
    body: str
    title: str
    year: int | None
    dates: Day | None
    state: str
    place: str
    host: str
    at: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """What one State put forward."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting the text describes; `status` is "held" or "planned".

    `kind` is "meeting", "expert-meeting", "courtesy-call", "programme", "side-event" or "bilateral"; `part_of` is the
    title of the meeting an event belongs to.
    """

    title: str
    kind: str
    body: str
    ordinal: int
    place: str
    country: str
    dates: Day | None
    status: str
    participants: tuple[Party, ...]
    guests: tuple[str, ...]
    people: tuple[Attendee, ...]
    topic: str
    agenda: tuple[str, ...]
    key_points: tuple[KeyPoint, ...]
    recommendations: tuple[str, ...]
    outcomes: tuple[str, ...]
    next_host: str
    part_of: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Imported:
    """An official text, read. `slug` (`<place>-<kind>-<year>`) is a proposal; codes are empty where none was found."""

    kind: Kind
    slug: str
    organisation: str
    body: str
    title: str
    place: str
    country: str
    held: Day | None
    adopted: Day | None
    signed_in: tuple[str, ...]
    parties: tuple[Party, ...]
    tree: Tree
    masthead: tuple[str, ...]
    title_printed: bool
    signature_text: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    attendees: tuple[Attendee, ...]
    references: tuple[Reference, ...]
    hosts: tuple[Host, ...]
    outcomes: tuple[Outcome, ...]
    next_meeting: NextMeeting | None
    meetings: tuple[MeetingRecord, ...]
    doubts: tuple[Doubt, ...]
    left_over: tuple[Left, ...] = field(default=())
    people: tuple[Group, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values; days as `YYYY-MM-DD`."""
        tree = to_json(self.tree)
        rest = {
            name: _plain(getattr(self, name))
            for name in ("parties", "signatories", "attendees", "references", "hosts", "outcomes", "next_meeting")
        }
        return {
            "kind": str(self.kind),
            "slug": self.slug,
            "organisation": self.organisation,
            "body": self.body,
            "title": self.title,
            "place": self.place,
            "country": self.country,
            "dates": self._dates(),
            "language": self.tree.language,
            "signed_in": list(self.signed_in),
            "numbering": self.tree.numbering,
            "preamble": tree["preamble"],
            "clauses": tree["clauses"],
            "closing": self.tree.closing,
            **rest,
            "meetings": _plain(self.meetings),
            "doubts": _plain(self.doubts),
            "left_over": _plain(self.left_over),
            "people": _plain(self.people),
            "masthead": list(self.masthead),
            "signature_text": list(self.signature_text),
            "tree": tree,
        }

    def _dates(self) -> dict[str, str | None]:
        held, adopted = self.held, self.adopted
        return {
            "held_from": held.start.isoformat() if held else None,
            "held_to": held.end.isoformat() if held else None,
            "adopted": adopted.start.isoformat() if adopted else None,
            "signed": adopted.start.isoformat() if adopted and self.signatories else None,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    return value
