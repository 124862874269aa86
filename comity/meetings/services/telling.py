# SPDX-License-Identifier: Apache-2.0
"""Telling people: notices on their pages at once, reminders by deferred jobs. No mail leaves the node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base import moments
from comity.meetings.models import Delegate, Meeting, Notice
from comity.meetings.queries import access
from comity.meetings.rules.convening import Kind, State
from comity.queue import services as queue

# reminder: how many days before which day of the meeting it is given, and in which states it still makes sense
REMINDERS: Mapping[str, tuple[str, int, tuple[State, ...]]] = {
    "answer-soon": ("answer_by", 3, (State.INVITED,)),
    "documents-soon": ("documents_by", 3, (State.DATED, State.INVITED)),
    "starts-soon": ("start_date", 7, (State.DATED, State.INVITED)),
    "starts-tomorrow": ("start_date", 1, (State.INVITED,)),
}
_MORNING = time(6, tzinfo=UTC)


def concerned(row: Meeting, *, on: date, states: Iterable[str] | None = None) -> tuple[Person, ...]:
    """Return whom a meeting concerns: officers of the Secretariat, delegates of its States or of `states`, guests."""
    item = access.body(row.body)
    wanted = set(states) if states is not None else {*access.members(item, on=on), *access.observers(item, on=on)}
    accredited = set(
        Delegate.objects.filter(delegation__meeting=row, has_left=False, user__isnull=False).values_list(
            "user_id", flat=True
        )
    )
    people = accounts.people(Role.DELEGATE, Role.SECRETARIAT_OFFICER)
    return tuple(p for p in people if p.has(Role.SECRETARIAT_OFFICER) or p.state in wanted or p.id in accredited)


def tell(
    row: Meeting, code: str, *, at: datetime, data: Mapping[str, Any] | None = None, states: Iterable[str] | None = None
) -> int:
    """Give everyone concerned a notice in the caller's transaction; return how many. Telling twice at `at` is once."""
    rows = [
        Notice(user_id=p.id, meeting=row, code=code, data=dict(data or {}), at=at)
        for p in concerned(row, on=at.date(), states=states)
    ]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


def plan_reminders(row: Meeting, *, at: datetime) -> None:
    """Enqueue the reminders of a meeting; a day that has passed is not reminded of."""
    for code, (_, days, _) in REMINDERS.items():
        day = day_of(row, code)
        when = datetime.combine(day - timedelta(days=days), _MORNING) if day else None
        if when and when > at:
            payload = {
                "meeting": row.pk,
                "code": code,
                "day": day.isoformat() if day else "",
                "at": moments.to_text(when),
            }
            queue.enqueue(
                key=f"meetings.remind:{row.pk}:{code}:{day}", kind="meetings.remind", payload=payload, at=when
            )


def day_of(row: Meeting, code: str) -> date | None:
    """Return the day a reminder counts from, as it stands now."""
    which = REMINDERS[code][0]
    if which != "documents_by":
        found: date | None = getattr(row, which)
        return found
    rule = access.rules(access.body(row.body)).circulation
    if rule is None or row.start_date is None or row.kind == Kind.GROUP:
        return None
    return row.start_date - timedelta(days=rule.days_before)


def read(*, by: Person, at: datetime) -> None:
    """Mark every notice of a person as read."""
    with transaction.atomic():
        Notice.objects.filter(user_id=by.id, read_at__isnull=True).update(read_at=at)
