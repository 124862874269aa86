# SPDX-License-Identifier: Apache-2.0
"""What the sheet of promises is written from and judged against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from comity.accounts.rules.roles import Person
from comity.commitments.models import Commitment as CommitmentRow
from comity.commitments.models import Duty as DutyRow
from comity.commitments.models import Entry, EntryFile
from comity.commitments.queries import access, reading
from comity.commitments.queries.reading import Filter
from comity.commitments.queries.summit import Summit
from comity.commitments.rules import addressees, due, history
from comity.commitments.rules.lifecycle import REPORTS, Side, Status
from comity.commitments.rules.reports import Known
from comity.commitments.rules.shapes import Commitment, Duty
from comity.commitments.rules.sheet import Row

_NOTHING = ("", "", "", "")
_BLOCK = 500  # a query takes a bounded number of parameters


def rows(chosen: Filter, *, on: date) -> tuple[Row, ...]:
    """Return the promises of a filter as rows of the sheet."""
    known = {c.id: c for c in reading.commitments(chosen)}
    found = reading.duties(chosen, on=on)
    latest = _latest(d.id for d in found if d.version)
    files = _files(entry.id for entry in latest.values())
    return tuple(_row(known[d.commitment], d, latest.get(d.id), files) for d in found)


def rows_of(report: Summit) -> tuple[Row, ...]:
    """Return the promises of a report to the summit as rows of the sheet, with the latest report up to its end."""
    known = {c.id: c for c, _ in report.by_commitment}
    latest = _latest((d.id for d in report.duties if d.version), until=report.until)
    files = _files(entry.id for entry in latest.values())
    return tuple(_row(known[d.commitment], d, latest.get(d.id), files) for d in report.duties)


def known_duties(person: Person, pairs: Iterable[tuple[str, str]], *, on: date) -> dict[tuple[str, str], Known]:
    """Return what is known of the duties a sheet names, as far as the person may see them."""
    wanted = sorted({commitment for commitment, _ in pairs})
    seen: dict[tuple[str, str], Known] = {}
    standings = {o: access.standing_in(person, o, on=on) for o in access.organisations(person, on=on)}
    for start in range(0, len(wanted), _BLOCK):
        found = CommitmentRow.objects.filter(organisation__in=standings, pk__in=wanted[start : start + _BLOCK])
        commitments = {row.pk: row for row in found}
        duties = list(DutyRow.objects.filter(commitment_id__in=list(commitments)))
        latest = _latest(d.pk for d in duties if d.version)
        for duty in duties:
            row = commitments[duty.commitment_id]
            mine = Side.OWNER in addressees.sides(person, standings[row.organisation], duty.owner)
            seen[(row.pk, duty.owner)] = known(row, duty, is_mine=mine, on=on, latest=latest.get(duty.pk))
    return seen


def known(row: CommitmentRow, duty: DutyRow, *, is_mine: bool, on: date, latest: history.Entry | None = None) -> Known:
    """Return what a report on one duty is judged against."""
    status = Status(duty.status)
    return Known(
        duty.pk, status, history.shown(status, due_on=duty.due_on, rhythm=row.rhythm, on=on), due.recurs(row.rhythm),
        row.since, duty.version, _said(latest), is_mine,
    )  # fmt: skip


def taken_reports(ids: Iterable[str]) -> set[str]:
    """Return which of these report ids are kept already."""
    wanted, found = [i for i in ids if i], set()
    for start in range(0, len(wanted), _BLOCK):
        rows = Entry.objects.filter(pk__in=wanted[start : start + _BLOCK])
        found |= {str(key) for key in rows.values_list("pk", flat=True)}
    return found


def _row(commitment: Commitment, duty: Duty, latest: history.Entry | None, files: Mapping[str, list[str]]) -> Row:
    return Row(
        duty.commitment, duty.owner, str(duty.version), commitment.organisation, commitment.source,
        commitment.promise, duty.due_on.isoformat() if duty.due_on else "", duty.shown.value,
        *_said(latest), "; ".join(files.get(latest.id, []) if latest else []),
    )  # fmt: skip


def _said(latest: history.Entry | None) -> tuple[str, str, str, str]:
    if latest is None:
        return _NOTHING
    as_of = latest.as_of.isoformat() if latest.as_of else ""
    return (latest.act, as_of, str(latest.data.get("value", "")), str(latest.data.get("text", "")))


def _latest(duty_ids: Iterable[int], *, until: date | None = None) -> dict[int, history.Entry]:
    keys = list(duty_ids)
    found: dict[int, history.Entry] = {}
    for start in range(0, len(keys), _BLOCK):
        for duty, entries in reading.entries_of(keys[start : start + _BLOCK]).items():
            reports = [e for e in entries if e.act in REPORTS and (until is None or (e.as_of or until) <= until)]
            if reports:
                found[duty] = max(reports, key=lambda e: e.order)
    return found


def _files(entry_ids: Iterable[str]) -> dict[str, list[str]]:
    keys = list(entry_ids)
    found: dict[str, list[str]] = {}
    for start in range(0, len(keys), _BLOCK):
        rows = EntryFile.objects.filter(entry_id__in=keys[start : start + _BLOCK]).order_by("pk")
        for entry, name in rows.values_list("entry_id", "file__name"):
            found.setdefault(str(entry), []).append(name)
    return found
