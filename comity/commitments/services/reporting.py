# SPDX-License-Identifier: Apache-2.0
"""Reporting on one promise: by the addressee's own people, with files that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Refused
from comity.commitments.models import Entry
from comity.commitments.queries import access, tables
from comity.commitments.rules import reports
from comity.commitments.rules.lifecycle import Side
from comity.commitments.rules.sheet import COLUMNS, Row
from comity.commitments.services import writing
from comity.evidence import queries as evidence


def report(
    *,
    commitment_id: str,
    owner: str,
    act: str,
    as_of: str,
    text: str,
    by: Person,
    at: datetime,
    value: str = "",
    version: int | None = None,
    files: Sequence[str] = (),
) -> str:
    """Report progress (`progress`) or that a promise is kept (`claim`) and return the report's id.

    `version` is the number of acts the person saw; None means: whatever they are. Raises `NotFound` for other people's
    promises, `Stale` when others acted meanwhile, `Invalid` naming the field, `Refused` when it was reported already.
    """
    with transaction.atomic():
        row, duty = access.duty(by, commitment_id, owner, side=Side.OWNER, on=at.date(), for_update=True)
        if version is not None and version != duty.version:
            raise reports.Stale("The commitment changed since you opened it. Reload it and report again.")
        said = {"commitment": row.pk, "owner": owner, "report": act, "as_of": as_of, "value": value, "text": text}
        cells = Row(**{**dict.fromkeys(COLUMNS, ""), **said})  # type: ignore[arg-type]  # every cell is text
        made = reports.checked(cells, tables.known(row, duty, is_mine=True, on=at.date()), on=at.date())
        if Entry.objects.filter(pk=made.id).exists():
            raise Refused("This was reported already, word for word.")
        return writing.write(
            commitment=row, duty=duty, act=act, at=at, data={"text": made.text}, actor=by.name, by=by.id,
            as_of=made.as_of, value=made.value, entry_id=made.id, files=tuple(evidence.files(files)),
        )  # fmt: skip
