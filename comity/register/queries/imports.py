# SPDX-License-Identifier: Apache-2.0
"""Imports as pages show them: to whoever may know of the case, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Q

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.base.wording import unpacked
from comity.evidence import queries as evidence
from comity.register.models import Import, ImportLine
from comity.register.queries import access, import_files
from comity.register.rules.interchange import cells, columns, plan
from comity.register.rules.interchange.draft import Draft
from comity.register.rules.interchange.plan import Format, Plan

PREVIEWED = 20
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import and how far it is."""

    id: str
    case_id: str
    case_reference: str
    name: str
    size: int
    sha256: str
    state: str
    reason: str
    percent: int
    line: int
    entered: int
    wrong: int
    repeated: int
    alike: int
    passed: int
    left_out: tuple[tuple[str, int], ...]
    by: str
    uploaded_at: datetime
    ended_at: datetime | None
    has_file: bool
    plan: Plan
    handling: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the preview: its cells, as many as a CSV has columns, and what it would come to, or the problem."""

    number: int
    cells: tuple[str, ...]
    draft: Draft | None
    problem: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the report; `like` is shown only to who may read that entry."""

    number: int
    outcome: str
    reason: str
    text: str
    entry: str
    like: str
    like_caption: str


def import_of(person: Person, import_id: str) -> Import:
    """Return an import for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    found = Import.objects.filter(pk=import_id, case__in=access.cases(person)).select_related("case").first()
    if found is None:
        raise NotFound("There is no such import.")
    return found


def imports(person: Person) -> tuple[ImportView, ...]:
    """Return the imports a person may know of, the latest first."""
    rows = Import.objects.filter(case__in=access.cases(person)).select_related("case").order_by("-uploaded_at", "pk")
    return tuple(_view(person, row) for row in rows[:_SHOWN])


def import_view(person: Person, import_id: str) -> ImportView:
    """Return one import; raise `NotFound`."""
    return _view(person, import_of(person, import_id))


def headers(person: Person, import_id: str, reading: Plan) -> tuple[str, ...]:
    """Return what the first line of a CSV calls its columns, as many empty names where it has no header."""
    first = next(iter(_bare(import_of(person, import_id), reading, 1)), ())
    return first if reading.header else ("",) * len(first)


def proposed(person: Person, import_id: str, reading: Plan) -> Plan:
    """Return a plan of a CSV with its columns proposed anew, for another kind, separator, encoding or header."""
    found = _bare(import_of(person, import_id), reading, 50)
    if not found:
        return replace(reading, columns=())
    names = found[0] if reading.header else ("",) * len(found[0])
    return replace(reading, columns=columns.proposed(names, found[1:] if reading.header else found, reading.schema))


def preview(person: Person, import_id: str, reading: Plan) -> tuple[Seen, ...]:
    """Return what the first lines would come to by a plan; nothing is entered or matched."""
    row = import_of(person, import_id)
    if row.file_id is None:
        return ()
    return tuple(_seen(record, reading) for record in islice(import_files.records(path_of(row), reading), PREVIEWED))


def lines(person: Person, import_id: str) -> tuple[LineRow, ...]:
    """Return the first lines of the report: wrong, repeated, or like an entry that was there."""
    return tuple(islice(_lines(person, import_of(person, import_id)), _SHOWN))


def report(person: Person, import_id: str) -> Iterator[str]:
    """Return the whole report as lines of a CSV that is safe to open; wrong lines whole, as far as they were kept."""
    row = import_of(person, import_id)
    yield "\ufeff" + cells.line(("line", "outcome", "reason", "entry", "like", "text"))
    for found in _lines(person, row):
        yield cells.line((str(found.number), found.outcome, found.reason, found.entry, found.like, found.text))


def path_of(row: Import) -> Path:
    """Return where the file of an import lies; raise `NotFound` when it was deleted."""
    if row.file_id is None:
        raise NotFound("The file of this import was deleted.")
    return evidence.file(str(row.file_id)).path


def _lines(person: Person, row: Import) -> Iterator[LineRow]:
    readable = access.entries(person)
    found = ImportLine.objects.filter(Q(text__gt="") | Q(like__isnull=False), work=row).order_by("number")
    last = 0
    while page := list(found.filter(number__gt=last)[:500]):
        last = page[-1].number
        like = dict(readable.filter(pk__in=[p.like_id for p in page if p.like_id]).values_list("pk", "caption"))
        yield from (
            LineRow(
                p.number, p.outcome, unpacked(p.reason), p.text, str(p.entry_id or ""),
                str(p.like_id) if p.like_id in like else "", like.get(p.like_id, "") if p.like_id else "",
            )
            for p in page if p.text or p.like_id in like
        )  # fmt: skip


def _bare(row: Import, reading: Plan, most: int) -> list[tuple[str, ...]]:
    """Return the first lines of a CSV as cells, the header among them."""
    if row.file_id is None or reading.form is not Format.CSV:
        return []
    found = import_files.records(path_of(row), replace(reading, header=False))
    return [tuple(str(cell) for cell in record.value) for record in islice(found, most) if record.value]


def _seen(record: import_files.Record, reading: Plan) -> Seen:
    row = [str(cell)[:200] for cell in record.value] if isinstance(record.value, list) else [record.text[:300]]
    row = (row + [""] * len(reading.columns))[: len(reading.columns) or 1]
    try:
        return Seen(record.number, tuple(row), import_files.drafted(record, reading), "")
    except Invalid as error:
        return Seen(record.number, tuple(row), None, error.sentence)


def _view(person: Person, row: Import) -> ImportView:
    found = ImportLine.objects.filter(work=row, like__in=access.entries(person))
    share = 100 if row.state == "done" else min(100 * row.offset // max(row.size, 1), 99)
    return ImportView(
        id=str(row.pk), case_id=str(row.case_id), case_reference=row.case.reference, name=row.name, size=row.size,
        sha256=row.sha256, state=row.state, reason=row.reason, percent=share, line=row.line, entered=row.entered,
        wrong=row.wrong, repeated=row.repeated, alike=found.count(), passed=row.passed,
        left_out=tuple(sorted(row.left_out.items())), by=accounts.name_of(row.by_id), uploaded_at=row.uploaded_at,
        ended_at=row.ended_at, has_file=row.file_id is not None, plan=plan.restored(row.plan), handling=row.handling,
    )  # fmt: skip
