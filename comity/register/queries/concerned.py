# SPDX-License-Identifier: Apache-2.0
"""Requests of persons concerned: who sees which, and the numbers that are published of all of them.

A request about an entry is for those who may read the entry; one about none, and one that is closed because its entry
is gone, for the central officers. What is published are counts, small ones protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.register.models import RightsRequest
from comity.register.queries import access, pages
from comity.register.queries.shapes import EntryRow
from comity.register.rules import rights
from comity.register.rules.rights import Kind, Outcome, Published

_MOST = 200


@dataclass(frozen=True, slots=True)
class RightsView:
    """A request as its page shows it."""

    id: str
    kind: str
    state: str
    requester: str
    asked: str
    received_date: date
    due_date: date
    outcome: str
    reason: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    confirmed_by: str
    closed_at: datetime | None
    entry: EntryRow | None
    is_mine: bool


def handles_unknown(person: Person) -> bool:
    """Say whether a person takes in requests that concern no entry they know."""
    return access.works_here(person) and person.has(Role.CENTRAL_OFFICER)


def requests_of(person: Person) -> QuerySet[RightsRequest]:
    """Return the requests a person may know of."""
    if not access.works_here(person):
        return RightsRequest.objects.none()
    mine = Q(entry__in=access.entries(person)) | Q(decided_by_id=person.id) | Q(confirmed_by_id=person.id)
    if handles_unknown(person):
        mine |= Q(entry=None) | Q(registered_by_id=person.id)
    return RightsRequest.objects.filter(mine)


def requests(person: Person, *, entry_id: str = "") -> tuple[RightsView, ...]:
    """Return the requests a person may know of, open ones first, by their clock."""
    rows = requests_of(person).select_related("entry__case")
    if entry_id:
        rows = rows.filter(entry_id=entry_id)
    found = sorted(rows[:_MOST], key=lambda row: (row.state == "closed", row.due_date, str(row.pk)))
    return tuple(_view(person, row) for row in found)


def request(person: Person, request_id: str) -> RightsView | None:
    """Return a request, or None when it is absent or not theirs to see."""
    row = requests_of(person).select_related("entry__case").filter(pk=request_id).first()
    return _view(person, row) if row else None


def counts(year: int) -> list[tuple[str, list[Published], Published | None]]:
    """Return the published table of a year: kinds by outcome, `open` last."""
    rows = RightsRequest.objects.filter(received_date__year=year).values_list("kind", "outcome", "state")
    found: dict[tuple[str, str], int] = {}
    for kind, outcome, state, number in rows.annotate(n=Count("pk")).values_list("kind", "outcome", "state", "n"):
        column = outcome if state == "closed" else "open"
        found[kind, column] = found.get((kind, column), 0) + number
    return rights.table(found, tuple(Kind), (*Outcome, "open"))


def _view(person: Person, row: RightsRequest) -> RightsView:
    readable = row.entry_id is not None and access.entries(person).filter(pk=row.entry_id).exists()
    return RightsView(
        id=str(row.pk), kind=row.kind, state=row.state, requester=row.requester, asked=row.asked,
        received_date=row.received_date, due_date=row.due_date, outcome=row.outcome, reason=row.reason,
        decision=row.decision, decided_by=accounts.name_of(row.decided_by_id), decided_at=row.decided_at,
        confirmed_by=accounts.name_of(row.confirmed_by_id), closed_at=row.closed_at,
        entry=pages.entry_row(row.entry) if readable and row.entry else None, is_mine=row.decided_by_id == person.id,
    )  # fmt: skip
