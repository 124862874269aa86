# SPDX-License-Identifier: Apache-2.0
"""What became of the decisions of the last meetings.

It is the first agenda item of Baku (2023): “Follow-up decisions of the last three … Meetings”.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comity.commitments.queries import past, reading
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import due, figures
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import REPORTS
from comity.commitments.rules.shapes import Commitment, Duty
from comity.reference import load

LAST = 3


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A commitment of a meeting, how its promises stand, and the latest words found or reported about it."""

    commitment: Commitment
    counts: Counts
    duties: tuple[Duty, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A meeting with the commitments decided on its days."""

    title: str
    place: str
    dates: str
    lines: tuple[FollowedLine, ...]


def followed(chosen: Filter, organisation: str, *, on: date, today: date, last: int = LAST) -> tuple[Followed, ...]:
    """Return the last meetings of an organisation's heads before a day, newest first, with their decisions."""
    mine = replace(chosen, organisations=(organisation,))
    commitments = reading.commitments(mine)
    duties = past.duties(mine, on=on, today=today)
    by_commitment: dict[str, list[Duty]] = {}
    for duty in duties:
        by_commitment.setdefault(duty.commitment, []).append(duty)
    return tuple(
        Followed(title, place, _dates(first, end), _lines(commitments, by_commitment, first, end))
        for title, place, first, end in _meetings(organisation, on)[:last]
    )


def _meetings(organisation: str, on: date) -> list[tuple[str, str, date, date]]:
    found = []
    for row in load().meetings:
        end = due.last_day(row.end_date or row.start_date)
        start = date.fromisoformat((row.start_date + "-01-01")[:10]) if row.start_date else None
        if row.series == organisation and start and end and start <= on:
            found.append((row.title, row.city, start, end))
    return sorted(found, key=lambda m: (m[3], m[2]), reverse=True)


def _dates(first: date, end: date) -> str:
    return first.isoformat() if first == end else f"{first.isoformat()} – {end.isoformat()}"


def _lines(
    commitments: tuple[Commitment, ...], duties: dict[str, list[Duty]], first: date, end: date
) -> tuple[FollowedLine, ...]:
    decided = [c for c in commitments if first <= c.since <= end and c.id in duties]
    said = _said([d.id for c in decided for d in duties[c.id] if d.version])
    return tuple(
        FollowedLine(
            c, figures.count(duties[c.id]), tuple(duties[c.id]),
            tuple(dict.fromkeys(said[d.id] for d in duties[c.id] if d.id in said))[:3],
        )
        for c in sorted(decided, key=lambda c: c.id)
    )  # fmt: skip


def _said(duty_ids: list[int]) -> dict[int, str]:
    found = {}
    for duty, entries in reading.entries_of(duty_ids).items():
        reports = [e for e in entries if e.act in REPORTS]
        if reports:
            latest = max(reports, key=lambda e: e.order)
            found[duty] = str(latest.data.get("text", ""))
    return found
