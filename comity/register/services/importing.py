# SPDX-License-Identifier: Apache-2.0
"""Importing: keep a file, settle how it is read, take its lines in batches, stop, and delete the file afterwards.

The lines of a batch, the progress and the ledger are one transaction: a worker that dies loses the batch in hand and
nothing else. The importer's right to the case is looked at again before each batch.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import faults
from comity.base.errors import Invalid, NotFound, Refused
from comity.evidence import services as evidence
from comity.queue import services as queue
from comity.register import queries
from comity.register.models import Import, ImportLine
from comity.register.queries import import_files, imports
from comity.register.rules import terms
from comity.register.rules.handling import Handling
from comity.register.rules.interchange import plan as plans
from comity.register.rules.interchange.plan import Plan
from comity.register.services.recording import record
from comity.register.services.taking_lines import take

JOB = "register.import"
KEPT = timedelta(days=30)
BATCH, BATCHES = 250, 4
MOST_WRONG = 10_000


def upload(*, case_id: str, blocks: Iterable[bytes], name: str, media_type: str, by: Person, at: datetime) -> str:
    """Keep a file for import into a case and return the import's id; raise `NotFound`, `TooLarge` or `Invalid`."""
    case = queries.case(by, case_id)
    review_date, purge_date = terms.days(today=at.date(), review=None, purge=None)
    kept = evidence.store(blocks=blocks, name=name, media_type=media_type, at=at)
    try:
        reading = import_files.sniffed(kept.path, size=kept.size)
    except Invalid:
        evidence.discard(file_id=kept.id)
        raise
    with transaction.atomic():
        made = Import.objects.create(
            id=uuid.uuid4(), case=case, by_id=by.id, file_id=kept.id, name=kept.name, sha256=kept.sha256,
            size=kept.size, plan=reading.as_json(), review_date=review_date, purge_date=purge_date, uploaded_at=at,
        )  # fmt: skip
        _call(made, at + KEPT)
        record("import", made.pk, "uploaded", by, at, case=str(case.pk), sha256=kept.sha256, size=kept.size)
    return str(made.pk)


def settle_plan(*, import_id: str, reading: Plan, by: Person) -> None:
    """Keep how the file is to be read, for the next look; raise `NotFound` or `Refused` once it runs."""
    with transaction.atomic():
        row = _draft(import_id, by)
        row.plan = reading.as_json()
        row.save(update_fields=["plan"])


def start(
    *, import_id: str, reading: Plan, handling: Handling, by: Person, at: datetime,
    review: date | None = None, purge: date | None = None,
) -> None:  # fmt: skip
    """Begin to take the lines; plan, handling code and days hold for the whole file. Raises `Invalid` or `Refused`."""
    with transaction.atomic():
        row = _draft(import_id, by)
        row.plan = plans.checked(reading).as_json()
        row.review_date, row.purge_date = terms.days(today=at.date(), review=review, purge=purge)
        row.handling, row.state, row.by_id = handling.as_json(), "running", by.id
        row.save()
        _call(row, at)
        record("import", row.pk, "started", by, at, form=str(reading.form), category=reading.category,
               **handling.as_json())  # fmt: skip


def cancel(*, import_id: str, by: Person, at: datetime) -> None:
    """Stop before the next batch; what was entered stays. Raises `Refused` when nothing runs."""
    with transaction.atomic():
        row = _locked(import_id, by)
        if row.state != "running":
            raise Refused("This import does not run.")
        _end(row, "cancelled", "", by, at)


def discard(*, import_id: str, by: Person, at: datetime) -> None:
    """Delete the file and the kept lines now; the entries and the counts stay. Raises `Refused` while it runs."""
    with transaction.atomic():
        row = _locked(import_id, by)
        if row.state == "running":
            raise Refused("Cancel the import first.")
        _forget(row)
        record("import", row.pk, "discarded", by, at)


def carry_on(*, payload: Mapping[str, str], at: datetime) -> datetime | None:
    """Take the next batches of an import; when it has ended, delete the file and the kept lines after `KEPT`."""
    for _ in range(BATCHES):
        with transaction.atomic():
            row = Import.objects.select_for_update(of=("self",)).filter(pk=payload["import"]).first()
            if row is None:
                return None
            if row.state != "running":
                return _put_away(row, at)
            _take_batch(row, at)
            faults.point("import.before-commit")
        faults.point("import.after-commit")
    return at


def _take_batch(row: Import, at: datetime) -> None:
    try:
        by = accounts.person(row.by_id)
        queries.case(by, str(row.case_id))
    except NotFound:
        _end(row, "stopped", "no-access", "node", at)
        return
    reading = plans.restored(row.plan)
    try:
        found = import_files.records(imports.path_of(row), reading, offset=row.offset, line=row.line)
        batch = list(islice(found, BATCH))
    except Invalid:
        _end(row, "stopped", "unreadable", by, at)
        return
    take(row, reading, batch, by=by, at=at)
    if batch:
        row.offset, row.line = batch[-1].end, batch[-1].line
    if row.wrong > MOST_WRONG:
        _end(row, "stopped", "too-many-wrong", by, at)
    elif len(batch) < BATCH:
        _end(row, "done", "", by, at)
    else:
        row.save()


def _end(row: Import, state: str, reason: str, by: Person | str, at: datetime) -> None:
    row.state, row.reason, row.ended_at = state, reason, at
    row.save()
    record("import", row.pk, state, by, at, entered=row.entered, wrong=row.wrong, repeated=row.repeated,
           lines=row.line, sha256=row.sha256)  # fmt: skip


def _put_away(row: Import, at: datetime) -> datetime | None:
    due = (row.ended_at or row.uploaded_at) + KEPT
    if at < due:
        return due
    _forget(row)
    return None


def _forget(row: Import) -> None:
    ImportLine.objects.filter(work=row).update(text="", reason="")
    kept, row.file_id = row.file_id, None
    row.state = "cancelled" if row.state == "draft" else row.state
    row.save()
    if kept:
        evidence.discard(file_id=str(kept))


def _draft(import_id: str, by: Person) -> Import:
    row = _locked(import_id, by)
    if row.state != "draft":
        raise Refused("This import has begun: how it is read cannot be changed any more.")
    return row


def _locked(import_id: str, by: Person) -> Import:
    imports.import_of(by, import_id)
    return Import.objects.select_for_update(of=("self",)).select_related("case").get(pk=import_id)


def _call(row: Import, at: datetime) -> None:
    queue.enqueue(key=f"{JOB}:{row.pk}", kind=JOB, payload={"import": str(row.pk)}, at=at)
