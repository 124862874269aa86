# SPDX-License-Identifier: Apache-2.0
"""What became of the decisions of the last meetings.

It is the first agenda item of Baku (2023): “Follow-up decisions of the last three … Meetings”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.commitments.queries import past, reading, sources
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import due, figures
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import REPORTS
from comity.commitments.rules.shapes import Commitment, Duty
from comity.meetings.queries import access as meetings
from comity.meetings.queries import facts
from comity.meetings.rules.shapes import Held

LAST = 3
_HELD = frozenset({"closed", "recorded"})


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A commitment of a meeting, how its promises stand, and the latest words found or reported about it."""

    commitment: Commitment
    counts: Counts
    duties: tuple[Duty, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A meeting with the commitments decided there. `outcomes` are what it is said to have adopted."""

    id: str
    title: str
    place: str
    dates: str
    outcomes: str
    lines: tuple[FollowedLine, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The last meetings of a body before a day, newest first."""

    body: str
    name: str
    organisation: str
    meetings: tuple[Followed, ...]


def bodies(person: Person, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return slug and name of the bodies whose meetings a person may follow."""
    return tuple((b.slug, _name(b.slug)) for b in meetings.bodies_for(person, on=on))


def follow_up(person: Person, body: str, *, on: date, today: date, last: int = LAST) -> FollowUp:
    """Return what became of the decisions of the last meetings of a body held before a day; raise `NotFound`."""
    if body not in dict(bodies(person, on=today)):
        raise NotFound("There is no such page.")
    found, _standing = meetings.body_for(person, body, on=today)
    chosen = Filter((found.organisation,))
    commitments = reading.commitments(chosen)
    duties: dict[str, list[Duty]] = {}
    for duty in past.duties(chosen, on=on, today=today):
        duties.setdefault(duty.commitment, []).append(duty)
    of_text = sources.bodies_of_texts(person, on=today)
    mine = [c for c in commitments if c.id in duties and of_text.get(c.text, body) == body]
    return FollowUp(
        body, _name(body), found.organisation,
        tuple(_followed(held, mine, duties) for held in _last(body, on, last)),
    )  # fmt: skip


def _last(body: str, on: date, last: int) -> list[Held]:
    held = [h for h in facts.history_of(meetings.body(body)) if h.state in _HELD and h.start]
    past_ones = [h for h in held if h.start < on.isoformat()]
    return sorted(past_ones, key=lambda h: (h.end or h.start, h.start), reverse=True)[:last]


def _followed(held: Held, mine: list[Commitment], duties: dict[str, list[Duty]]) -> Followed:
    first = date.fromisoformat((held.start + "-01-01")[:10])
    end = due.last_day(held.end or held.start) or first
    decided = [c for c in mine if c.text == held.id or first <= c.since <= end]
    said = _said([d.id for c in decided for d in duties[c.id] if d.version])
    lines = tuple(
        FollowedLine(
            c, figures.count(duties[c.id]), tuple(duties[c.id]),
            tuple(dict.fromkeys(said[d.id] for d in duties[c.id] if d.id in said))[:3],
        )
        for c in sorted(decided, key=lambda c: (c.place, c.id))
    )  # fmt: skip
    dates = held.start if held.end in {"", held.start} else f"{held.start} – {held.end}"
    return Followed(held.id, held.title, held.city, dates, held.outcomes, lines)


def _said(duty_ids: list[int]) -> dict[int, str]:
    found = {}
    for duty, entries in reading.entries_of(duty_ids).items():
        reports = [e for e in entries if e.act in REPORTS]
        if reports:
            found[duty] = str(max(reports, key=lambda e: e.order).data.get("text", ""))
    return found


def _name(slug: str, language: str = "en") -> str:
    texts = meetings.body(slug).names[-1].texts
    return texts.get(language) or texts.get("en") or slug
