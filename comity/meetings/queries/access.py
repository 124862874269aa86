# SPDX-License-Identifier: Apache-2.0
"""Who sees a body and a meeting, and in which capacity: the one door every read and act passes.

Standing in the organisation opens its bodies; a guest sees the one meeting they are accredited to. Absent and
forbidden are the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.accounts.rules import standing as standings
from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing
from comity.base.errors import NotFound
from comity.base.wording import Sentence
from comity.meetings.models import Delegate, Meeting, Practice, Seat
from comity.meetings.rules import law
from comity.meetings.rules.convening import Who
from comity.reference import load
from comity.reference.schema import Body, Group, Rules

NOT_THERE = Sentence("There is no such page.")


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as a person may act on it."""

    row: Meeting
    who: frozenset[Who]
    body: Body
    rules: Rules
    members: tuple[str, ...]


def body(slug: str) -> Body:
    """Return a body; raise `NotFound`."""
    found = load().bodies.get(slug)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def body_for(person: Person, slug: str, *, on: date) -> tuple[Body, Standing]:
    """Return a body and the person's standing in its organisation; raise `NotFound`."""
    found = body(slug)
    return found, standings.required(person, found.organisation, membership=load().membership, on=on)


def bodies_for(person: Person, *, on: date) -> tuple[Body, ...]:
    """Return every body the person has standing in, by organisation and slug."""
    known, membership = load().bodies, load().membership
    return tuple(
        item
        for _, item in sorted(known.items(), key=lambda pair: (pair[1].organisation, pair[0]))
        if standings.standing(person, item.organisation, membership=membership, on=on) is not Standing.NONE
    )


def members(item: Body, *, on: date) -> tuple[str, ...]:
    """Return the members of a body on a day: its own list, or all members of its organisation."""
    return _states(item, "member", on)


def observers(item: Body, *, on: date) -> tuple[str, ...]:
    """Return the observers of a body on a day."""
    return _states(item, "observer", on)


def practice(slug: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the practice this node configured for a body, by key; the latest holds, an empty one takes it back."""
    rows = Practice.objects.filter(body=slug).order_by("at", "pk").values_list("key", "values")
    return {key: values for key, values in dict(rows).items() if values}


def rules(item: Body) -> Rules:
    """Return the convening rules of a body as they hold at this node."""
    return law.effective(item.rules, practice(item.slug))


def meeting(person: Person, meeting_id: str, *, on: date, for_update: bool = False) -> Seen:
    """Return a meeting with the capacities of the person; raise the same `NotFound` for absent and forbidden."""
    rows = Meeting.objects.select_for_update() if for_update else Meeting.objects
    row = rows.filter(pk=meeting_id).first()
    if row is None:
        raise NotFound(NOT_THERE)
    item = body(row.body)
    states = members(item, on=row.start_date or on)
    who = _capacities(person, row, item, states, on)
    if not who:
        raise NotFound(NOT_THERE)
    return Seen(row, who, item, rules(item), states)


def group(slug: str) -> tuple[Body, Group]:
    """Return an expert group with its body; raise `NotFound`."""
    for item in load().bodies.values():
        for found in item.groups:
            if found.slug == slug:
                return item, found
    raise NotFound(NOT_THERE)


def is_expert(person: Person, slug: str) -> bool:
    """Say whether a person sits in an expert group."""
    return Seat.objects.filter(group=slug, user_id=person.id, until__isnull=True).exists()


def _capacities(person: Person, row: Meeting, item: Body, states: tuple[str, ...], on: date) -> frozenset[Who]:
    found = set()
    held = standings.standing(person, item.organisation, membership=load().membership, on=on)
    if held is Standing.SECRETARIAT:
        found.add(Who.SECRETARIAT)
    elif held is not Standing.NONE:
        found.add(Who.MEMBER if person.state in states else Who.OBSERVER)
        if person.state == row.host:
            found.add(Who.HOST)
    if row.group and is_expert(person, row.group):
        found.add(Who.EXPERT)
    accredited = Delegate.objects.filter(delegation__meeting=row, user_id=person.id, has_left=False)
    for capacity, powers in accredited.values_list("delegation__capacity", "delegation__powers"):
        found.add(Who.ACCREDITED if (capacity, powers) == ("member", "accepted") else Who.OBSERVER)
    return frozenset(found) if person.has(Role.DELEGATE, Role.SECRETARIAT_OFFICER) else frozenset()


def _states(item: Body, role: str, on: date) -> tuple[str, ...]:
    day = on.isoformat()
    own = [m.state for m in item.members if m.role == role and m.since <= day and (not m.until or day < m.until)]
    if item.members:
        return tuple(sorted(own))
    rows = load().membership
    return tuple(
        sorted(r.state for r in rows if (r.organisation, r.role) == (item.organisation, role) and r.since <= day)
    )
