# SPDX-License-Identifier: Apache-2.0
"""What the sentences of a text say: when and where, who, which instruments, what comes next; put into `Imported`."""

from __future__ import annotations

import re

from comity.drafting.rules.importing import bodies, dates, facts, happenings, meetings, ordinals, references, signatories, states
from comity.drafting.rules.importing.shape import (
    Attendee,
    Day,
    Imported,
    Lines,
    MeetingRecord,
    NextMeeting,
    Outcome,
    Party,
    Reference,
)
from comity.drafting.rules.importing.work import Work
from comity.drafting.rules.tree import Clause, Kind, Tree, checked, walk


STATEMENT = re.compile(r"(?:The\s)?(?:[Pp]articipants|[Mm]eeting|[Cc]onference|[Dd]elegations|[Hh]eads)\b.{0,160}?\s(?:\w+ed|was|were|took)\b")


def told(work: Work) -> Imported:
    """Return everything read from a source."""
    parts, tree, is_report = work.parts, work.tree, bool(work.sections)
    signed = signatories.read(parts.signatures)
    work.doubts += signed.doubts
    place = None if is_report else facts.place(parts)
    held = None if is_report else facts.held(parts)
    adopted = None if is_report else _adopted(work, facts.adopted(parts), held)
    day = adopted or held
    year = day.start.year if day else _year(work)
    ordinal = _ordinal(work)
    context = happenings.Context(work.organisation, work.body, ordinal, place, year, work.own.name if work.own else "")
    every = [*tree.preamble, *walk(tree.clauses)]
    hosts = happenings.hosts(every, context)
    coming = None if is_report else happenings.next_meeting(walk(tree.clauses), context, hosts)
    present = _present(work)
    parties = () if is_report else facts.parties(_opening(work), [(one.state, one.state_name) for one in signed.people])
    _complete_title(work, place)
    records = _records(work, held or adopted, place, parties, present, coming, hosts, year)
    _doubt_facts(work, place, day, parties)
    return Imported(
        kind=work.kind,
        slug=_slug(work, place, year),
        organisation=work.organisation,
        body=work.body,
        title=work.title,
        place=place.name if place else "",
        country=place.state if place else "",
        held=held,
        adopted=adopted,
        signed_in=facts.signed_in(tree.closing),
        parties=parties,
        tree=checked(Tree(work.title, tree.language, tree.preamble, tree.clauses, tree.numbering, tree.closing)),
        masthead=tuple(block.whole for block in parts.masthead if block not in work.title_blocks),
        title_printed=bool(work.title_blocks),
        signature_text=tuple(block.whole for block in parts.signatures),
        signatories=tuple(signed.people),
        attendees=present,
        references=_references(every, work.title),
        hosts=tuple(hosts),
        outcomes=_outcomes(work, records),
        next_meeting=_planned(records) if is_report else coming,
        meetings=tuple(records),
        doubts=tuple(sorted(work.doubts, key=lambda one: (one.lines.first, one.code))),
        left_over=tuple(work.left),
    )


def _adopted(work: Work, found: Day | None, held: Day | None) -> Day | None:
    """Return the day of adoption; the last day of the meeting where none is printed, with a doubt."""
    if found is not None and (found.precision == "day" or held is None):
        if found.start != found.end and found.precision == "day":
            work.doubt("adopted-assumed", None, "On which day was the text adopted?", found.end.isoformat(), found.start.isoformat())
            return Day(found.end, found.end, "day", found.printed)
        return found
    if held is None or held.precision != "day":
        return found
    work.doubt("adopted-assumed", None, "No day of adoption is printed.", f"The last day of the meeting: {held.end.isoformat()}")
    return Day(held.end, held.end, "day", held.printed)


def _year(work: Work) -> int | None:
    """Return the year the masthead prints, else the latest year of the body."""
    mast = [year for block in work.parts.masthead for year in dates.years(block.whole)]
    body = [year for block in [*work.parts.preamble, *work.parts.body][:40] for year in dates.years(block.text)]
    return mast[-1] if mast else max(body, default=None)


def _opening(work: Work) -> list[str]:
    """Return the paragraphs that may list who takes part: the preamble and the first clauses, with their items."""
    first = list(walk(work.tree.clauses))[:60]
    lists = [" ; ".join([c.text, *(k.text for k in c.children)]) for c in first if c.children and facts.TAKES_PART.search(c.text)]
    plain = [clause.text for clause in [*work.tree.preamble[:12], *work.tree.clauses[:4]]]
    bullets = [c.text for c in work.tree.preamble if states.code_of(c.text)]
    return [*plain, *lists, "Parties: " + "; ".join(bullets)]


def _present(work: Work) -> tuple[Attendee, ...]:
    found: list[Attendee] = []
    for clause in [*work.tree.preamble, *list(walk(work.tree.clauses))[:30 if not work.sections else 0]]:
        found += meetings.attendees([clause.text], clause.id)
    for section in work.sections:
        found += meetings.attendees([block.text for _, block in section.body], "")
    return tuple({one.display: one for one in reversed(found)}.values())[::-1]


def _complete_title(work: Work, place: states.Named | None) -> None:
    """Make a title where none is printed, and say so."""
    if work.title:
        return
    kind = work.kind.value.replace("-", " ").capitalize()
    of = f" of the {work.own.name}" if work.own else ""
    where = f", {place.name}" if place and not of else ""
    work.title = f"{kind}{of}{where}"
    work.doubt("title-assumed", Lines(1, 1), "The source prints no title. What is the text called?", work.title)


def _records(
    work: Work, held: Day | None, place: states.Named | None, parties: tuple[Party, ...], present: tuple[Attendee, ...],
    coming: NextMeeting | None, hosts: list[happenings.Host], year: int | None,
) -> list[MeetingRecord]:  # fmt: skip
    """Return the meetings the text describes."""
    if work.sections:
        return [
            record
            for section in work.sections
            for record in meetings.from_section(section, organisation=work.organisation, body=work.body, year=year)
        ]
    records = []
    is_meeting = work.kind in {Kind.DECLARATION, Kind.FINAL_DOCUMENT} or (work.own is not None and work.own.ordinal > 0)
    if is_meeting and (work.own is not None or held is not None):
        records.append(_own_record(work, held, place, parties, present, hosts))
    if coming is not None:
        records.append(meetings.from_next(coming, work.where.get(coming.at, Lines(1, 1))))
    return records


def _own_record(
    work: Work, held: Day | None, place: states.Named | None, parties: tuple[Party, ...], present: tuple[Attendee, ...],
    hosts: list[happenings.Host],
) -> MeetingRecord:  # fmt: skip
    agenda, recommended = _lists(work.tree.clauses)
    after = next((one.state for one in hosts if one.status != "hosted"), "")
    opening = [work.title, *(block.whole for block in work.parts.masthead), *(c.text for c in work.tree.preamble)]
    return MeetingRecord(
        title=_meeting_title(work),
        kind="expert-meeting" if work.own and work.own.is_expert else "meeting",
        body=(work.own.body if work.own else "") or work.body,
        ordinal=_ordinal(work),
        place=place.name if place else "",
        country=place.state if place else "",
        dates=held,
        status="held",
        participants=parties,
        guests=tuple(f"{one.display}, {one.office}" for one in present if one.organisation and not one.state),
        people=present,
        topic=meetings.topic_of(opening),
        agenda=agenda,
        key_points=(),
        recommendations=recommended,
        outcomes=_results(work, has_lists=bool(agenda or recommended)),
        next_host=after,
        part_of="",
        lines=Lines(1, work.last_line),
    )


def _results(work: Work, *, has_lists: bool) -> tuple[str, ...]:
    """Return what the meeting resulted in: its clauses; beside lists of an agenda, what the lists tell as done."""
    if not has_lists:
        return tuple(one.text for one in happenings.outcomes(work.tree.clauses))
    return tuple(c.text for c in walk(work.tree.clauses) if c.id.count(".") and STATEMENT.match(c.text))


def _meeting_title(work: Work) -> str:
    return work.own.name if work.own else work.title


def _ordinal(work: Work) -> int:
    return (work.own.ordinal if work.own else 0) or ordinals.ordinal(work.title)


def _lists(clauses: tuple[Clause, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the agenda and the recommendations, where clauses without numbers lead to lists of them."""
    agenda: list[str] = []
    recommended: list[str] = []
    for clause in clauses:
        items = [child.text for child in clause.children]
        if re.search(r"\b(?:items|agenda|topics)\b[^.]{0,80}\b(?:discuss|consider)", clause.text):
            agenda += items
        elif re.search(r"\brecommend", clause.text, re.IGNORECASE):
            recommended += items
    return tuple(agenda), tuple(recommended)


def _planned(records: list[MeetingRecord]) -> NextMeeting | None:
    """Return the meeting a report looks ahead to."""
    ahead = [one for one in records if one.status == "planned"]
    if not ahead:
        return None
    one = ahead[-1]
    year = one.dates.start.year if one.dates else None
    return NextMeeting(one.ordinal, one.body, one.title, year, one.dates, one.country, one.place, "", "")


def _references(every: list[Clause], title: str) -> tuple[Reference, ...]:
    return tuple(one for clause in every for one in references.find(clause.text, clause.id, title=title))


def _outcomes(work: Work, records: list[MeetingRecord]) -> tuple[Outcome, ...]:
    if work.sections:
        return tuple(Outcome("meeting-outcome", text, f"{one.body}-{one.ordinal}") for one in records for text in one.outcomes)
    return tuple(happenings.outcomes(work.tree.clauses))


def _slug(work: Work, place: states.Named | None, year: int | None) -> str:
    """Return the id proposed: `<place>-<kind>-<year>`, for a report `<organisation>-report-<year>`."""
    where = bodies.slugged(place.name) if place and work.kind is not Kind.REPORT else ""
    where = where or work.organisation
    return bodies.slugged("-".join(str(part) for part in (where, work.kind.value, year) if part))


def _doubt_facts(work: Work, place: states.Named | None, day: Day | None, parties: tuple[Party, ...]) -> None:
    """Note what could not be told, or could be told two ways."""
    if not work.sections and place is None:
        work.doubt("place-unknown", None, "No place of adoption is printed.", "None is recorded.")
    if not work.sections and work.organisation and not parties:
        work.doubt("parties-unnamed", None, "The text does not list the States it speaks for.", "No party is recorded.", f"All members of {work.organisation}")
    if not work.sections and day is None:
        work.doubt("date-unknown", None, "No day of adoption or meeting is printed.", "None is recorded.")
    statement = next((c for c in walk(work.tree.clauses) if c.id.count(".") and STATEMENT.match(c.text)), None)
    if statement is not None and not work.sections:
        work.doubt(
            "item-is-statement", work.where[statement.id], f"“{statement.text[:60]}…” stands in a list but reads like a statement of its own.",
            "It is kept in the list.", "A clause of its own", "Part of the closing",
        )  # fmt: skip
    bare = [clause for clause in work.tree.clauses if not clause.number and not clause.heading]
    if bare and not work.sections and not any(one.code == "unnumbered-body" for one in work.doubts):
        work.doubt("unnumbered-items", work.where[bare[0].id], "Clauses are printed without numbers.", "They are counted in the order of the text.")
    for block in [*work.parts.masthead, *work.parts.closing]:
        for found in dates.find(block.whole):
            if found.ambiguous:
                other = f"{found.day.start.year}-{found.day.start.day:02}-{found.day.start.month:02}"
                work.doubt("date-two-ways", block.at, f"“{found.day.printed}” can be read two ways.", found.day.start.isoformat(), other)
