# SPDX-License-Identifier: Apache-2.0
"""What is ruled to be the same, and what may be: only among entries the person may read.

A group is what active rulings join without passing through an entry the person may not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.register.models import Entry, IndexedName, Judgement, Key
from comity.register.queries import access, pages
from comity.register.queries.searching import Part, best_names, explained
from comity.register.queries.shapes import EntryRow, StatementRow
from comity.register.rules.category import Category, matched_within
from comity.register.rules.linking import SILENT

LIKELY = 0.6
_MOST = 5
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's ruling on this entry and another one, with its reason; `undone_at` when it was taken back."""

    id: str
    other: EntryRow
    is_same: bool
    reason: str
    by: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may be the same: shared exact properties, or a like name with its score and reasons."""

    other: EntryRow
    exact: tuple[str, ...]
    score: float
    name: str
    asked: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sameness:
    """The entries joined with this one, everything said in any of them, the rulings, and what may be the same."""

    others: tuple[EntryRow, ...]
    statements: tuple[StatementRow, ...]
    rulings: tuple[Ruling, ...]
    suggestions: tuple[Suggestion, ...]


def sameness(person: Person, entry_id: str) -> Sameness:
    """Return what is and may be the same as an entry; raise `NotFound` for an entry not theirs."""
    row = access.entry(person, entry_id)
    group = _group(person, row)
    others = [found for key, found in group.items() if key != row.pk]
    said = pages.statements([row, *others], here=str(row.pk)) if others else ()
    return Sameness(
        tuple(pages.entry_row(other) for other in others), said, _rulings(person, row),
        _suggestions(person, row, set(group)),
    )  # fmt: skip


def _group(person: Person, row: Entry) -> dict[UUID, Entry]:
    found, fresh = {row.pk: row}, [row.pk]
    while fresh:
        pairs = Judgement.objects.filter(Q(left__in=fresh) | Q(right__in=fresh), is_same=True, undone_at=None)
        ends = {key for pair in pairs.values_list("left_id", "right_id") for key in pair} - set(found)
        rows = access.entries(person).filter(pk__in=ends).select_related("case")
        fresh = [other.pk for other in rows]
        found |= {other.pk: other for other in rows}
    return found


def _rulings(person: Person, row: Entry) -> tuple[Ruling, ...]:
    rows = Judgement.objects.filter(Q(left=row) | Q(right=row)).select_related("left__case", "right__case")
    readable = access.entries(person)
    made = []
    for found in rows.order_by("-at", "pk"):
        other = found.right if found.left_id == row.pk else found.left
        if readable.filter(pk=other.pk).exists():
            made.append(
                Ruling(str(found.pk), pages.entry_row(other), found.is_same, found.reason,
                       accounts.name_of(found.by_id), found.at, found.undone_at)
            )  # fmt: skip
    return tuple(made)


def _suggestions(person: Person, row: Entry, group: set[UUID]) -> tuple[Suggestion, ...]:
    if not matched_within(Category(row.category)):
        return ()
    ruled = Judgement.objects.filter(Q(left=row) | Q(right=row), undone_at=None).values_list("left_id", "right_id")
    known = group | {key for pair in ruled for key in pair}
    named = _like_names(person, row)
    shared: dict[UUID, list[str]] = {}
    mine = list(Key.objects.filter(entry=row).values_list("key", flat=True))
    for key, other in Key.objects.filter(key__in=mine, entry__in=access.entries(person)).values_list("key", "entry_id"):
        if (prop := key.removeprefix("exact:").partition(":")[0]) not in SILENT:
            shared.setdefault(other, []).append(prop)
    wanted = (set(shared) | set(named)) - known
    rows = access.entries(person).filter(pk__in=wanted, schema=row.schema).select_related("case")
    made = [_suggestion(other, shared.get(other.pk, []), named.get(other.pk)) for other in rows]
    return tuple(sorted(made, key=lambda s: (not s.exact, -s.score, s.other.id))[:_MOST])


def _like_names(person: Person, row: Entry) -> dict[UUID, tuple[float, str, str]]:
    found: dict[UUID, tuple[float, str, str]] = {}
    for asked in IndexedName.objects.filter(entry=row).order_by("pk").values_list("value", flat=True)[:_MOST_NAMES]:
        for other, (score, name) in best_names(person, asked, most=2 * _MOST).items():
            if score >= LIKELY and score > found.get(other, (0.0, "", ""))[0]:
                found[other] = (score, name, asked)
    return found


def _suggestion(other: Entry, exact: list[str], named: tuple[float, str, str] | None) -> Suggestion:
    score, name, asked = named or (0.0, "", "")
    parts = explained(asked, name) if name else ()
    return Suggestion(pages.entry_row(other), tuple(sorted(set(exact))), score, name, asked, parts)
