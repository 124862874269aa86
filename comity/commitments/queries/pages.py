# SPDX-License-Identifier: Apache-2.0
"""What the pages of commitments show: one commitment with its trail, plans, what a State owes, notices, imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from comity.accounts.rules.roles import Person
from comity.base.wording import unpacked
from comity.commitments.models import Entry, EntryFile, Import, Notice
from comity.commitments.models import Plan as PlanRow
from comity.commitments.queries import access, reading, sources
from comity.commitments.queries.reading import Filter
from comity.commitments.queries.sources import Source
from comity.commitments.queries.summit import Evaluation, evaluations
from comity.commitments.rules import addressees, due, figures, lifecycle
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import REPORTS, REVIEWS, Side
from comity.commitments.rules.shapes import Commitment, Duty, File, Line


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty on the page of its commitment: its history, what the reader may do, how far the indicator is."""

    duty: Duty
    lines: tuple[Line, ...]
    acts: tuple[lifecycle.Row, ...]
    report: str
    reached: int | None

    @property
    def is_mine(self) -> bool:
        """Say whether the reader reports on it."""
        return any(row.by is Side.OWNER for row in self.acts)


@dataclass(frozen=True, slots=True)
class Page:
    """A commitment: where it comes from, whom it binds, what was done, found and decided."""

    commitment: Commitment
    source: Source | None
    lineage: tuple[Commitment, ...]
    counts: Counts
    owed: tuple[Owed, ...]
    evaluations: tuple[Evaluation, ...]
    may_evaluate: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its sections: each section's commitments and counts."""

    slug: str
    organisation: str
    title: str
    source: str
    note: str
    evidence: str
    years: tuple[int | None, int | None]
    counts: Counts
    sections: tuple[tuple[str, tuple[tuple[Commitment, Counts], ...]], ...]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A reminder as its reader sees it; `is_open` when the reader may open the commitment."""

    step: str
    owner: str
    due_on: date
    at: datetime
    is_new: bool
    commitment: Commitment
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file of reports and what became of it; problems as (row, column, sentence, cells)."""

    id: str
    name: str
    size: int
    sha256: str
    by: str
    at: datetime
    is_taken: bool
    reports: int
    unchanged: int
    problems: tuple[dict[str, Any], ...]


def page(person: Person, commitment_id: str, *, at: datetime) -> Page:
    """Return the page of a commitment; raise `NotFound`."""
    row = access.commitment(person, commitment_id, on=at.date())
    commitment = reading.shape(row)
    duties = reading.duties_of([row.pk], on=at.date())
    place = access.standing_in(person, row.organisation, on=at.date())
    lines = _lines([d.id for d in duties if d.version])
    owed = [_owed(commitment, d, lines.get(d.id, ()), addressees.sides(person, place, d.owner)) for d in duties]
    line = reading.lineage(row.pk)
    is_desk = Side.SECRETARIAT in addressees.sides(person, place, "")
    return Page(
        commitment, sources.find(row.source, person=person, at=at), line, figures.count(duties),
        tuple(sorted(owed, key=lambda o: (not o.is_mine, o.duty.owner))), evaluations({c.id for c in line}),
        is_desk and not commitment.successor,
    )  # fmt: skip


def plans(person: Person, *, on: date) -> tuple[PlanView, ...]:
    """Return the plans a person may see, by organisation and title."""
    rows = PlanRow.objects.filter(organisation__in=access.any_organisation(person, on=on))
    return tuple(_plan(row, on=on) for row in rows.order_by("organisation", "title"))


def plan(person: Person, slug: str, *, on: date) -> PlanView:
    """Return one plan; raise `NotFound`."""
    return _plan(access.plan(person, slug, on=on), on=on)


def plan_choices(person: Person, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return `plan/section` with the words of each, for a form."""
    rows = PlanRow.objects.filter(organisation__in=access.organisations(person, on=on)).order_by("slug")
    return tuple((f"{row.slug}/{section}", f"{row.title}: {section}") for row in rows for section in row.sections)


def texts(organisations: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return text slug and organisation of everything commitments come from, newest first."""
    known = reading.commitments(Filter(organisations))
    return tuple(dict.fromkeys((c.text, c.organisation) for c in known))


def notices(person: Person, *, on: date) -> tuple[NoticeLine, ...]:
    """Return a person's reminders, newest first, as far as they still may see the commitment."""
    mine, opened = access.reminded_by(person, on=on), access.organisations(person, on=on)
    rows = Notice.objects.filter(user_id=person.id, duty__commitment__organisation__in=mine)
    rows = rows.select_related("duty__commitment__successor").order_by("-at", "-pk")[:200]
    return tuple(
        NoticeLine(
            n.step, n.duty.owner, n.due_on, n.at, n.seen_at is None, reading.shape(n.duty.commitment),
            n.duty.commitment.organisation in opened,
        )
        for n in rows
    )  # fmt: skip


def unseen(person: Person) -> int:
    """Return how many reminders a person has not read."""
    return Notice.objects.filter(user_id=person.id, seen_at__isnull=True).count()


def import_view(person: Person, import_id: UUID) -> ImportView:
    """Return a file of reports and what became of it; raise `NotFound`."""
    row = access.import_of(person, import_id)
    return ImportView(
        str(row.pk), row.file.name, row.file.size, row.file.sha256, str(row.by), row.at, row.is_taken, row.reports,
        row.unchanged, tuple({**problem, "sentence": unpacked(problem["sentence"])} for problem in row.problems),
    )  # fmt: skip


def imports(person: Person) -> tuple[ImportView, ...]:
    """Return the files of reports of a person's State (their own for the Secretariat), newest first."""
    rows = Import.objects.select_related("file", "by").order_by("-at")
    rows = rows.filter(state=person.state) if person.state else rows.filter(by_id=person.id)
    return tuple(
        ImportView(
            str(r.pk), r.file.name, r.file.size, r.file.sha256, str(r.by), r.at, r.is_taken, r.reports, r.unchanged, ()
        )
        for r in rows.defer("problems")[:50]
    )


def _owed(commitment: Commitment, duty: Duty, lines: tuple[Line, ...], sides: frozenset[Side]) -> Owed:
    reports = sorted((line.entry for line in lines if line.entry.act in REPORTS), key=lambda e: e.order)
    latest = reports[-1] if reports else None
    is_reviewable = latest is not None and latest.act in {"progress", "claim"}
    acts = tuple(
        row
        for side in (Side.OWNER, Side.REVIEWER, Side.SECRETARIAT)
        if side in sides
        for row in lifecycle.possible(status=duty.status, side=side, recurs=due.recurs(commitment.rhythm))
        if row.act != "adjust" and (is_reviewable or row.act not in REVIEWS)
    )
    values = [str(e.data["value"]) for e in reports if e.data.get("value")]
    reached = commitment.indicator.reached(reading.decimal(values[-1])) if values else None
    return Owed(duty, lines, acts, latest.id if latest else "", reached)


def _lines(duty_ids: list[int]) -> dict[int, tuple[Line, ...]]:
    rows = list(Entry.objects.filter(duty_id__in=duty_ids).select_related("duty").order_by("at", "pk"))
    files: dict[UUID, list[File]] = {}
    for f in EntryFile.objects.filter(entry__duty_id__in=duty_ids).select_related("file").order_by("pk"):
        files.setdefault(f.entry_id, []).append(File(str(f.file_id), f.file.name, f.file.size, f.file.sha256))
    found: dict[int, list[Line]] = {}
    for row in rows:
        line = Line(reading.entry(row), row.duty.owner, row.actor, tuple(files.get(row.pk, ())))
        found.setdefault(row.duty_id, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def _plan(row: PlanRow, *, on: date) -> PlanView:
    chosen = Filter((row.organisation,), plan=row.slug)
    duties = reading.duties(chosen, on=on)
    counts = figures.count_by(duties, lambda d: d.commitment)
    known = sorted(reading.commitments(chosen), key=lambda c: (c.year or 0, c.place, c.id))
    sections = tuple(
        (name, tuple((c, counts.get(c.id, Counts())) for c in known if c.section == name)) for name in row.sections
    )
    return PlanView(
        row.slug, row.organisation, row.title, row.source, row.note, row.evidence, (row.first_year, row.last_year),
        figures.count(duties), sections,
    )  # fmt: skip
