# SPDX-License-Identifier: Apache-2.0
"""Promises as they stood on a past day, by what is known today.

A report counts from the day it speaks of, a decision from the day it was taken, a review with the report it names: a
report on 2025 that came in 2026 belongs to 2025.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comity.commitments.queries import reading
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import history
from comity.commitments.rules.lifecycle import REPORTS, REVIEWS
from comity.commitments.rules.shapes import Commitment, Duty

_BLOCK = 500


def duties(chosen: Filter, *, on: date, today: date) -> tuple[Duty, ...]:
    """Return the promises of a filter as they stood on a day; those made later are left out."""
    known = {c.id: c for c in reading.commitments(replace(chosen, until=min(on, chosen.until or on)))}
    found = [d for d in reading.duties(replace(chosen, status=""), on=on) if d.commitment in known]
    if on < today:
        found = _refolded(found, known, on)
    return tuple(d for d in found if not chosen.status or d.shown == chosen.status)


def _refolded(found: list[Duty], known: dict[str, Commitment], on: date) -> list[Duty]:
    acted = [d.id for d in found if d.version]
    entries: dict[int, list[history.Entry]] = {}
    for start in range(0, len(acted), _BLOCK):
        entries |= reading.entries_of(acted[start : start + _BLOCK])
    return [_then(d, known[d.commitment], entries.get(d.id, []), on) for d in found]


def _then(duty: Duty, commitment: Commitment, entries: list[history.Entry], on: date) -> Duty:
    told = {e.id for e in entries if e.act in REPORTS and (e.as_of or e.at.date()) <= on}
    then = [e for e in entries if e.id in told or _counts(e, told, on)]
    standing = history.fold(then, rhythm=commitment.rhythm, first_due=commitment.due_on, since=commitment.since)
    shown = history.shown(standing.status, due_on=standing.due_on, rhythm=commitment.rhythm, on=on)
    return replace(
        duty, status=standing.status, shown=shown, due_on=standing.due_on, version=standing.entries,
        reported_on=standing.current.as_of if standing.current else None, last_kept=standing.last_kept,
    )  # fmt: skip


def _counts(entry: history.Entry, told: set[str], on: date) -> bool:
    if entry.act in REPORTS:
        return False
    if entry.act in REVIEWS:
        return str(entry.data.get("report", "")) in told
    return entry.at.date() <= on
