# SPDX-License-Identifier: Apache-2.0
"""Clauses and outcomes by their ids, read from the rooms that keep them.

`<text>#<clause>` is a clause of drafting, `<meeting>#o<number>` an outcome of a meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.drafting.queries import texts
from comity.drafting.queries.shapes import CitedClause
from comity.meetings import queries as meetings
from comity.meetings.queries import access as meeting_access
from comity.meetings.queries import facts

# What is adopted is read for the record, not for a person; `access` guards who reads the commitment.
_RECORD = Person(0, "record", "", frozenset({Role.SECRETARIAT_OFFICER}))
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # the Secretariat sees all on every day
_OUTCOME = re.compile(r"#o[0-9]+$")
_AGREED = frozenset({"adopted", "endorsed", "issued", "signed", "in-force"})


@dataclass(frozen=True, slots=True)
class Source:
    """A clause or outcome as a page names it; `address` is empty where its room shows no page."""

    source: str
    title: str
    number: str
    words: str
    address: str = ""


def words(source: str) -> str:
    """Return the words of a clause or outcome, empty when no room here holds it."""
    found = find(source)
    return found.words if found else ""


def find(source: str, *, person: Person = _RECORD, at: datetime = _ANY_DAY) -> Source | None:
    """Return a clause or outcome, None when no room here holds it or the person may not see it."""
    if _OUTCOME.search(source):
        return next((o for o in _outcomes(source.partition("#")[0], person, at) if o.source == source), None)
    text = source.partition("#")[0]
    try:
        cited = texts.clause(person, source, at=at)
    except NotFound:
        return None
    return Source(
        source, cited.title, cited.number, cited.wording or cited.heading, f"/texts/{text}/clauses/{cited.clause}/"
    )


def is_missing(source: str, *, person: Person, at: datetime) -> bool:
    """Say whether the text or meeting is held here but has no such clause or outcome, or is not agreed yet."""
    holder = source.partition("#")[0]
    if _OUTCOME.search(source):
        return bool(meetings.outcomes(holder)) and find(source, person=person, at=at) is None
    try:
        view = texts.view(person, holder, at=at)
    except NotFound:
        return False
    return view.summary.stage not in _AGREED or find(source, person=person, at=at) is None


def _outcomes(meeting: str, person: Person, at: datetime) -> tuple[Source, ...]:
    try:
        seen = meeting_access.meeting(person, meeting, on=at.date())
    except NotFound:
        return ()
    title = facts.shown(seen.row.titles)
    return tuple(
        Source(f"{meeting}#o{o.number}", title, str(o.number), o.text(), f"/meetings/{meeting}/")
        for o in meetings.outcomes(meeting)
    )


def clauses(person: Person, *, at: datetime) -> tuple[Source, ...]:
    """Return the operative clauses of every agreed text the person sees, in order of text: what may bind somebody."""
    found: list[Source] = []
    page, total = 1, 1
    while (page - 1) * texts.PAGE_SIZE < total:
        summaries, total = texts.listed(person, at=at, page=page)
        for summary in summaries:
            if summary.stage in _AGREED:
                found.extend(_flat(texts.operative(person, summary.slug, at=at)))
        page += 1
    return tuple(found)


def outcomes(person: Person, *, at: datetime) -> tuple[Source, ...]:
    """Return the outcomes of every meeting held here that the person sees: what may bind somebody."""
    found: list[Source] = []
    for body in meeting_access.bodies_for(person, on=at.date()):
        for held in meetings.meetings_of(body.slug):
            found.extend(_outcomes(held.id, person, at) if held.is_stored else ())
    return tuple(found)


def bodies_of_texts(person: Person, *, on: date) -> dict[str, str]:
    """Return text slug → body of every text the person may see that names one."""
    found: dict[str, str] = {}
    at = datetime.combine(on, time(), tzinfo=UTC)
    page, total = 1, 1
    while (page - 1) * texts.PAGE_SIZE < total:
        summaries, total = texts.listed(person, at=at, page=page)
        found |= {summary.slug: summary.body for summary in summaries if summary.body}
        page += 1
    return found


def _flat(cited: tuple[CitedClause, ...]) -> list[Source]:
    flat = []
    for item in cited:
        flat.append(
            Source(item.ref, item.title, item.number, item.wording, f"/texts/{item.text}/clauses/{item.clause}/")
        )
        flat.extend(_flat(item.items))
    return flat
