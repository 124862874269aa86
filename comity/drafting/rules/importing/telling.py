# SPDX-License-Identifier: Apache-2.0
"""What the sentences of a text say: when and where, who, which instruments, what comes next; put into `Imported`."""

from __future__ import annotations

from comity.drafting.rules.importing import (
    bodies,
    dates,
    doubting,
    facts,
    happenings,
    meetings,
    recognising,
    recording,
    references,
    signatories,
    states,
)
from comity.drafting.rules.importing.shape import (
    Attendee,
    Day,
    Group,
    Host,
    Imported,
    Lines,
    MeetingRecord,
    Mention,
    Outcome,
    Party,
    Reference,
    Signatory,
)
from comity.drafting.rules.importing.work import Known, Work
from comity.drafting.rules.tree import Clause, Kind, Tree, checked, walk


def told(work: Work) -> Imported:
    """Return everything read from a source."""
    parts, tree = work.parts, work.tree
    signed = signatories.read(parts.signatures)
    work.doubts += signed.doubts
    known = _known(work, signed.people)
    _complete_title(work, known.place)
    records = recording.records(work, known)
    doubting.facts_of(work, known)
    people = _recognised(work, signed.people, known.present)
    place = known.place
    return Imported(
        kind=work.kind,
        slug=_slug(work, known),
        organisation=work.organisation,
        body=work.body,
        title=work.title,
        place=place.name if place else "",
        country=place.state if place else "",
        held=known.held,
        adopted=known.adopted,
        signed_in=facts.signed_in(tree.closing),
        parties=known.parties,
        tree=checked(Tree(work.title, tree.language, tree.preamble, tree.clauses, tree.numbering, tree.closing)),
        masthead=tuple(block.whole for block in parts.masthead if block not in work.title_blocks),
        title_printed=bool(work.title_blocks),
        signature_text=tuple(block.whole for block in parts.signatures),
        signatories=tuple(signed.people),
        attendees=known.present,
        references=_references([*tree.preamble, *walk(tree.clauses)], work.title),
        hosts=known.hosts,
        outcomes=_outcomes(work, records),
        next_meeting=recording.planned(records) if work.sections else known.coming,
        meetings=tuple(records),
        doubts=tuple(sorted(work.doubts, key=lambda one: (one.lines.first, one.code))),
        left_over=tuple(work.left),
        people=people,
    )


def _known(work: Work, signed: list[Signatory]) -> Known:
    parts, tree = work.parts, work.tree
    present = _present(work)
    if work.sections:
        return Known(None, None, None, _year(work), (), present, tuple(_hosts(work, None, _year(work))), None)
    place, held = facts.place(parts), facts.held(parts)
    adopted = _adopted(work, facts.adopted(parts), held)
    day = adopted or held
    year = day.start.year if day else _year(work)
    parties = _parties(work, signed) or _of_people(present)
    hosts = _hosts(work, place, year)
    coming = happenings.next_meeting(walk(tree.clauses), _context(work, place, year), hosts)
    return Known(place, held, adopted, year, parties, present, tuple(hosts), coming)


def _recognised(work: Work, signed: list[Signatory], present: tuple[Attendee, ...]) -> tuple[Group, ...]:
    """Return who is who among those present and those who signed; ask where two spellings may be one person."""
    named = [Mention(one.display, one.state, one.at) for one in present]
    named += [Mention(one.display, one.state, "signature") for one in signed if one.display]
    found = recognising.recognise(named)
    lines = {one.display: one.lines for one in signed}
    for one, two, _ in found.unsure:
        at = lines.get(two.name) or work.where.get(two.at)
        question = f"Are “{one.name}” and “{two.name}” the same person?"
        work.doubt("same-person", at, question, "They are kept as two.", "One person, spelled in two ways")
    return found.groups


def _parties(work: Work, signed: list[Signatory]) -> tuple[Party, ...]:
    """Return the States that signed, else those the opening lists; ask where it lists others."""
    listed = facts.parties(_opening(work), [])
    parties = facts.parties([], [(one.state, one.state_name) for one in signed])
    others = [one.name for one in listed if one.state not in {party.state for party in parties}]
    if parties and others:
        question = "The text names States that did not sign. Are they parties too?"
        work.doubt("parties-differ", signed[0].lines, question, "Who signed is a party.", *others[:20])
    return parties or listed


def _context(work: Work, place: states.Named | None, year: int | None) -> happenings.Context:
    name = work.own.name if work.own else ""
    return happenings.Context(work.organisation, work.body, recording.ordinal(work), place, year, name)


def _hosts(work: Work, place: states.Named | None, year: int | None) -> list[Host]:
    return happenings.hosts([*work.tree.preamble, *walk(work.tree.clauses)], _context(work, place, year))


def _of_people(present: tuple[Attendee, ...]) -> tuple[Party, ...]:
    """Return the States of the persons present, where they are at least two."""
    found = {one.state: Party(one.state, _state_name(one)) for one in present if one.state}
    return tuple(found.values()) if len(found) > 1 else ()


def _adopted(work: Work, found: Day | None, held: Day | None) -> Day | None:
    """Return the day of adoption; the last day of the meeting where none is printed, with a doubt."""
    if found is not None and (found.precision == "day" or held is None):
        if found.start != found.end and found.precision == "day":
            work.doubt(
                "adopted-assumed",
                None,
                "On which day was the text adopted?",
                found.end.isoformat(),
                found.start.isoformat(),
            )
            return Day(found.end, found.end, "day", found.printed)
        return found
    if held is None or held.precision != "day":
        return found
    work.doubt(
        "adopted-assumed",
        None,
        "No day of adoption is printed.",
        f"The last day of the meeting: {held.end.isoformat()}",
    )
    return Day(held.end, held.end, "day", held.printed)


def _year(work: Work) -> int | None:
    """Return the year the masthead prints, else the latest year of the body."""
    if not work.sections:
        return max(
            (y for block in [*work.parts.masthead, *work.parts.closing] for y in dates.years(block.whole)), default=None
        )
    mast = [year for block in work.parts.masthead for year in dates.years(block.whole)]
    body = [year for block in [*work.parts.preamble, *work.parts.body][:40] for year in dates.years(block.text)]
    return mast[-1] if mast else max(body, default=None)


def _opening(work: Work) -> list[str]:
    """Return the paragraphs that may list who takes part: the preamble and the first clauses, with their items."""
    first = list(walk(work.tree.clauses))[:60]
    lists = [
        " ; ".join([c.text, *(k.text for k in c.children)])
        for c in first
        if c.children and facts.TAKES_PART.search(c.text)
    ]
    plain = [clause.text for clause in [*work.tree.preamble[:12], *work.tree.clauses[:4]]]
    bullets = [c.text for c in work.tree.preamble if states.code_of(c.text)]
    return [*plain, *lists, "Parties: " + "; ".join(bullets)]


def _present(work: Work) -> tuple[Attendee, ...]:
    found: list[Attendee] = []
    for clause in [*work.tree.preamble, *list(walk(work.tree.clauses))[: 30 if not work.sections else 0]]:
        found += meetings.attendees([clause.text], clause.id)
    for section in work.sections:
        found += meetings.attendees([block.text for _, block in section.body], "")
    return tuple({one.display: one for one in reversed(found)}.values())[::-1]


def _state_name(one: Attendee) -> str:
    return next((named.name for named in states.find(one.office)), one.state)


def _complete_title(work: Work, place: states.Named | None) -> None:
    """Make a title where none is printed, and say so."""
    if work.title:
        return
    kind = work.kind.value.replace("-", " ").capitalize()
    of = f" of the {work.own.name}" if work.own else ""
    where = f", {place.name}" if place and not of else ""
    work.title = f"{kind}{of}{where}"
    work.doubt("title-assumed", Lines(1, 1), "The source prints no title. What is the text called?", work.title)


def _references(every: list[Clause], title: str) -> tuple[Reference, ...]:
    return tuple(one for clause in every for one in references.find(clause.text, clause.id, title=title))


def _outcomes(work: Work, records: list[MeetingRecord]) -> tuple[Outcome, ...]:
    if work.sections:
        return tuple(
            Outcome("meeting-outcome", text, f"{one.body}-{one.ordinal}") for one in records for text in one.outcomes
        )
    return tuple(happenings.outcomes(work.tree.clauses))


def _slug(work: Work, known: Known) -> str:
    """Return the id proposed: `<place>-<kind>-<year>`, for a report `<organisation>-report-<year>`."""
    where = bodies.slugged(known.place.name) if known.place and work.kind is not Kind.REPORT else ""
    return bodies.slugged(
        "-".join(str(part) for part in (where or work.organisation, work.kind.value, known.year) if part)
    )
