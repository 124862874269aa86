# SPDX-License-Identifier: Apache-2.0
"""From the host's offer to the invitations: offer, welcome, date, invitations, guests, or the end of it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, Refused
from comity.meetings.models import Delegation, Meeting, Offer
from comity.meetings.queries import access, facts
from comity.meetings.rules import guards, wording
from comity.meetings.rules.convening import Kind, State, Who
from comity.meetings.services import acting, founding, telling
from comity.reference import load

GUEST_CAPACITIES = ("guest", "partner", "observer")


def offer_next(  # one offer, word by word
    *, body: str, titles: Mapping[str, str], city: str, zone: str, start: date | None, end: date | None, text: str,
    by: Person, at: datetime,
) -> str:  # fmt: skip
    """Offer to host the next ordinary meeting of a body, planning it first where it is not; return its id."""
    with transaction.atomic():
        row = Meeting.objects.filter(body=body, kind=Kind.CONFERENCE, state=State.PLANNED).first()
        meeting = row.pk if row else founding.plan(body=body, titles=titles, by=by, at=at)
        offer(meeting=meeting, city=city, zone=zone, start=start, end=end, text=text, by=by, at=at)
    return meeting


def offer(  # one offer, word by word
    *, meeting: str, city: str, zone: str, start: date | None, end: date | None, text: str, by: Person, at: datetime
) -> None:
    """Offer to host a planned meeting for one's State; offered again, the offer is changed."""
    if (start is None) != (end is None):
        raise Invalid("Give both the first and the last day, or neither.", field="end")
    if start and end:
        wording.days(start, end)
    values = {
        "city": wording.line(city, "city"), "zone": wording.zone(zone), "start_date": start, "end_date": end,
        "text": wording.text(text, "text", needed=False), "status": "offered", "at": at,
    }  # fmt: skip
    with transaction.atomic():
        opening = acting.opened(by, meeting, "offer", at=at)
        Offer.objects.update_or_create(meeting=opening.row, state=by.state, defaults=values)
        acting.done(opening, "offer", by=by, at=at, data={"state": by.state})
        telling.tell(opening.row, "host-offered", at=at, data={"state": by.state})


def withdraw_offer(*, meeting: str, by: Person, at: datetime) -> None:
    """Take one's State's offer back."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "withdraw_offer", at=at)
        if not Offer.objects.filter(meeting=opening.row, state=by.state, status="offered").update(status="withdrawn"):
            raise Refused("Your State has no offer standing.")
        acting.done(opening, "withdraw_offer", by=by, at=at, data={"state": by.state})


def welcome(*, meeting: str, state: str, by: Person, at: datetime) -> tuple[str, ...]:
    """Record that an offer is welcomed: its State hosts, its days are proposed. Return what practice warns of."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "welcome", at=at, guarded=False)
        found = Offer.objects.filter(meeting=opening.row, state=state, status="offered").first()
        if found is None:
            raise Invalid("This State has not offered to host.", field="state")
        row = opening.row
        row.host, row.city, row.country, row.zone = state, found.city, state, found.zone
        row.start_date, row.end_date = found.start_date, found.end_date
        row.date_agreed_by = ["host"] if found.start_date else []
        warnings = acting.check_rules(opening, "welcome", at=at)
        found.status = "welcomed"
        found.save(update_fields=["status"])
        acting.done(opening, "welcome", by=by, at=at, data={"host": state})
        telling.tell(row, "host-welcomed", at=at, data={"state": state})
    return tuple(w.sentence for w in warnings)


def propose_date(*, meeting: str, start: date, end: date, by: Person, at: datetime) -> None:
    """Propose the days for one's side, host or Secretariat; the other side agrees them."""
    wording.days(start, end)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "propose_date", at=at)
        row = opening.row
        row.start_date, row.end_date, row.date_agreed_by = start, end, [_side(opening)]
        if row.state in {State.DATED, State.INVITED}:  # a postponement: the days are agreed and invited to anew
            opening = acting.Opened(row, opening.seen, State.HOSTED, opening.warnings)
        data = {"start": start.isoformat(), "end": end.isoformat(), "side": _side(opening)}
        acting.done(opening, "propose_date", by=by, at=at, data=data)
        telling.tell(row, "date-proposed", at=at, data=data, states=[row.host])


def agree_date(*, meeting: str, by: Person, at: datetime) -> tuple[str, ...]:
    """Agree the days proposed; where the body's rule wants host and Secretariat to agree, one side alone cannot.

    Returns what practice warns of, such as a day after the meeting was due.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "agree_date", at=at, guarded=False)
        row = opening.row
        if row.start_date is None or row.end_date is None:
            raise Refused("No days are proposed yet.")
        row.date_agreed_by = sorted({*row.date_agreed_by, _side(opening)})
        warnings = acting.check_rules(opening, "agree_date", at=at)
        data = {"start": row.start_date.isoformat(), "end": row.end_date.isoformat(), "sides": row.date_agreed_by}
        acting.done(opening, "agree_date", by=by, at=at, data=data)
        telling.tell(row, "date-agreed", at=at, data={"start": row.start_date.isoformat()})
        telling.plan_reminders(row, at=at)
    return tuple(w.sentence for w in warnings)


def invite(*, meeting: str, answer_by: date, by: Person, at: datetime) -> None:
    """Invite every member and observer; each of them finds its letter on the meeting's page."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "invite", at=at)
        row = opening.row
        if row.start_date is None or answer_by > row.start_date:
            raise Invalid("The answer is wanted before the meeting begins.", field="answer_by")
        row.answer_by = answer_by
        observed = access.observers(opening.seen.body, on=at.date())
        states = [(code, "member") for code in opening.seen.members] + [(code, "observer") for code in observed]
        for state, capacity in states:
            Delegation.objects.get_or_create(
                meeting=row, state=state, name="", defaults={"capacity": capacity, "invited_at": at}
            )
        secretariat = opening.seen.body.secretariat
        Delegation.objects.get_or_create(
            meeting=row, state="", name=secretariat.name if secretariat else "Secretariat",
            defaults={"capacity": "secretariat", "invited_at": at},
        )  # fmt: skip
        acting.done(opening, "invite", by=by, at=at, data={"states": [code for code, _ in states]})
        telling.tell(row, "invited", at=at, data={"answer_by": answer_by.isoformat()})
        telling.plan_reminders(row, at=at)


def answer(*, meeting: str, comes: bool, by: Person, at: datetime) -> None:
    """Say for one's State whether its delegation comes."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "answer", at=at)
        found = Delegation.objects.filter(meeting=opening.row, state=by.state)
        if not found.update(answer="comes" if comes else "declines"):
            raise Refused("Your State is not invited.")
        acting.done(opening, "answer", by=by, at=at, data={"state": by.state, "comes": comes})


def invite_guest(
    *, meeting: str, capacity: str, by: Person, at: datetime, state: str = "", name: str = ""
) -> tuple[str, ...]:
    """Invite a guest State or an organisation and return what practice warns of.

    Raises `Invalid` for a member, an unknown State or nobody.
    """
    if capacity not in GUEST_CAPACITIES:
        raise Invalid("Choose guest, partner or observer.", field="capacity")
    if state and state not in load().states:
        raise Invalid("“{state}” is not a State Comity knows. Use a code such as SA.", state=state, field="state")
    if not state and not name.strip():
        raise Invalid("Name the State, the organisation or the person you invite.", field="name")
    named = wording.line(name, "name", needed=not state)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "invite_guest", at=at)
        known = replace(facts.of(opening.seen, on=at.date()), capacity=capacity)
        warnings = guards.require("invite_guest", known, opening.seen.rules)
        if state in opening.seen.members:
            raise Invalid("This State is a member: it is invited with all members.", field="state")
        _, is_new = Delegation.objects.get_or_create(
            meeting=opening.row, state=state, name=named, defaults={"capacity": capacity, "invited_at": at}
        )
        if not is_new:
            raise Refused("This guest is invited already.")
        acting.done(opening, "invite_guest", by=by, at=at, data={"state": state, "capacity": capacity})
    return tuple(w.sentence for w in warnings)


def cancel(*, meeting: str, reason: str, by: Person, at: datetime) -> None:
    """Cancel a meeting that is not open yet; its calendar entries are taken away from every subscription."""
    says = wording.text(reason, "reason")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "cancel", at=at)
        acting.done(opening, "cancel", by=by, at=at, says=says)
        for child in Meeting.objects.select_for_update().filter(
            parent=opening.row, state__in=[State.DATED, State.INVITED]
        ):
            child.state, child.changed_at, child.sequence = State.CANCELLED, at, child.sequence + 1
            child.save(update_fields=["state", "changed_at", "sequence"])
            acting.note(child, "cancel", by=by, at=at)
        telling.tell(opening.row, "cancelled", at=at)


def _side(opening: acting.Opened) -> str:
    return "secretariat" if Who.SECRETARIAT in opening.seen.who else "host"
