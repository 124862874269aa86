# SPDX-License-Identifier: Apache-2.0
"""The parts a meeting's page is made of, as frozen lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from comity.base.wording import unpacked
from comity.meetings import models
from comity.meetings.models import Act, AgendaItem, Document, Offer, RollCall, Session, Statement, Vote
from comity.meetings.rules.majority import Count, Result
from comity.meetings.rules.shapes import Outcome


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of a delegation."""

    name: str
    function: str
    institution: str
    is_head: bool
    user_id: int | None


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation with its people; `is_present` since the last roll call, None before one."""

    id: int
    state: str
    name: str
    capacity: str
    answer: str
    powers: str
    powers_reference: str
    people: tuple[PersonLine, ...]
    is_present: bool | None

    @property
    def head(self) -> str:
        """Return the name of the head, empty where none is named."""
        return next((p.name for p in self.people if p.is_head), "")


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer to host."""

    state: str
    city: str
    start: date | None
    end: date | None
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An entry of the programme."""

    id: int
    kind: str
    titles: dict[str, str]
    place: str
    starts_at: datetime | None
    ends_at: datetime | None
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the agenda."""

    number: int
    titles: dict[str, str]
    by_state: str
    cites: str
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A circulated document: a file or a text."""

    id: int
    title: str
    file_id: str
    text: str
    by_state: str
    item: int | None
    is_late: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What a State said."""

    state: str
    speaker: str
    kind: str
    text: str
    item: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RollLine:
    """A roll call."""

    number: int
    present: tuple[str, ...]
    others: tuple[str, ...]
    members: int
    at: datetime


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote: its rule, who casts which vote, what was cast, and the result once it is closed."""

    number: int
    question: str
    decision: str
    rule: dict[str, Any]
    votes: dict[str, str]
    ballots: tuple[tuple[str, str], ...]
    members: int
    warnings: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    result: dict[str, Any] | None
    arithmetic: str = ""

    @property
    def is_consensus(self) -> bool:
        """Say whether the question is one of consensus."""
        return bool(self.rule["consensus"])

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return the States that have a vote and have not cast it."""
        said = {state for state, _ in self.ballots}
        return tuple(state for state in self.votes if state not in said)


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act of the timeline."""

    act: str
    at: datetime
    actor: str
    state: str
    data: dict[str, Any] = field(default_factory=dict)


def offer(row: Offer) -> OfferLine:
    """Return the line of an offer."""
    return OfferLine(row.state, row.city, row.start_date, row.end_date, row.text, row.status)


def session(row: Session) -> SessionLine:
    """Return the line of a session."""
    return SessionLine(
        row.pk, row.kind, row.titles, row.place, row.starts_at, row.ends_at, tuple(row.audience)
    )  # fmt: skip


def item(row: AgendaItem) -> ItemLine:
    """Return the line of an agenda item."""
    return ItemLine(row.number, row.titles, row.by_state, row.cites, row.is_adopted)


def document(row: Document) -> DocumentLine:
    """Return the line of a document."""
    number = row.item.number if row.item else None
    file_id = str(row.file_id or "")
    return DocumentLine(row.pk, row.title, file_id, row.text, row.by_state, number, row.is_late, row.at)


def statement(row: Statement) -> StatementLine:
    """Return the line of a statement."""
    return StatementLine(row.state, row.speaker, row.kind, row.text, row.item.number if row.item else None, row.at)


def roll(row: RollCall) -> RollLine:
    """Return the line of a roll call."""
    return RollLine(row.number, tuple(row.present), tuple(row.others), len(row.members), row.at)


def vote(row: Vote) -> VoteLine:
    """Return the line of a vote, with its arithmetic once it is closed."""
    ballots = tuple(sorted((b.state, b.choice) for b in row.ballot_set.all()))
    shown = ""
    if row.result:
        kept = {key: value for key, value in row.result.items() if key != "count"}
        shown = Result(count=Count(**row.result["count"]), **kept).arithmetic
    return VoteLine(
        row.number, row.question, row.decision, row.rule, dict(sorted(row.votes.items())), ballots, row.members,
        tuple(unpacked(w) for w in row.warnings), row.opened_at, row.closed_at, row.result, shown,
    )  # fmt: skip


def act(row: Act) -> ActLine:
    """Return the line of an act."""
    return ActLine(row.act, row.at, row.actor_name, row.state, row.data)


def outcome(row: models.Outcome) -> Outcome:
    """Return the shape of an outcome."""
    return Outcome(
        id=row.pk, meeting=row.meeting_id, number=row.number, kind=row.kind, texts=tuple(sorted(row.texts.items())),
        cites=row.cites, owners=tuple(row.owners), due=row.due, taken_by="vote" if row.vote else "consensus",
        vote=row.vote.number if row.vote else None, at=row.at,
    )  # fmt: skip
