# SPDX-License-Identifier: Apache-2.0
"""What the pages show. Every read begins with the need-to-know filter of `access`."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.ledger import queries as ledger
from comity.register.models import Case, CaseMember, Disclosure, Entry, Foreign, Statement
from comity.register.queries import access
from comity.register.queries.shapes import (
    CaseRow,
    CaseView,
    DisclosureRow,
    EntryRow,
    EntryView,
    ForeignFacts,
    HistoryRow,
    StatementRow,
)
from comity.register.rules import things
from comity.register.rules.handling import Handling

MOST_ROWS = 200


def cases(person: Person) -> tuple[CaseRow, ...]:
    """Return the cases a person may know of, newest first."""
    return tuple(_case_row(row) for row in _counted(access.cases(person)).order_by("-opened_at", "pk")[:MOST_ROWS])


def case_view(person: Person, case_id: str) -> CaseView:
    """Return a case with team and entries; raise `NotFound`."""
    row = _counted(access.cases(person)).get(pk=access.case(person, case_id).pk)
    members = CaseMember.objects.filter(case=row, has_access=True).order_by("pk").values_list("user_id", flat=True)
    found = access.entries(person).filter(case=row).select_related("case").order_by("schema", "caption", "pk")
    team = tuple((user, accounts.name_of(user)) for user in members)
    return CaseView(_case_row(row), row.legal_basis, team, tuple(entry_row(e) for e in found[:MOST_ROWS]))


def inbox(person: Person) -> tuple[EntryRow, ...]:
    """Return what partners gave and nobody has linked to a case yet."""
    found = access.entries(person).filter(case=None).select_related("case").order_by("-entered_at", "pk")
    return tuple(entry_row(row) for row in found[:MOST_ROWS])


def reviews(person: Person, *, until: date) -> tuple[EntryRow, ...]:
    """Return the own entries whose review or last day comes by `until`, the most urgent first."""
    due = Q(review_date__lte=until) | Q(purge_date__lte=until)
    found = access.entries(person).filter(due, owner=settings.COMITY_ENV["STATE"]).select_related("case")
    return tuple(entry_row(row) for row in found.order_by("purge_date", "review_date", "pk")[:MOST_ROWS])


def entry_view(person: Person, entry_id: str) -> EntryView:
    """Return an entry whole; raise `NotFound`."""
    row = access.entry(person, entry_id)
    foreign = _foreign(row)
    return EntryView(
        row=entry_row(row), version=row.version,
        handling=Handling(frozenset(row.audience), frozenset(row.purposes), row.hit_only, row.onward),
        offences=tuple(row.case.offences) if row.case else (), legal_basis=row.case.legal_basis if row.case else "",
        statements=statements([row], here=str(row.pk)), history=_history(row), disclosures=_disclosures(row),
        foreign=foreign,
    )  # fmt: skip


def statements(rows: list[Entry], *, here: str) -> tuple[StatementRow, ...]:
    """Return the statements of entries of one kind, by property in the order of the kind, what was taken back last."""
    order = {prop: place for place, prop in enumerate(things.thing(rows[0].schema).properties)}
    found = sorted(
        Statement.objects.filter(entry__in=rows),
        key=lambda s: (s.is_retracted, order.get(s.prop, 99), s.said_at, str(s.pk)),
    )
    return tuple(
        StatementRow(
            str(s.pk), str(s.entry_id), s.prop, s.value, s.language, s.source, s.case_reference, s.certainty, s.said_at,
            s.is_retracted, str(s.entry_id) == here,
        )
        for s in found
    )  # fmt: skip


def entry_row(row: Entry) -> EntryRow:
    """Return an entry as a list shows it; its case must be loaded."""
    return EntryRow(
        id=str(row.pk), owner=row.owner, schema=row.schema, category=row.category, caption=row.caption,
        case_id=str(row.case_id or ""), case_reference=row.case.reference if row.case else "",
        is_own=row.owner == settings.COMITY_ENV["STATE"], review_date=row.review_date, purge_date=row.purge_date,
        updated_at=row.updated_at,
    )  # fmt: skip


def _counted(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.annotate(size=Count("entry", filter=Q(entry__state="active")))


def _case_row(row: Case) -> CaseRow:
    size = int(getattr(row, "size", 0))
    return CaseRow(str(row.pk), row.reference, row.title, tuple(row.offences), row.is_restricted, size, row.opened_at)


def _foreign(row: Entry) -> ForeignFacts | None:
    found = Foreign.objects.filter(entry=row).first()
    if found is None:
        return None
    return ForeignFacts(
        found.case_reference, tuple(found.offences), found.legal_basis, tuple(found.purposes), found.received_at
    )


def _disclosures(row: Entry) -> tuple[DisclosureRow, ...]:
    found = Disclosure.objects.filter(entry=row).order_by("at", "pk")
    return tuple(DisclosureRow(d.to_state, d.purpose, d.via_state, d.at, d.ended_at) for d in found)


def _history(row: Entry) -> tuple[HistoryRow, ...]:
    found = ledger.events_about(f"entry:{row.pk}")
    return tuple(HistoryRow(e.at, e.event, _who(e.actor), dict(e.data)) for e in found if e.event != "entry.read")


def _who(actor: str) -> str:
    kind, _, key = actor.partition(":")
    return accounts.name_of(int(key)) if kind == "person" and key.isdigit() else actor


def is_readable(person: Person, entry_id: str) -> bool:
    """Say whether a person may read an entry now."""
    return access.entries(person).filter(pk=access.key(entry_id)).exists()
