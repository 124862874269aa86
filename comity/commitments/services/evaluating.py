# SPDX-License-Identifier: Apache-2.0
"""The cycle of the Bishkek declaration (2024), par. 3: evaluate the results, adjust the strategy.

An evaluation looks at a commitment over a period and ends in a finding. When it leads to an adjustment, a new
commitment takes its place; the old one, its reports and the finding stay, one step back in its lineage.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.commitments.models import Commitment, Duty, Evaluation
from comity.commitments.queries import access, reading
from comity.commitments.rules import due, figures, lifecycle
from comity.commitments.rules.lifecycle import Side, Status
from comity.commitments.services import making, writing
from comity.ledger import services as ledger

FINDINGS = ("reached", "partly", "not-reached", "cannot-be-judged")
CONSEQUENCES = ("continue", "adjust")


@dataclass(frozen=True, slots=True)
class Change:
    """What an adjustment changes; None keeps what stood."""

    object: str | None = None
    due: str | None = None
    rhythm: str | None = None
    indicator: str | None = None
    target: str | None = None


def evaluate(
    *,
    commitment_id: str,
    since: date,
    until: date,
    finding: str,
    text: str,
    by: Person,
    at: datetime,
    change: Change | None = None,
) -> str:
    """Evaluate a commitment over a period; with `change`, adjust it. Return the id of the evaluation.

    Only the Secretariat records an evaluation. Raises `NotFound`, `Invalid` naming the field, `NotNow` when the
    commitment was adjusted already.
    """
    _check(since, until, finding, text, at)
    with transaction.atomic():
        row = access.commitment(by, commitment_id, on=at.date(), for_update=True)
        making.only_secretariat(by, row.organisation, on=at.date())
        counts = figures.count(reading.duties_of([row.pk], on=until)).by_status
        made = Evaluation.objects.create(
            id=uuid.uuid4(), commitment=row, since=since, until=until, finding=finding, text=text.strip(),
            consequence=CONSEQUENCES[change is not None], counts={s.value: n for s, n in counts.items()}, by_id=by.id,
            actor=by.name, at=at,
        )  # fmt: skip
        ledger.record(
            event="commitment.evaluated", subject=f"commitment:{row.pk}", actor=f"person:{by.id}", at=at,
            data={"id": str(made.pk), "finding": finding, "consequence": made.consequence},
        )  # fmt: skip
        if change is not None:
            made.successor_id = adjust(row=row, change=change, reason=f"{finding}: {text.strip()}", by=by, at=at)
            made.save(update_fields=["successor"])
    return str(made.pk)


def adjust(*, row: Commitment, change: Change, reason: str, by: Person, at: datetime) -> str:
    """Put an adjusted commitment in the place of one, in the caller's transaction; return the new id.

    Every owner who is not dropped or superseded owes the new one; what the old one gave stays in its history.
    """
    if Commitment.objects.filter(predecessor=row).exists():
        raise lifecycle.NotNow("This commitment was adjusted already. Evaluate the one in its place.")
    given = _given(row, change)
    if all(given[k] == v for k, v in _given(row, Change()).items() if k != "since"):
        raise Invalid("Say what is adjusted: the promise, its date, rhythm, indicator or target.", field="object")
    duties = list(Duty.objects.select_for_update().filter(commitment=row).order_by("owner"))
    live = [d for d in duties if d.status not in lifecycle.FINAL]
    if not live:
        raise lifecycle.NotNow("Nobody owes this commitment any more.")
    states = tuple(d.owner for d in live if len(d.owner) == 2)
    made = making.create(
        replace(making.Given(**given), states=states, since=at.date()), actor=by.name, by=by.id, at=at, predecessor=row
    )
    data = {"successor": made, "reason": reason[:2000]}
    for duty in live:
        lifecycle.step("adjust", status=Status(duty.status), side=Side.SECRETARIAT, recurs=due.recurs(row.rhythm))
        writing.write(commitment=row, duty=duty, act="adjust", at=at, data=data, actor=by.name, by=by.id)
    return made


def _given(row: Commitment, change: Change) -> Mapping[str, Any]:
    stands = row.due_on.isoformat() if row.due_on else ""
    return {
        "source": row.source, "organisation": row.organisation, "addressee": row.addressee, "verb": row.verb,
        "object": (change.object or row.object).strip(), "since": row.since,
        "due": stands if change.due is None else change.due.strip(),
        "due_words": row.due_words if change.due is None else "", "rhythm": (change.rhythm or row.rhythm).strip(),
        "indicator": (change.indicator or row.indicator).strip(), "baseline": row.baseline,
        "target": making.number(change.target) if change.target else row.target,
        "evidence_required": row.evidence_required, "evidence": row.evidence, "sources": tuple(row.sources),
        "note": row.note, "plan": row.plan_id or "", "section": row.section, "year": row.year,
    }  # fmt: skip


def _check(since: date, until: date, finding: str, text: str, at: datetime) -> None:
    if until < since:
        raise Invalid("The period ends before it begins.", field="until")
    if until > at.date():
        raise Invalid("Evaluate a period that has passed.", field="until")
    if finding not in FINDINGS:
        raise Invalid("Choose a finding from the list.", field="finding")
    if not text.strip() or len(text) > 5000:
        raise Invalid("Say in words what was found (up to 5000 characters).", field="text")
