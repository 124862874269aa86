# SPDX-License-Identifier: Apache-2.0
"""Reminding: the sweep that tells people what falls due and climbs when nothing comes. Safe to run twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.commitments.models import Duty, Notice
from comity.commitments.rules import history, reminders
from comity.commitments.rules.addressees import EXPERTS, SECRETARIAT
from comity.commitments.rules.lifecycle import FINAL, Status
from comity.ledger import services as ledger

_BLOCK = 500


def remind(*, at: datetime) -> int:
    """Give every notice whose day has come and was not given yet; return how many were."""
    on = at.date()
    horizon = on + timedelta(days=reminders.EARLIEST_DAYS)
    people = accounts.people(Role.DELEGATE, Role.SECRETARIAT_OFFICER, Role.CENTRAL_OFFICER)
    rows = Duty.objects.filter(due_on__lte=horizon).exclude(status__in=FINAL).select_related("commitment")
    given = 0
    block: list[Notice] = []
    for duty in rows.order_by("pk").iterator(chunk_size=_BLOCK):
        block.extend(_notices(duty, people, on, at))
        if len(block) >= _BLOCK:
            given += _give(block, at)
            block = []
    return given + _give(block, at)


def seen(*, by: Person, at: datetime) -> int:
    """Note that a person read their notices; return how many were new."""
    return Notice.objects.filter(user_id=by.id, seen_at__isnull=True).update(seen_at=at)


def _notices(duty: Duty, people: Iterable[Person], on: date, at: datetime) -> list[Notice]:
    if duty.due_on is None or not _is_awaited(duty, on):
        return []
    step = reminders.step_on(duty.due_on, on=on)
    if step is None:
        return []
    return [
        Notice(user_id=person.id, duty=duty, step=step.name, due_on=duty.due_on, at=at)
        for person in people
        if _reaches(step, person, duty.owner)
    ]


def _is_awaited(duty: Duty, on: date) -> bool:
    status = Status(duty.status)
    if status is Status.REPORTED:
        return False
    is_settled = status is Status.KEPT and duty.commitment.rhythm == "once"
    rhythm = duty.commitment.rhythm
    return not is_settled and history.shown(status, due_on=duty.due_on, rhythm=rhythm, on=on) not in FINAL


def _reaches(step: reminders.Step, person: Person, owner: str) -> bool:
    is_office = owner in {SECRETARIAT, EXPERTS}
    if person.has(Role.SECRETARIAT_OFFICER):
        return reminders.SECRETARIAT in step.reaches or (is_office and reminders.OWNER in step.reaches)
    if person.state != owner:
        return False
    if person.has(Role.DELEGATE) and reminders.OWNER in step.reaches:
        return True
    return person.has(Role.CENTRAL_OFFICER) and reminders.CONTACTS in step.reaches


def _give(block: list[Notice], at: datetime) -> int:
    if not block:
        return 0
    with transaction.atomic():
        keys = {(n.user_id, n.duty_id, n.step, n.due_on) for n in block}
        there = Notice.objects.filter(duty_id__in={n.duty_id for n in block})
        new = keys - set(there.values_list("user_id", "duty_id", "step", "due_on"))
        rows = [n for n in block if (n.user_id, n.duty_id, n.step, n.due_on) in new]
        Notice.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
        if rows:
            data = {"notices": len(rows), "duties": len({n.duty_id for n in rows})}
            ledger.record(event="commitment.reminded", subject="commitments", actor="node", at=at, data=data)
    return len(rows)
