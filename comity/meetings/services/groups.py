# SPDX-License-Identifier: Apache-2.0
"""Expert groups: seats, tasks, meetings, deliverables. A group that is not whole by its rule cannot adopt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing
from comity.base.errors import Invalid, NotFound, Refused
from comity.ledger import services as ledger
from comity.meetings.models import Meeting, Seat, Task
from comity.meetings.queries import access
from comity.meetings.rules import convening, wording
from comity.meetings.rules.convening import Kind, NotYours, State, Who
from comity.meetings.services import acting, founding, telling


def take_seat(  # one expert
    *, group: str, name: str, function: str, by: Person, at: datetime, email: str = ""
) -> None:
    """Name one's State's expert (the Secretariat its own); who sat there before leaves.

    Raises `NotFound` for whoever has no place in the body, `Invalid` for an account of another State.
    """
    state = _side(group, by, at)
    user = accounts.by_email(email.strip()) if email.strip() else None
    if email.strip() and (user is None or user.state != state or not user.attends_meetings):
        raise Invalid("This account acts for another State or is unknown here.", field="email")
    named, role = wording.line(name, "name"), wording.line(function, "function", needed=False)
    with transaction.atomic():
        Seat.objects.select_for_update().filter(group=group, state=state, until__isnull=True).update(until=at)
        made = Seat.objects.create(
            group=group, state=state, name=named, function=role, user_id=user.id if user else None, since=at
        )
        _record(group, "seated", by, at, {"state": state, "seat": made.pk})


def leave_seat(*, group: str, by: Person, at: datetime) -> None:
    """Take one's State's expert (or the Secretariat's) out of the group."""
    state = _side(group, by, at)
    with transaction.atomic():
        if not Seat.objects.filter(group=group, state=state, until__isnull=True).update(until=at):
            raise Refused("Nobody sits there.")
        _record(group, "left", by, at, {"state": state})


def set_task(*, group: str, title: str, by: Person, at: datetime, due: date | None = None) -> int:
    """Give the group a task; only the Secretariat writes them down. Return its id."""
    if _side(group, by, at) or not by.has(Role.SECRETARIAT_OFFICER):
        raise NotYours("Tasks are written down by the Secretariat.")
    with transaction.atomic():
        made = Task.objects.create(group=group, title=wording.line(title, "title"), due=due, created_at=at)
        _record(group, "task", by, at, {"task": made.pk})
    return made.pk


def convene_group(
    *, group: str, titles: Mapping[str, str], start: date, end: date, city: str, by: Person, at: datetime
) -> str:
    """Call a meeting of an expert group and return its id."""
    item, found = access.group(group)
    _, standing = access.body_for(by, item.slug, on=at.date())
    who = frozenset({Who.SECRETARIAT if standing is Standing.SECRETARIAT else Who.MEMBER})
    state = convening.step("convene_group", kind=Kind.GROUP, state=State.NONE, who=who)
    wording.days(start, end)
    with transaction.atomic():
        number = Meeting.objects.filter(group=group).count() + 1
        wanted = dict(titles) or {"en": f"{found.name}: meeting {number}"}
        row = founding.made(
            item, f"{group}-{number}", Kind.GROUP, number, wording.languages(wanted, "title", limit=200), at,
            state=state, group=group, start_date=start, end_date=end, city=wording.line(city, "city", needed=False),
        )  # fmt: skip
        acting.note(row, "convene_group", by=by, at=at, data={"group": group})
        telling.tell(row, "invited", at=at, data={"start": start.isoformat()})
        telling.plan_reminders(row, at=at)
    return row.pk


def deliver(*, meeting: str, task: int, deliverable: str, by: Person, at: datetime) -> None:
    """Record that an open group meeting adopts what it delivers: a text or clause, or an agenda item.

    Raises `RuleForbids` naming who is missing when the group is not whole.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "decide", at=at)
        found = Task.objects.select_for_update().filter(pk=task, group=opening.row.group).first()
        if found is None or not opening.row.group:
            raise NotFound(access.NOT_THERE)
        if found.adopted_at:
            raise Refused("The group has delivered this already.")
        found.deliverable = wording.line(deliverable, "deliverable")
        found.meeting, found.adopted_at = opening.row, at
        found.save()
        acting.done(opening, "decide", by=by, at=at, data={"task": task, "deliverable": found.deliverable})


def _side(group: str, by: Person, at: datetime) -> str:
    item, _ = access.group(group)
    _, standing = access.body_for(by, item.slug, on=at.date())
    if standing is Standing.SECRETARIAT:
        return ""
    if by.state not in access.members(item, on=at.date()):
        raise NotYours("Only members and the Secretariat sit in this group.")
    return by.state


def _record(group: str, event: str, by: Person, at: datetime, data: Mapping[str, object]) -> None:
    ledger.record(
        event=f"group.{event}", subject=f"group:{group}", actor=f"person:{by.id}", at=at, data={**data, "for": by.state}
    )
