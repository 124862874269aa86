# SPDX-License-Identifier: Apache-2.0
"""Reviewing reports and recording decisions about promises: accept, ask back, drop, supersede, reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.commitments.models import Entry
from comity.commitments.queries import access
from comity.commitments.rules import due, lifecycle
from comity.commitments.rules.lifecycle import Status
from comity.commitments.services import writing

_MAX_REASON = 2000


def accept(*, commitment_id: str, owner: str, report: str, by: Person, at: datetime) -> str:
    """Accept that a promise is kept, as `report` says; the reviewer never reports for the addressee."""
    return _act("accept", (commitment_id, owner), {"report": report}, by=by, at=at)


def ask_back(*, commitment_id: str, owner: str, report: str, reason: str, by: Person, at: datetime) -> str:
    """Ask the addressee about a report, with a reason they can answer."""
    return _act("ask_back", (commitment_id, owner), {"report": report, "reason": reason}, by=by, at=at)


def drop(*, commitment_id: str, owner: str, reason: str, decided_in: str, by: Person, at: datetime) -> str:
    """Record that a promise was given up: why, and in which decision (`text#clause` or words)."""
    return _act("drop", (commitment_id, owner), {"reason": reason, "decided_in": decided_in}, by=by, at=at)


def supersede(*, commitment_id: str, owner: str, successor: str, reason: str, by: Person, at: datetime) -> str:
    """Record that another decision (`successor`, a commitment or clause) took the place of a promise."""
    return _act("supersede", (commitment_id, owner), {"successor": successor, "reason": reason}, by=by, at=at)


def reopen(*, commitment_id: str, owner: str, reason: str, by: Person, at: datetime) -> str:
    """Take up again a promise that was settled."""
    return _act("reopen", (commitment_id, owner), {"reason": reason}, by=by, at=at)


def _act(act: str, of: tuple[str, str], data: Mapping[str, str], *, by: Person, at: datetime) -> str:
    side = lifecycle.BY_ACT[act].by
    clean = {key: value.strip()[:_MAX_REASON] for key, value in data.items()}
    for key in lifecycle.BY_ACT[act].given:
        if not clean.get(key):
            raise Invalid("Fill in this field.", field=key)
    with transaction.atomic():
        row, duty = access.duty(by, *of, side=side, on=at.date(), for_update=True)
        lifecycle.step(act, status=Status(duty.status), side=side, recurs=due.recurs(row.rhythm))
        reports = Entry.objects.filter(duty=duty, act__in=["progress", "claim"]).order_by("-as_of", "-at", "-pk")
        if "report" in clean and str(reports.values_list("pk", flat=True).first()) != clean["report"]:
            raise lifecycle.NotNow("A newer report has come. Read it before you review.")
        return writing.write(
            commitment=row, duty=duty, act=act, at=at, data=clean, actor=by.name, by=by.id,
        )  # fmt: skip
