# SPDX-License-Identifier: Apache-2.0
"""The meetings a text describes as records: its own, those a report tells of, the one it looks ahead to."""

from __future__ import annotations

import re

from comity.drafting.rules.importing import happenings, meetings, ordinals
from comity.drafting.rules.importing.shape import Lines, MeetingRecord, NextMeeting
from comity.drafting.rules.importing.work import Known, Work
from comity.drafting.rules.tree import Clause, Kind, walk

STATEMENT = re.compile(
    r"(?:The\s)?(?:[Pp]articipants|[Mm]eeting|[Cc]onference|[Dd]elegations|[Hh]eads)\b.{0,160}?\s(?:\w+ed|was|were|took)\b"
)
AGENDA = re.compile(r"\b(?:items|agenda|topics)\b[^.]{0,80}\b(?:discuss|consider)")
RECOMMENDS = re.compile(r"\brecommend", re.IGNORECASE)


def records(work: Work, known: Known) -> list[MeetingRecord]:
    """Return the meetings the text describes."""
    if work.sections:
        found = [
            record
            for section in work.sections
            for record in meetings.from_section(
                section, organisation=work.organisation, body=work.body, year=known.year
            )
        ]
        return meetings.joined(found)
    is_meeting = work.kind in {Kind.DECLARATION, Kind.FINAL_DOCUMENT} or (work.own is not None and work.own.ordinal > 0)
    found = [_own(work, known)] if is_meeting and (work.own is not None or known.day is not None) else []
    if known.coming is not None:
        found.append(meetings.from_next(known.coming, work.where.get(known.coming.at, Lines(1, 1))))
    return found


def ordinal(work: Work) -> int:
    """Return which meeting of its body adopted the text; 0 where that is not printed."""
    return (work.own.ordinal if work.own else 0) or ordinals.ordinal(work.title)


def planned(found: list[MeetingRecord]) -> NextMeeting | None:
    """Return the meeting a report looks ahead to."""
    ahead = [one for one in found if one.status == "planned"]
    if not ahead:
        return None
    one = ahead[-1]
    year = one.dates.start.year if one.dates else None
    return NextMeeting(one.ordinal, one.body, one.title, year, one.dates, one.country, one.place, "", "")


def _own(work: Work, known: Known) -> MeetingRecord:
    agenda, recommended = _lists(work.tree.clauses)
    own, place, present = work.own, known.place, known.present
    opening = [work.title, *(block.whole for block in work.parts.masthead), *(c.text for c in work.tree.preamble)]
    return MeetingRecord(
        title=own.name if own and (own.body or own.is_expert) else work.title,
        kind="expert-meeting" if own and own.is_expert else "meeting",
        body=(own.body if own else "") or work.body,
        ordinal=ordinal(work),
        place=place.name if place else "",
        country=place.state if place else "",
        dates=known.day,
        status="held",
        participants=known.parties,
        guests=tuple(f"{one.display}, {one.office}" for one in present if one.organisation and not one.state),
        people=present,
        topic=meetings.topic_of(opening),
        agenda=agenda,
        key_points=(),
        recommendations=recommended,
        outcomes=_results(work, has_lists=bool(agenda or recommended)),
        next_host=next((one.state for one in known.hosts if one.status != "hosted"), ""),
        part_of="",
        lines=Lines(1, work.last_line),
    )


def _results(work: Work, *, has_lists: bool) -> tuple[str, ...]:
    """Return what the meeting resulted in: its clauses; beside lists of an agenda, what the lists tell as done."""
    if not has_lists:
        return tuple(one.text for one in happenings.outcomes(work.tree.clauses))
    return tuple(c.text for c in walk(work.tree.clauses) if c.id.count(".") and STATEMENT.match(c.text))


def _lists(clauses: tuple[Clause, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the agenda and the recommendations, where clauses without numbers lead to lists of them."""
    agenda: list[str] = []
    recommended: list[str] = []
    for clause in clauses:
        items = [child.text for child in clause.children]
        if AGENDA.search(clause.text):
            agenda += items
        elif RECOMMENDS.search(clause.text):
            recommended += items
    return tuple(agenda), tuple(recommended)
