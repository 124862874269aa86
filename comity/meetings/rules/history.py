# SPDX-License-Identifier: Apache-2.0
"""The history of a body: meetings held here, imported ones and those of the reference table, each meeting once.

Two accounts are one meeting when they are of one body, kind and ordinal, or bear one id. What is stored here speaks
first; what it leaves empty and the sources are taken from the other account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from comity.meetings.rules.convening import Kind, State
from comity.meetings.rules.shapes import Held, Source
from comity.reference import schema
from comity.reference.body_checks import is_row

_FILLED = ("city", "country", "start", "end", "outcomes", "participants", "guests", "note", "topic")


def of_reference(body: schema.Body, rows: Iterable[schema.Meeting]) -> tuple[Held, ...]:
    """Return the meetings of the reference table that are the body's."""
    table = tuple(rows)
    return tuple(_held(body, past, row) for past in body.history for row in table if is_row(past, row))


def merged(stored: Iterable[Held], referred: Iterable[Held]) -> tuple[Held, ...]:
    """Return each meeting once, the latest first; a planned one without a date stands first, a past one last."""
    found = {item.id: item for item in stored}
    by_place = {_place(item): item.id for item in found.values() if item.ordinal is not None}
    for other in referred:
        same = other.id if other.id in found else by_place.get(_place(other)) if other.ordinal is not None else None
        found[same or other.id] = _filled(found[same], other) if same else other
    return tuple(sorted(found.values(), key=_place_in_time, reverse=True))


def _place_in_time(item: Held) -> tuple[str, int]:
    # What lies ahead without a day stands first, what was held on an unknown day last.
    return item.start or ("" if item.state is State.RECORDED else "9999"), item.ordinal or 0


def _filled(own: Held, other: Held) -> Held:
    gaps = {key: getattr(other, key) for key in _FILLED if not getattr(own, key)}
    return replace(own, **gaps, sources=tuple(dict.fromkeys((*own.sources, *other.sources))))


def _held(body: schema.Body, past: schema.PastMeeting, row: schema.Meeting) -> Held:
    return Held(
        id=past.id, body=body.slug, kind=Kind(past.kind), ordinal=int(row.ordinal) if row.ordinal.isdigit() else None,
        title=row.title, city=row.city, country=row.country, start=row.start_date, end=row.end_date or row.start_date,
        state=State.RECORDED, outcomes=row.outcome_documents, participants=row.participants, guests=row.guests,
        note=row.note, sources=tuple(Source(name.strip(), row.verified) for name in row.source.split("|")),
    )  # fmt: skip


def _place(item: Held) -> tuple[str, Kind, int | None]:
    return item.body, item.kind, item.ordinal
