# SPDX-License-Identifier: Apache-2.0
"""The charts of commitments: numbers from `figures`, drawn by the documents room, the same on pages and in papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from comity.commitments.queries import words
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import Status
from comity.commitments.rules.shapes import Commitment, Duty
from comity.documents.rules import charts

_CLOSED = (Status.ADJUSTED, Status.SUPERSEDED, Status.DROPPED)
# What a chart tells apart; what is closed without being kept is one kind.
_KINDS = (Status.KEPT, Status.REPORTED, Status.UNDER_WAY, Status.ASKED, Status.OPEN, Status.OVERDUE)
_MOST_SPANS = 60


def by_owner(counts: Mapping[str, Counts]) -> charts.Counts:
    """Return the chart of promises per addressee."""
    rows = tuple((words.owner(owner), _numbers(c)) for owner, c in counts.items())
    return charts.Counts(_("Promises by addressee"), _("Addressee"), kinds(), rows, _language())


def by_commitment(counts: Sequence[tuple[Commitment, Counts]]) -> charts.Counts:
    """Return the chart of promises per clause."""
    rows = tuple((f"{c.label} {c.promise}"[:120], _numbers(n)) for c, n in counts)
    return charts.Counts(_("Promises by clause"), _("Clause"), kinds(), rows, _language())


def whole(counts: Counts) -> charts.Counts:
    """Return the chart of all promises by status, one bar each."""
    rows = tuple((name, (number,)) for name, number in zip(kinds(), _numbers(counts), strict=True))
    return charts.Counts(_("Promises by status"), _("Status"), (_("promises"),), rows, _language())


def matrix(duties: Iterable[Duty], commitments: Sequence[Commitment]) -> charts.Matrix:
    """Return the matrix of addressee × commitment; a cell is empty where nothing is owed."""
    columns = [c.id for c in commitments]
    cells: dict[str, dict[str, int]] = {}
    for duty in duties:
        cells.setdefault(duty.owner, {})[duty.commitment] = _kind(duty.shown)
    rows = tuple(
        (words.owner(owner), tuple(row.get(column) for column in columns)) for owner, row in sorted(cells.items())
    )
    names = tuple(c.label for c in commitments)
    return charts.Matrix(_("Addressees and commitments"), _("Addressee"), names, kinds(), rows, _language())


def timeline(duties: Sequence[Duty], commitments: Mapping[str, Commitment], *, today: date) -> charts.Spans:
    """Return the line of time: from the day of the decision to the next due date of each commitment that has one.

    A commitment owed by several is drawn once, with the status furthest from kept.
    """
    worst: dict[str, Duty] = {}
    for duty in duties:
        if duty.due_on and (duty.commitment not in worst or _kind(duty.shown) > _kind(worst[duty.commitment].shown)):
            worst[duty.commitment] = duty
    spans = [
        charts.Span(c.promise[:90], min(c.since, duty.due_on), max(c.since, duty.due_on), _kind(duty.shown))
        for duty in worst.values()
        if duty.due_on and (c := commitments.get(duty.commitment))
    ]
    ordered = tuple(sorted(spans, key=lambda s: (s.end or s.start, s.label))[-_MOST_SPANS:])
    head = (_("Commitment"), _("Decided"), _("Due"), _("Status"))
    return charts.Spans(_("What falls due when"), head, kinds(), ordered, today, _language())


def kinds() -> tuple[str, ...]:
    """Return the names of the kinds a chart tells apart."""
    return (*(str(words.STATUS[s]) for s in _KINDS), _("closed otherwise"))


def _numbers(counts: Counts) -> tuple[float, ...]:
    return (*(counts.of(s) for s in _KINDS), sum(counts.of(s) for s in _CLOSED))


def _kind(status: Status) -> int:
    return _KINDS.index(status) if status in _KINDS else len(_KINDS)


def _language() -> str:
    return translation.get_language() or "en"
