# SPDX-License-Identifier: Apache-2.0
"""What the acts about one addressee of one commitment give: a pure fold of a set.

Acts may reach the node in any order (a form today, a file with last year's reports tomorrow): the outcome depends on
the set alone. Reports are ordered by the day they speak of (`as_of`), then by when they were given; a review belongs to
the report it names; of two decisions the later one holds. Nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from comity.commitments.rules import due
from comity.commitments.rules.lifecycle import FINAL, REPORTS, REVIEWS, Status

_CLOSING = {"adjust": Status.ADJUSTED, "supersede": Status.SUPERSEDED, "drop": Status.DROPPED}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as kept. `data` holds what the table wants given; `as_of` is the day a report speaks of."""

    id: str
    act: str
    at: datetime
    data: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None

    @property
    def order(self) -> tuple[date, datetime, str]:
        """Return the place of a report among reports."""
        return (self.as_of or date.min, self.at, self.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an addressee stands: stored status, the current report, when it was last kept, when it is due next."""

    status: Status
    current: Entry | None = None
    last_kept: date | None = None
    due_on: date | None = None
    entries: int = 0


def fold(entries: Iterable[Entry], *, rhythm: str, first_due: date | None, since: date) -> Standing:
    """Return the standing a set of acts gives, whatever their order of arrival."""
    known = {entry.id: entry for entry in entries}.values()
    decided = max((e for e in known if e.act in _CLOSING or e.act == "reopen"), key=_moment, default=None)
    reviews: dict[str, Entry] = {}
    for review in sorted((e for e in known if e.act in REVIEWS), key=_moment):
        reviews[review.data.get("report", "")] = review
    reports = sorted((e for e in known if e.act in REPORTS), key=lambda e: e.order)
    reopened = _moment(decided) if decided and decided.act == "reopen" else None
    verdicts = [_verdict(report, reviews.get(report.id), reopened) for report in reports]
    kept = [r.as_of for r, v in zip(reports, verdicts, strict=True) if v is Status.KEPT and r.as_of]
    last_kept = max(kept, default=None)
    if decided and decided.act in _CLOSING:
        status = _CLOSING[decided.act]
    elif kept and not due.recurs(rhythm):
        status = Status.KEPT
    elif verdicts:
        status = verdicts[-1]
    else:
        status = Status.UNDER_WAY if reopened else Status.OPEN
    due_on = due.next_due(value=rhythm, first=first_due, since=since, last_kept=last_kept)
    return Standing(status, reports[-1] if reports else None, last_kept, due_on, len(known))


def shown(status: Status, *, due_on: date | None, rhythm: str, on: date) -> Status:
    """Return the status a reader sees on a day: overdue when the due date has passed and nothing settled it."""
    if due_on is None or due_on >= on or status in FINAL or status is Status.REPORTED:
        return status
    if status is Status.KEPT and not due.recurs(rhythm):
        return status
    return Status.OVERDUE


def _verdict(report: Entry, review: Entry | None, reopened: tuple[datetime, str] | None) -> Status:
    # A decision to reopen voids what was settled before it; the words stay in the history.
    if reopened and _moment(report) < reopened and (review is None or _moment(review) < reopened):
        return Status.UNDER_WAY
    if report.act == "attest":
        return Status.KEPT
    if review is not None and review.act == "ask_back":
        return Status.ASKED
    if report.act == "claim":
        return Status.KEPT if review is not None else Status.REPORTED
    return Status.UNDER_WAY


def _moment(entry: Entry) -> tuple[datetime, str]:
    return (entry.at, entry.id)
