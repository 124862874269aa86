# SPDX-License-Identifier: Apache-2.0
"""Entries that may leave in an export: what the person may read, less what its owner does not let out.

Withdrawn entries never; another State's only where it shows the content and lets it be passed on. Victims, witnesses
and who said a value only in an export for this office.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person
from comity.register.models import Entry, ImportLine, Judgement, Statement
from comity.register.queries import access
from comity.register.rules.category import Category, matched_within
from comity.register.rules.handling import Handling
from comity.register.rules.interchange.draft import Outgoing, Value

_BATCH = 500


def count(person: Person, case_id: str, *, internal: bool) -> int:
    """Return how many entries an export would hold; raise `NotFound` for a case not theirs."""
    return _allowed(person, case_id, internal=internal).count()


def outgoing(person: Person, case_id: str, *, internal: bool) -> Iterator[Outgoing]:
    """Return the entries of a case, or of every case the person may know of when none is named, in a fixed order."""
    rows = _allowed(person, case_id, internal=internal).select_related("case").order_by("pk")
    last: UUID | None = None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:_BATCH]):
        last = batch[-1].pk
        yield from _outgoing(batch, internal=internal)


def rulings(person: Person, case_id: str) -> Iterator[tuple[Outgoing, Outgoing, Judgement]]:
    """Return the pairs of exported entries that a person ruled to be the same."""
    allowed = _allowed(person, case_id, internal=False)
    held = Judgement.objects.filter(is_same=True, undone_at=None, left__in=allowed, right__in=allowed)
    for ruling in held.select_related("left__case", "right__case").order_by("pk").iterator(_BATCH):
        left, right = _outgoing([ruling.left, ruling.right], internal=False)
        yield left, right, ruling


def _allowed(person: Person, case_id: str, *, internal: bool) -> QuerySet[Entry]:
    rows = access.entries(person).filter(Q(owner=settings.COMITY_ENV["STATE"]) | Q(onward=True, hit_only=False))
    if case_id:
        rows = rows.filter(case=access.case(person, case_id))
    hidden = [c.value for c in Category if not matched_within(c)]
    return rows if internal else rows.exclude(category__in=hidden)


def _outgoing(batch: list[Entry], *, internal: bool) -> list[Outgoing]:
    said: dict[UUID, list[Value]] = {row.pk: [] for row in batch}
    for s in Statement.objects.filter(entry__in=batch, is_retracted=False).order_by("said_at", "pk"):
        said[s.entry_id].append(Value(s.prop, s.value, s.language, s.source if internal else "", s.certainty))
    origins: dict[UUID, list[str]] = {}
    for entry, origin in (
        ImportLine.objects.filter(entry__in=batch).exclude(origin="").values_list("entry_id", "origin")
    ):
        origins.setdefault(entry, []).append(origin)
    return [
        Outgoing(
            id=str(row.pk), schema=row.schema, category=Category(row.category), owner=row.owner,
            case=row.case.reference if row.case else "",
            handling=Handling(frozenset(row.audience), frozenset(row.purposes), row.hit_only, row.onward),
            review=row.review_date, purge=row.purge_date, entered=row.entered_at, updated=row.updated_at,
            values=tuple(said[row.pk]), referents=tuple(sorted(origins.get(row.pk, ()))),
        )
        for row in batch
    ]  # fmt: skip
