# SPDX-License-Identifier: Apache-2.0
"""Meetings of the past, as the reader of official texts found them: recorded once, completed by every further text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound
from comity.meetings.models import Act, AgendaItem, Meeting, Outcome, Session, Statement
from comity.meetings.queries import access, facts
from comity.meetings.rules.convening import Kind, NotYours, State
from comity.meetings.rules.due import last_day
from comity.meetings.services import acting, founding
from comity.reference import load
from comity.reference.schema import Body

_KINDS = {"meeting": Kind.CONFERENCE, "expert-meeting": Kind.EXPERTS}
_CLAUSE = re.compile(r"[pc][0-9]+(\.[a-z0-9]+)*")
_OUTCOMES = {
    "adopted": "adoption", "plan": "plan", "expert-group": "establishment", "renaming": "renaming",
    "emblem": "renaming", "next-meeting": "next-host", "host-offer": "next-host", "meeting-outcome": "other",
}  # fmt: skip
_Marks = Mapping[str, tuple[str, str]]
_PROGRAMME = {
    "courtesy-call": "courtesy-call", "programme": "cultural", "side-event": "side-event", "bilateral": "bilateral"
}  # fmt: skip


class Day(Protocol):
    """A day or span of days as printed; `precision` is "day", "month" or "year"."""

    start: Any
    end: Any
    precision: str


class ImportedOutcome(Protocol):
    """An outcome as the reader of texts marks it: `at` is the clause it stands in, such as `c3`."""

    kind: str
    text: str
    at: str


class Imported(Protocol):
    """A meeting a text describes, as the reader of texts hands it over (`drafting.rules.importing.shape`)."""

    title: str
    kind: str
    body: str
    ordinal: int
    place: str
    country: str
    dates: Any
    status: str
    participants: Any
    guests: Any
    topic: str
    agenda: Any
    key_points: Any
    recommendations: Any
    outcomes: Any
    next_host: str
    part_of: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: ids of meetings made, ids of meetings completed, titles nothing was found for."""

    made: tuple[str, ...]
    completed: tuple[str, ...]
    left: tuple[str, ...]


def record_imported(
    imported_meetings: Iterable[Imported], *, by: Person, at: datetime, source: str = "", text: str = "",
    language: str = "en", outcomes: Iterable[ImportedOutcome] = (),
) -> Recorded:  # fmt: skip
    """Record the meetings a text describes; `source` names the document.

    `text` is the slug of the text; `outcomes` say of which kind an outcome is and in which clause it stands. The same
    body, kind and ordinal is the same meeting: what it lacks is filled in, nothing is written twice or taken away.
    A meeting run at this node takes sources only. Raises `NotYours` for others than officers of the Secretariat,
    `Invalid` for days in the wrong order.
    """
    if not by.has(Role.SECRETARIAT_OFFICER):
        raise NotYours("The Secretariat records meetings of the past.")
    made: list[str] = []
    completed: list[str] = []
    left: list[str] = []
    given = tuple(imported_meetings)
    marks = {o.text: (_OUTCOMES.get(o.kind, "decision"), _citation(text, o.at)) for o in outcomes}
    with transaction.atomic():
        places: dict[str, Meeting] = {}
        for item in given:
            if item.kind not in _KINDS:
                continue
            found = _place(item)
            if found is None:
                left.append(item.title)
                continue
            row, is_new = _row(item, *found, at=at, language=language)
            (made if is_new else completed).append(row.pk)
            places |= {item.title: row, row.pk: row}
            if not Act.objects.filter(meeting=row).exclude(act="import").exists():
                _fill(row, item, at=at, language=language, marks=marks)
            row.sources = list(dict.fromkeys([*row.sources, *([source] if source else [])]))
            row.save()
            acting.note(row, "import", by=by, at=at, data={"source": source[:200], "text": text[:80]})
        for item in given:
            if item.kind in _PROGRAMME and not _into_programme(item, places, at, language):
                left.append(item.title)
    return Recorded(tuple(made), tuple(dict.fromkeys(completed)), tuple(left))


def _place(item: Imported) -> tuple[Body, Kind, int | None, str] | None:
    kind = _KINDS[item.kind]
    try:
        body = access.body(item.body)
    except NotFound:
        return None
    first = _first(item)
    past = next((p for p in body.history if _is_past(body, p.id, kind, item.ordinal, first)), None)
    if past:
        known = next(h for h in facts.history_of(body) if h.id == past.id)
        return body, kind, known.ordinal, past.id
    if not item.ordinal:
        return None
    name = f"{body.slug}-{item.ordinal}" + ("-experts" if kind is Kind.EXPERTS else "")
    return body, kind, item.ordinal, name


def _is_past(body: Body, past_id: str, kind: Kind, ordinal: int, first: str) -> bool:
    held = next((h for h in facts.history_of(body) if h.id == past_id), None)
    if held is None or held.kind is not kind:
        return False
    if ordinal and held.ordinal:
        return held.ordinal == ordinal
    # Without an ordinal two accounts are one meeting when they begin on one day.
    return bool(first) and held.start == first


def _row(
    item: Imported, body: Body, kind: Kind, ordinal: int | None, name: str, *, at: datetime, language: str
) -> tuple[Meeting, bool]:
    row = Meeting.objects.select_for_update().filter(pk=name).first()
    if row is not None:
        return row, False
    return founding.made(body, name, kind, ordinal, {language: item.title[:200]}, at, state=State.RECORDED), True


def _state(row: Meeting, item: Imported, at: datetime) -> State:
    """Return where an imported meeting stands: recorded, unless it is foreseen and really lies ahead."""
    if item.status == "held" or row.record.get("told") == ["held"]:
        return State.RECORDED
    known = [h for h in facts.history_of(access.body(row.body)) if h.id != row.pk and h.state in facts.ENDED]
    in_table = any(p.id == row.pk for p in access.body(row.body).history)
    is_behind = any((h.ordinal or 0) > (row.ordinal or 0) and h.kind == row.kind for h in known)
    is_past = bool(row.rough_end) and last_day(row.rough_end) < at.date()
    if in_table or is_behind or is_past:
        return State.RECORDED
    return State.HOSTED if row.country in access.members(access.body(row.body), on=at.date()) else State.PLANNED


def _fill(row: Meeting, item: Imported, *, at: datetime, language: str, marks: _Marks) -> None:
    # A text that tells of the meeting as held names it better than one that only foresees it.
    is_better = item.status == "held" and row.record.get("told") != ["held"]
    row.titles = row.titles | {language: item.title[:200]} if is_better else {language: item.title[:200]} | row.titles
    row.city, row.country = row.city or item.place[:100], row.country or _known(item.country)
    row.rough_start, row.rough_end = row.rough_start or _first(item), row.rough_end or _last(item)
    if item.topic and not row.topics:
        row.topics = {language: item.topic}
    _set_days(row, item)
    row.state = _state(row, item, at)
    if row.state == State.HOSTED:
        row.host = row.country
    row.next_host = row.next_host or _known(item.next_host)
    row.record = _record(row.record, item) | ({"told": ["held"]} if item.status == "held" else {})
    row.changed_at = at
    row.save()
    if item.agenda and not AgendaItem.objects.filter(meeting=row).exists():
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=row, number=n, titles={language: t}, is_adopted=True)
            for n, t in enumerate(item.agenda, start=1)
        )
    _say(row, item, at)
    if item.outcomes and not Outcome.objects.filter(meeting=row).exists():
        Outcome.objects.bulk_create(
            Outcome(meeting=row, number=n, kind=kind, texts={language: t}, cites=cites)
            for n, t in enumerate(item.outcomes, start=1)
            for kind, cites in [marks.get(t, ("other", ""))]
        )


def _say(row: Meeting, item: Imported, at: datetime) -> None:
    if Statement.objects.filter(meeting=row).exists():
        return
    lines = [("key-point", _known(p.state), p.text) for p in item.key_points]
    lines += [("proposal", "", proposal) for proposal in item.recommendations]
    Statement.objects.bulk_create(
        Statement(meeting=row, kind=kind, state=state, text=text, at=at) for kind, state, text in lines
    )


def _set_days(row: Meeting, item: Imported) -> None:
    if item.dates is None or row.start_date is not None or item.dates.precision != "day":
        return
    if item.dates.end < item.dates.start:
        raise Invalid("A meeting in the text ends before it begins.", field="dates")
    row.start_date, row.end_date = item.dates.start, item.dates.end


def _record(known: Mapping[str, list[str]], item: Imported) -> dict[str, list[str]]:
    named = {"participants": [p.state or p.name for p in item.participants], "guests": list(item.guests)}
    return {**known, **{key: values for key, values in named.items() if values and not known.get(key)}}


def _into_programme(item: Imported, places: Mapping[str, Meeting], at: datetime, language: str) -> bool:
    row = places.get(item.part_of) or next((m for t, m in places.items() if item.part_of and item.part_of in t), None)
    if row is None or row.state != State.RECORDED:
        return row is not None
    if not Session.objects.filter(
        meeting=row, kind=_PROGRAMME[item.kind], titles={language: item.title[:200]}
    ).exists():
        Session.objects.create(
            meeting=row, kind=_PROGRAMME[item.kind], titles={language: item.title[:200]}, place=item.place[:200],
            changed_at=at,
        )  # fmt: skip
    return True


def _citation(text: str, at: str) -> str:
    return f"{text}#{at}" if text and _CLAUSE.fullmatch(at) else ""


def _first(item: Imported) -> str:
    return _rough(item.dates.start, item.dates.precision) if item.dates else ""


def _last(item: Imported) -> str:
    return _rough(item.dates.end, item.dates.precision) if item.dates else ""


def _rough(day: Any, precision: str) -> str:
    return str(day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)])


def _known(state: str) -> str:
    return state if state in load().states else ""
