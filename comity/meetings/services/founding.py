# SPDX-License-Identifier: Apache-2.0
"""How meetings come to be: the next conference, an extraordinary session on a member's request, an expert meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing
from comity.base.errors import Refused
from comity.meetings.models import Approval, Meeting
from comity.meetings.queries import access, facts
from comity.meetings.rules import convening, guards, wording
from comity.meetings.rules.convening import Kind, State, Who
from comity.meetings.services import acting, telling
from comity.reference.schema import Body

_PENDING = (State.PLANNED, State.HOSTED, State.DATED, State.INVITED, State.OPEN)


class OrdinalTaken(Refused):
    """There is such a meeting already, or the next one is planned."""

    code = "ordinal-taken"


def plan(  # the words of the form, one by one
    *, body: str, titles: Mapping[str, str], by: Person, at: datetime, kind: Kind = Kind.CONFERENCE,
    ordinal: int | None = None,
) -> str:  # fmt: skip
    """Plan the next ordinary meeting of a body (or a seminar) and return its id; raise `OrdinalTaken`.

    The Secretariat plans; a member does so by offering to host.
    """
    item, standing = access.body_for(by, body, on=at.date())
    end = convening.step("plan", kind=kind, state=State.NONE, who=_who(standing, by, item, at.date()))
    with transaction.atomic():
        number = ordinal or next_ordinal(item, kind)
        if kind is Kind.CONFERENCE and Meeting.objects.filter(body=body, kind=kind, state__in=_PENDING).exists():
            raise OrdinalTaken("The next meeting of this body is planned already.")
        if any(h.ordinal == number and h.kind is kind for h in facts.history_of(item)):
            raise OrdinalTaken("Meeting {number} of this body stands already.", number=number, field="ordinal")
        name = f"{body}-{number}" if kind is Kind.CONFERENCE else f"{body}-{kind}-{number}"
        row = made(item, name, kind, number, wording.languages(titles, "title", limit=200), at, state=end)
        acting.note(row, "plan", by=by, at=at, data={"ordinal": number})
    return row.pk


def request_session(*, body: str, subject: Mapping[str, str], by: Person, at: datetime) -> str:
    """Request an extraordinary session for one's State and return its id; every member is asked to approve it."""
    item, standing = access.body_for(by, body, on=at.date())
    who = _who(standing, by, item, at.date())
    end = convening.step("request_session", kind=Kind.EXTRAORDINARY, state=State.NONE, who=who)
    if access.rules(item).extraordinary is None:
        raise Refused("Nothing says who approves an extraordinary session of this body. Configure its practice first.")
    with transaction.atomic():
        number = next_ordinal(item, Kind.EXTRAORDINARY)
        title = {"en": f"Extraordinary session {number}"}
        row = made(item, f"{body}-extraordinary-{number}", Kind.EXTRAORDINARY, number, title, at, state=end)
        row.topics = wording.languages(subject, "subject", limit=2000)
        row.save(update_fields=["topics"])
        acting.note(row, "request_session", by=by, at=at, data={"state": by.state})
        telling.tell(row, "approval-asked", at=at, data={"state": by.state})
    return row.pk


def approve_session(*, meeting: str, is_approved: bool, by: Person, at: datetime) -> bool:
    """Say for one's State whether the session shall be held; return whether it is approved now.

    The session is planned the moment the share the body's rule demands is reached; till then States change
    their word freely.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "approve_session", at=at)
        Approval.objects.update_or_create(
            meeting=opening.row, state=by.state, defaults={"is_approved": is_approved, "at": at}
        )
        known = facts.of(opening.seen, on=at.date())
        least = guards.approvals_needed(known, opening.seen.rules)
        reached = least is not None and known.approvals >= least
        data = {"state": by.state, "approved": is_approved, "approvals": known.approvals, "members": known.members}
        if reached:
            opening.row.state = State.PLANNED
            opening = acting.Opened(opening.row, opening.seen, State.PLANNED, opening.warnings)
            telling.tell(opening.row, "session-approved", at=at)
        acting.done(opening, "approve_session", by=by, at=at, data=data)
    return reached


def convene_experts(*, meeting: str, start: date, end: date, by: Person, at: datetime) -> str:
    """Call the expert meeting that prepares a conference, with the same host, and return its id."""
    wording.days(start, end)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "convene_experts", at=at)
        parent = opening.row
        if Meeting.objects.filter(parent=parent).exists():
            raise OrdinalTaken("The expert meeting is called already.")
        if parent.start_date and end > parent.start_date:
            raise Refused("The expert meeting ends before the conference begins.")
        name = f"{parent.pk}-experts"
        titles = {"en": f"Expert meeting preparing {facts.shown(parent.titles)}"[:200]}
        row = made(opening.seen.body, name, Kind.EXPERTS, parent.ordinal, titles, at, state=State.DATED, parent=parent)
        row.host, row.city, row.country, row.zone = parent.host, parent.city, parent.country, parent.zone
        row.start_date, row.end_date, row.languages = start, end, parent.languages
        row.save()
        acting.done(opening, "convene_experts", by=by, at=at, data={"experts": name})
        telling.tell(row, "date-agreed", at=at, data={"start": start.isoformat()})
    return row.pk


def next_ordinal(item: Body, kind: Kind) -> int:
    """Return the ordinal after the last meeting of a kind, held, planned or of the past."""
    stored = Meeting.objects.filter(body=item.slug, kind=kind).aggregate(last=Max("ordinal"))["last"] or 0
    past = max((h.ordinal or 0 for h in facts.history_of(item) if h.kind is kind), default=0)
    return max(stored, past) + 1


def made(
    item: Body, name: str, kind: Kind, ordinal: int | None, titles: Mapping[str, str], at: datetime, **more: Any
) -> Meeting:
    """Write a new meeting; raise `OrdinalTaken` when another stands in its place, also one written at this moment."""
    if len(name) > acting.MAX_ID:
        raise Refused("The name of this meeting is too long for the ledger.")
    try:
        with transaction.atomic():
            return Meeting.objects.create(
                id=name, body=item.slug, organisation=item.organisation, kind=kind, ordinal=ordinal,
                titles=dict(titles), languages=list(titles), created_at=at, changed_at=at, **more,
            )  # fmt: skip
    except IntegrityError:
        raise OrdinalTaken("There is such a meeting already. Reload the page.") from None


def _who(standing: Standing, by: Person, item: Body, on: date) -> frozenset[Who]:
    if standing is Standing.SECRETARIAT:
        return frozenset({Who.SECRETARIAT})
    return frozenset({Who.MEMBER if by.state in access.members(item, on=on) else Who.OBSERVER})
