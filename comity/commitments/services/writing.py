# SPDX-License-Identifier: Apache-2.0
"""The one way an act about a duty is written: entry, what the entries now give, ledger; in the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from comity.commitments.models import Commitment, Duty, Entry, EntryFile, Import
from comity.commitments.queries import reading
from comity.commitments.rules import history
from comity.ledger import services as ledger


def write(
    *,
    commitment: Commitment,
    duty: Duty,
    act: str,
    at: datetime,
    data: Mapping[str, str],
    actor: str,
    by: int | None,
    as_of: date | None = None,
    value: str = "",
    entry_id: str = "",
    files: Sequence[str] = (),
) -> str:
    """Add one act, refold the duty and record it; return the act's id."""
    made = Entry(
        id=uuid.UUID(entry_id) if entry_id else uuid.uuid4(), duty=duty, act=act, at=at, as_of=as_of,
        value=Decimal(value) if value else None, data=dict(data), by_id=by, actor=actor,
    )  # fmt: skip
    made.save(force_insert=True)
    EntryFile.objects.bulk_create(EntryFile(entry=made, file_id=uuid.UUID(file)) for file in files)
    refold(commitment, duty)
    ledger.record(
        event=f"commitment.{act}",
        subject=f"commitment:{commitment.pk}",
        actor=f"person:{by}" if by else "record",
        at=at,
        data={"owner": duty.owner, "id": str(made.pk), "status": duty.status, "files": list(files)},
    )
    return str(made.pk)


def write_many(
    commitments: Mapping[str, Commitment], duties: Sequence[Duty], entries: Sequence[Entry], *, came_in: Import
) -> None:
    """Add the acts of a file at once and refold every duty they touch; the caller records the file in the ledger."""
    for made in entries:
        made.came_in = came_in
    Entry.objects.bulk_create(entries, batch_size=500)
    by_duty = _entries(duties)
    for duty in duties:
        _settle(commitments[duty.commitment_id], duty, by_duty.get(duty.pk, []))
    Duty.objects.bulk_update(duties, _FOLDED, batch_size=200)


def refold(commitment: Commitment, duty: Duty) -> None:
    """Store what the entries of a duty give."""
    _settle(commitment, duty, reading.entries_of([duty.pk]).get(duty.pk, []))
    duty.save(update_fields=list(_FOLDED))


_FOLDED = ("status", "due_on", "last_kept", "reported_on", "version")


def _settle(commitment: Commitment, duty: Duty, entries: Sequence[history.Entry]) -> None:
    found = history.fold(entries, rhythm=commitment.rhythm, first_due=commitment.due_on, since=commitment.since)
    duty.status, duty.due_on, duty.last_kept = found.status, found.due_on, found.last_kept
    duty.reported_on = found.current.as_of if found.current else None
    duty.version = found.entries


def _entries(duties: Sequence[Duty]) -> dict[int, list[history.Entry]]:
    found: dict[int, list[history.Entry]] = {}
    keys = [duty.pk for duty in duties]
    for start in range(0, len(keys), 500):  # a query takes a bounded number of parameters
        found |= reading.entries_of(keys[start : start + 500])
    return found
