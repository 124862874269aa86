# SPDX-License-Identifier: Apache-2.0
"""Taking in a file of reports: all of it or none. The file and every problem are kept, whatever the outcome."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Invalid
from comity.base.wording import packed
from comity.commitments.models import Commitment, Duty, Entry, Import
from comity.commitments.queries import access, tables
from comity.commitments.rules import reports, sheet
from comity.commitments.rules.addressees import EXPERTS, SECRETARIAT
from comity.commitments.rules.reports import Judged, Report
from comity.commitments.rules.sheet import Problem, Row
from comity.commitments.services import writing
from comity.evidence import services as evidence
from comity.ledger import services as ledger


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: taken whole, or refused whole with its problems."""

    id: str
    is_taken: bool
    reports: int
    unchanged: int
    problems: tuple[Problem, ...]


def take_file(*, data: bytes, name: str, by: Person, at: datetime) -> Outcome:
    """Take in a sheet of reports in the form it is written out in; return the outcome, kept with the file.

    Raises `NotFound` for people without a standing, `Invalid` for an empty file. Every other fault is a problem in the
    outcome, by row: nothing is half taken in and nothing is lost.
    """
    access.any_organisation(by, on=at.date())
    stored = evidence.store(blocks=[data], name=name or "reports.csv", media_type="text/csv", at=at)
    try:
        rows, broken = sheet.read(data)
    except Invalid as error:
        problem = Problem(1, "", error.sentence)
        return _keep(stored.id, stored.sha256, Judged((), 0, (problem,)), by, at)
    with transaction.atomic():
        judged = _judge(rows, by, at.date())
        problems = tuple(sorted((*broken, *judged.problems), key=lambda p: p.row))
        return _keep(stored.id, stored.sha256, Judged(judged.reports, judged.unchanged, problems), by, at)


def _judge(rows: tuple[Row, ...], by: Person, on: date) -> Judged:
    pairs = [(row.commitment.strip(), row.owner.strip()) for row in rows]
    # Rows are locked in one order: of two files at once, the second is judged by what the first changed.
    owners = [by.state] if by.state else [SECRETARIAT, EXPERTS]
    list(Duty.objects.select_for_update().filter(owner__in=owners).order_by("pk").values_list("pk"))
    known = tables.known_duties(by, pairs, on=on)
    commitments = {commitment for commitment, _ in known}
    ids = tables.taken_reports(reports.content_id(row) for row in rows)
    return reports.judge(
        rows, find=reports.by_key(known), is_known=commitments.__contains__, taken=ids.__contains__, on=on
    )


def _keep(file_id: str, file_hash: str, judged: Judged, by: Person, at: datetime) -> Outcome:
    is_taken = not judged.problems
    taken = judged.reports if is_taken else ()
    with transaction.atomic():
        row = Import.objects.create(
            id=uuid.uuid4(), file_id=uuid.UUID(file_id), by_id=by.id, state=by.state, at=at, is_taken=is_taken,
            reports=len(taken), unchanged=judged.unchanged, problems=[_json(p) for p in judged.problems],
        )  # fmt: skip
        if taken:
            _write(taken, row, by, at)
        data = {
            "taken": is_taken, "file": file_hash, "reports": len(taken), "problems": len(judged.problems),
            "ids": sha256_hex(canonical(sorted(r.id for r in taken))),
        }  # fmt: skip
        ledger.record(
            event="commitment.imported", subject=f"import:{row.pk}", actor=f"person:{by.id}", at=at, data=data
        )
    return Outcome(str(row.pk), is_taken, len(taken), judged.unchanged, judged.problems)


def _write(taken: tuple[Report, ...], row: Import, by: Person, at: datetime) -> None:
    duties: dict[int, Duty] = {}
    keys = sorted({r.duty for r in taken})
    for start in range(0, len(keys), 500):
        duties |= Duty.objects.in_bulk(keys[start : start + 500])
    names = sorted({d.commitment_id for d in duties.values()})
    commitments: dict[str, Commitment] = {}
    for start in range(0, len(names), 500):
        commitments |= Commitment.objects.in_bulk(names[start : start + 500])
    entries = [
        Entry(
            id=uuid.UUID(r.id), duty=duties[r.duty], act=r.act, at=at, as_of=r.as_of, data={"text": r.text},
            value=Decimal(r.value) if r.value else None, by_id=by.id, actor=by.name,
        )
        for r in taken
    ]  # fmt: skip
    writing.write_many(commitments, list(duties.values()), entries, came_in=row)


def _json(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row, "column": problem.column, "sentence": packed(problem.sentence),
        "cells": list(problem.cells),
    }  # fmt: skip
