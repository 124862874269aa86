# SPDX-License-Identifier: Apache-2.0
"""Accreditation: who comes for a State, who heads the delegation, whether its full powers are in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound, Refused
from comity.meetings.models import Delegate, Delegation
from comity.meetings.queries import access
from comity.meetings.rules import wording
from comity.meetings.rules.convening import Who
from comity.meetings.services import acting

MOST = 200


@dataclass(frozen=True, slots=True)
class Given:
    """A person of a delegation as the form gives them; `email` names an account of this node, empty for none."""

    name: str
    function: str = ""
    institution: str = ""
    is_head: bool = False
    email: str = ""


def accredit(  # one list of people and the paper that empowers them
    *, meeting: str, people: Sequence[Given], powers: str, by: Person, at: datetime, delegation: int | None = None
) -> None:
    """Give the list of a delegation anew, with the reference of its full powers; acceptance starts afresh.

    A delegate speaks for their own State; the Secretariat for itself and for guests (`delegation`), never for a member.
    Raises `Invalid` for no head, two heads, a person of another State; `NotFound` for another's delegation.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "accredit", at=at)
        found = _mine(opening, by, delegation)
        rows = [_person(found, given, place) for place, given in enumerate(people)]
        if not rows or len(rows) > MOST:
            raise Invalid("A delegation has between 1 and {most} people.", most=MOST, field="name")
        if sum(row.is_head for row in rows) != 1:
            raise Invalid("Name exactly one head of the delegation.", field="head")
        users = [row.user_id for row in rows if row.user_id]
        if len(users) != len(set(users)):
            raise Invalid("An account stands twice in the list.", field="email")
        Delegate.objects.filter(delegation=found, has_left=False).update(has_left=True)
        Delegate.objects.bulk_create(rows)
        found.powers_reference = wording.line(powers, "powers", needed=False)
        found.powers = "given" if found.powers_reference else "none"
        found.answer = "comes"
        found.save()
        data = {"delegation": found.pk, "state": found.state, "people": len(rows), "powers": found.powers}
        acting.done(opening, "accredit", by=by, at=at, data=data)


def accept_powers(*, meeting: str, delegation: int, by: Person, at: datetime) -> None:
    """Find the full powers of a delegation in order: from now on its people speak and vote for their State."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "accept_powers", at=at)
        found = Delegation.objects.select_for_update().filter(pk=delegation, meeting=opening.row).first()
        if found is None:
            raise NotFound(access.NOT_THERE)
        if found.powers != "given":
            raise Refused("This delegation has given no full powers that wait for acceptance.")
        found.powers = "accepted"
        found.save(update_fields=["powers"])
        acting.done(opening, "accept_powers", by=by, at=at, data={"delegation": found.pk, "state": found.state})


def heads(meeting: str) -> tuple[tuple[str, Delegate], ...]:
    """Return each member State with the head of its accepted delegation."""
    rows = Delegate.objects.filter(
        delegation__meeting_id=meeting, delegation__capacity="member", delegation__powers="accepted", is_head=True,
        has_left=False,
    ).select_related("delegation").order_by("delegation__state")  # fmt: skip
    return tuple((row.delegation.state, row) for row in rows)


def _mine(opening: acting.Opened, by: Person, delegation: int | None) -> Delegation:
    rows = Delegation.objects.select_for_update().filter(meeting=opening.row)
    if Who.SECRETARIAT in opening.seen.who:
        # The Secretariat accredits itself and guests; a member names its own delegation.
        found = rows.filter(pk=delegation or 0).exclude(capacity="member").first()
    else:
        found = rows.filter(state=by.state).first()
    if found is None or (delegation is not None and found.pk != delegation):
        raise NotFound(access.NOT_THERE)
    return found


def _person(delegation: Delegation, given: Given, place: int) -> Delegate:
    user = None
    if given.email.strip():
        user = accounts.by_email(given.email.strip())
        wanted = Role.DELEGATE if delegation.state else Role.SECRETARIAT_OFFICER
        if user is None or user.state != delegation.state or not user.has(wanted):
            raise Invalid("This account acts for another State or is unknown here.", field="email")
    return Delegate(
        delegation=delegation, name=wording.line(given.name, "name"), is_head=given.is_head, place=place,
        function=wording.line(given.function, "function", needed=False),
        institution=wording.line(given.institution, "institution", needed=False), user_id=user.id if user else None,
    )  # fmt: skip
