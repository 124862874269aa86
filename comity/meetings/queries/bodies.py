# SPDX-License-Identifier: Apache-2.0
"""A body as its page shows it: names under their dates, members, rules with paragraphs, what is due, its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from comity.accounts.rules import standing as standings
from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing
from comity.base.errors import NotFound
from comity.meetings.models import Meeting, Seat, Task
from comity.meetings.queries import access, facts, naming
from comity.meetings.rules import composition, law
from comity.meetings.rules.convening import Kind, State
from comity.meetings.rules.due import Due
from comity.meetings.rules.shapes import Held
from comity.reference import load
from comity.reference.schema import Body, ConveningRule, Emblem, Group, Membership, Name, Organisation, Rules, Share

_PLANNED = (State.REQUESTED, State.PLANNED, State.HOSTED, State.DATED, State.INVITED, State.OPEN)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A convening rule with its paragraph; `key` is what a configured practice is stored under."""

    kind: str
    key: str
    decision: str
    rule: ConveningRule
    share: Share | None
    binds: bool


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list."""

    body: Body
    name: Name
    due: Due | None
    next: Held | None
    last: Held | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """An expert group: who sits in it, who is missing, its tasks and meetings."""

    body: Body
    group: Group
    standing: composition.Standing
    seats: tuple[tuple[str, str, str], ...]
    tasks: tuple[tuple[int, str, date | None, str, datetime | None, str], ...]
    meetings: tuple[Held, ...]
    members: tuple[str, ...]
    is_secretariat: bool
    is_member: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation: its names under their dates, members and observers with their sources, tracks, bodies."""

    organisation: Organisation
    name: Name
    members: tuple[Membership, ...]
    observers: tuple[Membership, ...]
    bodies: tuple[tuple[Body, Name], ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Everything of one body."""

    body: Body
    organisation: Organisation
    organisation_name: Name
    name: Name
    emblem: Emblem | None
    members: tuple[tuple[str, str], ...]
    observers: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    due: Due | None
    planned: tuple[Held, ...]
    past: tuple[Held, ...]
    groups: tuple[tuple[Group, composition.Standing], ...]
    standing: Standing
    is_member: bool
    expected_host: str

    @property
    def is_secretariat(self) -> bool:
        """Say whether the reader is the Secretariat."""
        return self.standing is Standing.SECRETARIAT


def listed(person: Person, *, on: date) -> tuple[BodyLine, ...]:
    """Return every body a person has standing in, with its last and next meeting and what is due."""
    lines = []
    for item in access.bodies_for(person, on=on):
        planned, past = _meetings(item)
        lines.append(
            BodyLine(
                item, _name(item.names, on), facts.due_of(item, access.rules(item), on=on),
                planned[-1] if planned else None, past[0] if past else None,
            )
        )  # fmt: skip
    return tuple(lines)


def page(person: Person, slug: str, *, on: date) -> BodyPage:
    """Return a body for a person; raise `NotFound`."""
    item, standing = access.body_for(person, slug, on=on)
    rules, organisation = access.rules(item), load().organisations[item.organisation]
    states = access.members(item, on=on)
    since = {r.state: r.since for r in load().membership if r.organisation == item.organisation}
    planned, past = _meetings(item)
    return BodyPage(
        body=item, organisation=organisation, organisation_name=_name(organisation.names, on),
        name=_name(item.names, on), emblem=naming.on(item.emblems, on.isoformat()),
        members=tuple((code, since.get(code, "")) for code in states), observers=access.observers(item, on=on),
        rules=rule_lines(rules), due=facts.due_of(item, rules, on=on), planned=planned, past=past,
        groups=tuple((g, facts.group_standing(g.slug, parties=states)) for g in item.groups), standing=standing,
        is_member=person.state in states, expected_host=facts.expected_host(item, rules),
    )  # fmt: skip


def organisation_page(person: Person, code: str, *, on: date) -> OrganisationPage:
    """Return an organisation for a person with standing in it; raise `NotFound`."""
    found = next((o for o in load().organisations.values() if o.id.lower() == code.lower()), None)
    if found is None:
        raise NotFound(access.NOT_THERE)
    standings.required(person, found.id, membership=load().membership, on=on)
    rows = tuple(r for r in load().membership if r.organisation == found.id and r.since <= on.isoformat())
    return OrganisationPage(
        organisation=found, name=_name(found.names, on), members=tuple(r for r in rows if r.role == "member"),
        observers=tuple(r for r in rows if r.role == "observer"),
        bodies=tuple((b, _name(b.names, on)) for b in access.bodies_for(person, on=on) if b.organisation == found.id),
    )  # fmt: skip


def group_page(person: Person, slug: str, *, on: date) -> GroupPage:
    """Return an expert group for a person; raise `NotFound`."""
    item, found = access.group(slug)
    _, standing = access.body_for(person, item.slug, on=on)
    states = access.members(item, on=on)
    seats = Seat.objects.filter(group=slug, until__isnull=True).order_by("state")
    tasks = Task.objects.filter(group=slug).order_by("created_at")
    rows = Meeting.objects.filter(group=slug).order_by("-start_date")
    return GroupPage(
        body=item, group=found, standing=facts.group_standing(slug, parties=states),
        seats=tuple(seats.values_list("state", "name", "function")),
        tasks=tuple(tasks.values_list("pk", "title", "due", "deliverable", "adopted_at", "meeting_id")),
        meetings=tuple(facts.held(row) for row in rows), members=states,
        is_secretariat=standing is Standing.SECRETARIAT, is_member=person.state in states,
    )  # fmt: skip


def upcoming(slug: str) -> tuple[Held, ...]:
    """Return the meetings of a body that are being prepared."""
    planned, _past = _meetings(access.body(slug))
    return tuple(h for h in planned if h.kind is not Kind.EXTRAORDINARY or h.state is not State.REQUESTED)


def past(person: Person, meeting_id: str, *, on: date) -> Held | None:
    """Return a meeting known only from the table of past meetings, to who has standing; None for a stored one."""
    if Meeting.objects.filter(pk=meeting_id).exists():
        return None
    for item in access.bodies_for(person, on=on):
        for found in facts.history_of(item):
            if found.id == meeting_id:
                return found
    return None


def rule_lines(rules: Rules) -> tuple[RuleLine, ...]:
    """Return the rules one by one, majorities each by its kind of decision."""
    lines = []
    for kind in type(rules).model_fields:
        if kind == "majorities":
            lines += [
                RuleLine("majority", f"majority.{m.decision}", m.decision, m, m.share, law.blocks(m))
                for m in rules.majorities
            ]
            continue
        rule = getattr(rules, kind)
        if rule is not None:
            share = getattr(rule, "share", None) or getattr(rule, "approval", None)
            lines.append(RuleLine(kind, kind, "", rule, share, law.blocks(rule)))
    return tuple(lines)


def _meetings(item: Body) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    every = [h for h in facts.history_of(item) if h.state is not State.CANCELLED and h.kind is not Kind.GROUP]
    planned = tuple(h for h in every if h.state in _PLANNED)
    return planned, tuple(h for h in every if h.state not in _PLANNED)


def _name(names: tuple[Name, ...], on: date) -> Name:
    return naming.on(names, on.isoformat()) or names[-1]
