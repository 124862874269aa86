# SPDX-License-Identifier: Apache-2.0
"""A meeting as its page and papers show it to a person: what they may see, what they may do, what the rules say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.drafting.queries import texts
from comity.meetings.models import (
    Act,
    AgendaItem,
    Approval,
    Delegate,
    Delegation,
    Document,
    Meeting,
    Offer,
    Outcome,
    RollCall,
    Statement,
    Task,
    Vote,
)
from comity.meetings.queries import access, facts, lines, naming
from comity.meetings.queries.access import Seen
from comity.meetings.queries.barring import Lines, barred_acts
from comity.meetings.queries.lines import DelegationLine, SessionLine, VoteLine
from comity.meetings.rules import convening, guards, shapes
from comity.meetings.rules.convening import Kind, State, Who
from comity.meetings.rules.guards import Finding

_ENDED = facts.ENDED
__all__ = ["DelegationLine", "MeetingPage", "SessionLine", "VoteLine", "meeting"]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything of one meeting that a person may see."""

    id: str
    body: str
    body_name: Mapping[str, str]
    organisation: str
    kind: Kind
    ordinal: int | None
    state: State
    titles: Mapping[str, str]
    topics: Mapping[str, str]
    languages: tuple[str, ...]
    host: str
    city: str
    country: str
    zone: str
    start: str
    end: str
    answer_by: date | None
    date_agreed_by: tuple[str, ...]
    agenda_adopted_at: datetime | None
    next_host: str
    sources: tuple[str, ...]
    record: Mapping[str, list[str]]
    who: frozenset[Who]
    acts: tuple[str, ...]
    barred: Mapping[str, tuple[Finding, ...]]
    onward: str
    findings: tuple[Finding, ...]
    members: tuple[str, ...]
    approvals: tuple[tuple[str, bool], ...]
    approvals_needed: int | None
    offers: tuple[lines.OfferLine, ...]
    delegations: tuple[DelegationLine, ...]
    mine: DelegationLine | None
    sessions: tuple[SessionLine, ...]
    agenda: tuple[lines.ItemLine, ...]
    documents: tuple[lines.DocumentLine, ...]
    statements: tuple[lines.StatementLine, ...]
    rolls: tuple[lines.RollLine, ...]
    has_quorum: bool | None
    proxies: tuple[tuple[str, str], ...]
    votes: tuple[VoteLine, ...]
    outcomes: tuple[shapes.Outcome, ...]
    corrections: tuple[lines.ActLine, ...]
    timeline: tuple[lines.ActLine, ...]
    experts: str
    has_prepared: bool
    parent: str
    group: str
    tasks: tuple[tuple[int, str], ...]

    @property
    def days(self) -> tuple[tuple[date, tuple[SessionLine, ...]], ...]:
        """Return the programme day by day, by the clocks of the place."""
        place = ZoneInfo(self.zone)
        timed = [s for s in self.sessions if s.starts_at]
        by_day = groupby(timed, key=lambda s: s.starts_at.astimezone(place).date() if s.starts_at else date.min)
        return tuple((day, tuple(found)) for day, found in by_day)

    @property
    def next_roll(self) -> int:
        """Return the number of the next roll call."""
        return (self.rolls[-1].number if self.rolls else 0) + 1

    @property
    def open_vote(self) -> VoteLine | None:
        """Return the vote that is open."""
        return next((v for v in self.votes if v.closed_at is None), None)

    @property
    def present(self) -> tuple[str, ...]:
        """Return the States at the last roll call."""
        return (*self.rolls[-1].present, *self.rolls[-1].others) if self.rolls else ()


def meeting(person: Person, meeting_id: str, *, at: datetime) -> MeetingPage:
    """Return a stored meeting for a person; raise the same `NotFound` for absent and forbidden."""
    seen = access.meeting(person, meeting_id, on=at.date())
    row = seen.row
    known = facts.of(seen, on=at.date())
    acts = convening.possible(kind=Kind(row.kind), state=State(row.state), who=seen.who)
    rolls = tuple(lines.roll(r) for r in RollCall.objects.filter(meeting=row).order_by("number"))
    people = _delegations(row, rolls)
    timeline = tuple(lines.act(a) for a in Act.objects.filter(meeting=row).order_by("at", "pk"))
    outward = next((a for a in convening.ONWARD.get(State(row.state), ()) if not _is_done(a, seen, people)), "")
    sees_all = Who.SECRETARIAT in seen.who
    own = facts.held(row)
    shown = next((h for h in facts.history_of(seen.body) if h.id == row.pk), own) if row.state in _ENDED else own
    children = Meeting.objects.filter(parent=row).first()
    offers = tuple(lines.offer(o) for o in Offer.objects.filter(meeting=row).order_by("at"))
    sessions = tuple(lines.session(s) for s in facts.sessions(row, state=person.state, sees_all=sees_all))
    agenda = tuple(lines.item(i) for i in AgendaItem.objects.filter(meeting=row).order_by("number"))
    votes = tuple(
        lines.vote(v) for v in Vote.objects.filter(meeting=row).prefetch_related("ballot_set").order_by("number")
    )
    proxies = facts.proxies(row)
    tasks = tuple(
        Task.objects.filter(group=row.group, adopted_at__isnull=True).values_list("pk", "title")
    ) if row.group else ()  # fmt: skip
    held = Lines(offers, people, proxies, votes, len(agenda), len(sessions), len(tasks), children is not None)
    return MeetingPage(
        id=row.pk, body=row.body, body_name=naming.name_on(seen.body.names, shown.start or at.date().isoformat()),
        organisation=row.organisation, kind=Kind(row.kind), ordinal=row.ordinal, state=State(row.state),
        titles=row.titles, topics=row.topics, languages=tuple(row.languages), host=row.host, city=row.city,
        country=row.country, zone=row.zone, start=shown.start, end=shown.end, answer_by=row.answer_by,
        date_agreed_by=tuple(row.date_agreed_by), agenda_adopted_at=row.agenda_adopted_at, next_host=row.next_host,
        sources=tuple(s.name for s in shown.sources), record=row.record, who=seen.who, acts=acts,
        barred=barred_acts(acts, seen, known, person, held), onward=outward,
        findings=guards.findings(_watched(State(row.state)), known, seen.rules), members=seen.members,
        approvals=tuple(Approval.objects.filter(meeting=row).order_by("state").values_list("state", "is_approved")),
        approvals_needed=guards.approvals_needed(known, seen.rules) if row.kind == Kind.EXTRAORDINARY else None,
        offers=offers,
        delegations=people, mine=next((d for d in people if person.state and d.state == person.state), None),
        sessions=sessions,
        agenda=agenda,
        documents=tuple(
            lines.document(d) for d in Document.objects.filter(meeting=row).select_related("item").order_by("at", "pk")
        ),
        statements=tuple(
            lines.statement(s)
            for s in Statement.objects.filter(meeting=row).select_related("item").order_by("at", "pk")
        ),
        rolls=rolls, has_quorum=guards.has_quorum(known, seen.rules) if rolls else None,
        proxies=tuple((p.giver, p.holder) for p in proxies),
        votes=votes,
        outcomes=tuple(
            lines.outcome(o) for o in Outcome.objects.filter(meeting=row).select_related("vote").order_by("number")
        ),
        corrections=tuple(a for a in timeline if a.act == "correct"), timeline=timeline,
        experts=children.pk if children else "", has_prepared=known.experts_adopted, parent=row.parent_id or "",
        group=row.group, tasks=tasks,
    )  # fmt: skip


def cited(page: MeetingPage, person: Person, *, at: datetime) -> dict[str, tuple[str, str]]:
    """Return text and clause of what items and outcomes cite, by how they cite it, where the person may read it."""
    found = {}
    for ref in ({i.cites for i in page.agenda} | {o.cites for o in page.outcomes}) - {""}:
        try:
            clause = texts.clause(person, ref, at=at)
        except NotFound:
            continue
        found[ref] = (clause.text, clause.clause)
    return found


def document(person: Person, meeting_id: str, document_id: int, *, at: datetime) -> str:
    """Return the file id of a circulated document; raise `NotFound`."""
    seen = access.meeting(person, meeting_id, on=at.date())
    row = Document.objects.filter(pk=document_id, meeting=seen.row, file__isnull=False).first()
    if row is None:
        raise NotFound(access.NOT_THERE)
    return str(row.file_id)


def _delegations(row: Meeting, rolls: tuple[lines.RollLine, ...]) -> tuple[DelegationLine, ...]:
    people: dict[int, list[lines.PersonLine]] = {}
    for d in Delegate.objects.filter(delegation__meeting=row, has_left=False).order_by("-is_head", "place"):
        line = lines.PersonLine(d.name, d.function, d.institution, d.is_head, d.user_id)
        people.setdefault(d.delegation_id, []).append(line)
    here = {*rolls[-1].present, *rolls[-1].others} if rolls else None
    order = {"member": 0, "observer": 1, "secretariat": 2, "partner": 3, "guest": 4}
    rows = sorted(Delegation.objects.filter(meeting=row), key=lambda d: (order.get(d.capacity, 9), d.state, d.name))
    return tuple(
        DelegationLine(
            d.pk, d.state, d.name, d.capacity, d.answer, d.powers, d.powers_reference, tuple(people.get(d.pk, ())),
            None if here is None or not d.state else d.state in here,
        )
        for d in rows
    )  # fmt: skip


def _watched(state: State) -> str:
    return {State.INVITED: "open", State.DATED: "open", State.HOSTED: "open", State.OPEN: "close"}.get(state, "")


def _is_done(act: str, seen: Seen, people: tuple[DelegationLine, ...]) -> bool:
    row = seen.row
    answers: dict[str, Callable[[], bool]] = {
        "offer": Offer.objects.filter(meeting=row, status="offered").exists,
        "propose_date": lambda: row.start_date is not None,
        "convene_experts": lambda: (
            seen.rules.expert_meeting is None or row.kind == Kind.EXPERTS or Meeting.objects.filter(parent=row).exists()
        ),
        "accredit": lambda: any(d.powers == "accepted" for d in people),
        "schedule": row.session_set.exists,
        "adopt_agenda": lambda: (
            row.agenda_adopted_at is not None
            or row.kind == Kind.EXPERTS
            or (row.kind == Kind.CONFERENCE and seen.rules.expert_meeting is not None)
        ),
        "circulate": row.document_set.exists,
        "call_roll": row.rollcall_set.exists,
        "speak": row.statement_set.exists,
        "open_vote": lambda: row.vote_set.exists() or row.outcome_set.exists(),
        "decide": row.outcome_set.exists,
    }
    return act in answers and answers[act]()
