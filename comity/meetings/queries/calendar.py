# SPDX-License-Identifier: Apache-2.0
"""What stands in a person's calendar: the meetings of their bodies and the sessions they may see, as they are today."""

from __future__ import annotations

from datetime import date

from comity.accounts.rules.roles import Person
from comity.meetings.models import Delegate, Meeting, Notice, Session
from comity.meetings.queries import access, facts
from comity.meetings.rules.convening import State, Who
from comity.meetings.rules.icalendar import Event

_SHOWN = (State.HOSTED, State.DATED, State.INVITED, State.OPEN, State.CLOSED, State.CANCELLED)


def events(person: Person, *, on: date, host: str) -> tuple[Event, ...]:
    """Return the events of a person; `host` is the node's address, which makes ids unique and links whole."""
    slugs = [item.slug for item in access.bodies_for(person, on=on)]
    invited = Delegate.objects.filter(user_id=person.id, has_left=False).values("delegation__meeting")
    rows = Meeting.objects.filter(state__in=_SHOWN, start_date__isnull=False)
    mine = (rows.filter(body__in=slugs) | rows.filter(pk__in=invited)).distinct().order_by("start_date", "pk")
    found: list[Event] = []
    for row in mine:
        who = access.meeting(person, row.pk, on=on).who
        found += _of(row, person, sees_all=Who.SECRETARIAT in who, host=host)
    return tuple(found)


def notices(person: Person, *, limit: int = 50) -> tuple[Notice, ...]:
    """Return what a person was told, the latest first; of what they may not see any more, nothing."""
    slugs = {item.slug for item in access.bodies_for(person, on=date.max)}
    rows = Notice.objects.filter(user_id=person.id).select_related("meeting").order_by("-at", "-pk")[:limit]
    return tuple(n for n in rows if n.meeting.body in slugs)


def unread(person: Person) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(user_id=person.id, read_at__isnull=True).count()


def _of(row: Meeting, person: Person, *, sees_all: bool, host: str) -> list[Event]:
    if row.start_date is None or row.end_date is None:
        return []
    page = f"{host}/meetings/{row.pk}/"
    place = ", ".join(part for part in (row.city, row.country) if part)
    is_off = row.state == State.CANCELLED
    made = [
        Event(
            f"{row.pk}@{_name(host)}", facts.shown(row.titles), row.start_date, row.end_date, row.changed_at, place,
            facts.shown(row.topics), page, is_off, row.sequence,
        )
    ]  # fmt: skip
    visible = {s.pk for s in facts.sessions(row, state=person.state, sees_all=sees_all)}
    for session in Session.objects.filter(meeting=row, starts_at__isnull=False).order_by("starts_at", "pk"):
        may_see = sees_all or not session.audience or person.state in session.audience
        if may_see and session.starts_at and session.ends_at:
            made.append(
                Event(
                    f"{row.pk}-{session.pk}@{_name(host)}", facts.shown(session.titles), session.starts_at,
                    session.ends_at, session.changed_at, session.place or place, facts.shown(row.titles), page,
                    is_off or session.pk not in visible, session.sequence,
                )
            )  # fmt: skip
    return made


def _name(host: str) -> str:
    return host.rsplit("//", maxsplit=1)[-1]
