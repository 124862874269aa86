# SPDX-License-Identifier: Apache-2.0
"""What a report to the summit says of an organisation and a period; page, paper and data file take it from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.base.errors import Invalid
from comity.commitments.models import Entry as EntryRow
from comity.commitments.models import Evaluation as EvaluationRow
from comity.commitments.queries import past, reading
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import figures
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import REPORTS, Status
from comity.commitments.rules.shapes import Commitment, Duty


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finding about a commitment; `counts` are how its promises stood."""

    id: str
    commitment: str
    since: date
    until: date
    finding: str
    text: str
    successor: str
    actor: str
    on: date


@dataclass(frozen=True, slots=True)
class Late:
    """A promise that is overdue, with its commitment."""

    duty: Duty
    commitment: Commitment
    days: int


@dataclass(frozen=True, slots=True)
class Summit:
    """The whole report: how every promise made up to `until` stood on that day, and what happened in the period."""

    organisation: str
    since: date
    until: date
    whole: Counts
    by_owner: dict[str, Counts]
    by_commitment: tuple[tuple[Commitment, Counts], ...]
    late: tuple[Late, ...]
    evaluations: tuple[Evaluation, ...]
    reports: int
    silent: int
    duties: tuple[Duty, ...]


def summit(chosen: Filter, *, since: date, until: date, today: date) -> Summit:
    """Return the report of one organisation over a period; raise `Invalid` for a period that is none."""
    if until < since:
        raise Invalid("The period ends before it begins.", field="until")
    on = min(until, today)
    duties = past.duties(chosen, on=on, today=today)
    known = {c.id: c for c in reading.commitments(chosen)}
    by_commitment = figures.count_by(duties, lambda d: d.commitment)
    return Summit(
        organisation="/".join(chosen.organisations),
        since=since,
        until=until,
        whole=figures.count(duties),
        by_owner=figures.count_by(duties, lambda d: d.owner),
        by_commitment=tuple((c, by_commitment[c.id]) for c in known.values() if c.id in by_commitment),
        late=late(duties, known, on=on),
        evaluations=evaluations(set(by_commitment), since=since, until=until),
        reports=_reports(chosen, since, until),
        silent=sum(d.is_silent for d in duties),
        duties=duties,
    )


def late(duties: tuple[Duty, ...], known: dict[str, Commitment], *, on: date) -> tuple[Late, ...]:
    """Return the overdue promises, the longest overdue first."""
    found = [
        Late(d, known[d.commitment], (on - d.due_on).days)
        for d in duties
        if d.shown is Status.OVERDUE and d.due_on is not None
    ]
    return tuple(sorted(found, key=lambda item: (-item.days, item.duty.owner, item.commitment.id)))


def evaluations(
    commitments: set[str], *, since: date | None = None, until: date | None = None
) -> tuple[Evaluation, ...]:
    """Return the evaluations of these commitments about a period, recorded until its end, newest first."""
    rows = EvaluationRow.objects.order_by("-at", "pk")
    if since:
        rows = rows.filter(until__gte=since)
    if until:
        rows = rows.filter(at__date__lte=until)
    return tuple(
        Evaluation(
            str(r.pk), r.commitment_id, r.since, r.until, r.finding, r.text, r.successor_id or "", r.actor, r.at.date()
        )
        for r in rows
        if r.commitment_id in commitments
    )


def as_json(report: Summit) -> dict[str, Any]:
    """Return the data behind a report, the same numbers."""
    return {
        "organisation": report.organisation,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "promises": report.whole.whole,
        "reports_in_period": report.reports,
        "without_report": report.silent,
        "counts": counts_json(report.whole),
        "by_owner": {owner: counts_json(c) for owner, c in report.by_owner.items()},
        "by_commitment": {c.id: {"source": c.source, **counts_json(n)} for c, n in report.by_commitment},
        "overdue": [
            {"commitment": x.commitment.id, "owner": x.duty.owner, "due_on": str(x.duty.due_on), "days": x.days}
            for x in report.late
        ],
        "evaluations": [
            {"commitment": e.commitment, "finding": e.finding, "text": e.text, "successor": e.successor}
            for e in report.evaluations
        ],
    }


def counts_json(counts: Counts) -> dict[str, int]:
    """Return counts by status, every status named."""
    return {status.value: counts.of(status) for status in figures.ORDER}


def _reports(chosen: Filter, since: date, until: date) -> int:
    rows = EntryRow.objects.filter(
        duty__commitment__organisation__in=chosen.organisations, act__in=sorted(REPORTS), as_of__range=(since, until)
    )
    return rows.count()
