# SPDX-License-Identifier: Apache-2.0
"""Who hosts, what was decided, when one meets again: read from the sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.drafting.rules.importing import dates, gatherings, states
from comity.drafting.rules.importing import sentences as splitting
from comity.drafting.rules.importing.gatherings import Gathering
from comity.drafting.rules.importing.shape import Host, NextMeeting, Outcome
from comity.drafting.rules.tree import Clause

OFFER = re.compile(
    r"\b(?:offer|proposal|invitation|readiness|willingness|initiative|intention|announcement)\b.{0,160}?\b(?:to\shost|hosting|of\shosting|to\shold|to\sconvene)\b",
    re.DOTALL,
)
INVITED = re.compile(r"\b(?:invitation)\s(?:of|from|extended\sby|by)\s(?:the\s)?", re.IGNORECASE)
HOSTED = re.compile(r"\bhosted\sby\s(?:the\s)?")
HOSTING = re.compile(
    r"\bfor\s(?:the\s)?(?:\w+\s){0,3}?(?:hosting|holding|organi[sz]ing|organi[sz]ation|hospitality|hosted)\b"
)
WILL_HOST = re.compile(
    r"\b(?:will|shall|to)\s(?:be\s)?(?:host(?:ed)?|(?:hold|held|convened?|organi[sz]ed?|take\splace)\b)"
)
FUTURE = re.compile(
    r"\b(?:host|organi[sz]e|hold|held|conven|schedul|take\splace|upcoming|next|forthcoming|look\w*\sforward)",
    re.IGNORECASE,
)
MAY_COME = re.compile(r"\d|[Nn]ext|upcoming|forthcoming|following|(?:th|rd|nd|st|third|second|first)\s", re.IGNORECASE)
MAY_HOST = re.compile(r"host|invitation|hold|held|hospitality|organi[sz]|conven|take place|schedul", re.IGNORECASE)
NEXT = re.compile(r"\b(?:next|upcoming|forthcoming|following)\b", re.IGNORECASE)
INSTITUTION = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'/-]*\s(?:(?:of|the|and|for)\s)*){0,6}(?:Office|Ministry|Court|Agency|Department|Secretariat|Academy|Parliament|Service|Committee)"
    r"(?:\s(?:(?:of|the|and|for)\s)*[A-ZÀ-Þ][\w’'/-]*)*"
)
KINDS = (
    ("renaming", r"(?:amend|chang|renam)\w*\s(?:of\s)?the\sname"),
    ("emblem", r"\b(?:logo|emblem|flag)\b"),
    ("host-offer", r"\b(?:offer|proposal|readiness|willingness)\b.{0,120}\b(?:host|hold|conven)"),
    (
        "next-meeting",
        (
            r"\b(?:organi[sz]e|hold|host|conven)\w*\s(?:the\s)?(?:(?:next|\w+th|\w+rd|\w+nd|\w+st|third|second|"
            r"first)\s)(?:\w+\s){0,2}(?:meeting|summit|session|conference)"
        ),
    ),
    ("gratitude", r"\b(?:gratitude|thank\w*|appreciation|hospitality)\b"),
    ("expert-group", r"(?:expert|working)\sgroup|task\sforce"),
    ("plan", r"(?:action\splan|plan\sof\s(?:action|interaction)|road\s?map)"),
    (
        "instrument",
        (
            r"\bdraft\w*\s.{0,60}(?:instrument|convention|agreement|treaty)|conclu\w+\s.{0,40}(?:agreement|"
            r"treaty)"
        ),
    ),
    ("network", r"contact\s(?:person|point)|network"),
    ("training", r"\btraining|seminar|exchange\sprogram"),
    ("database", r"\bdatabase|register\b"),
    (
        "adopted",
        (
            r"\b(?:adopt|approv|endors|sign)\w*\s(?:of\s)?(?:the\s)?.{0,60}(?:declaration|plan|document|statement|"
            r"communiqu|rules|statute|charter|programme|strategy)"
        ),
    ),
    (
        "task",
        (
            r"\b(?:task|instruct|entrust|request|mandate)\w*\s.{0,40}(?:secretariat|secretary|committee|group|"
            r"council)"
        ),
    ),
    ("reference", r"\babide\sby\b"),
)
_KINDS = tuple((kind, re.compile(form, re.IGNORECASE | re.DOTALL)) for kind, form in KINDS)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the text: its organisation, its own meeting, place and year."""

    organisation: str
    body: str
    ordinal: int
    place: states.Named | None
    year: int | None
    meeting: str = ""


def sentences(clauses: Iterable[Clause]) -> Iterator[tuple[str, str]]:
    """Yield each sentence with the id of its clause."""
    for clause in clauses:
        for sentence in splitting.split(clause.text):
            yield clause.id, sentence


def hosts(clauses: Iterable[Clause], context: Context) -> list[Host]:
    """Return who hosts or offers to host."""
    found: list[Host] = []
    for at, sentence in sentences(clauses):
        one = _host(at, sentence, context) if MAY_HOST.search(sentence) else None
        if one is not None and one not in found:
            found.append(one)
    return found


def _host(at: str, sentence: str, context: Context) -> Host | None:
    offer, hosted, hosting = OFFER.search(sentence), HOSTED.search(sentence), HOSTING.search(sentence)
    invited = INVITED.search(sentence)
    if offer and not _is_past(sentence):
        return _hosting(at, sentence, context, "offered", sentence[: offer.end()], sentence[offer.end() :])
    if hosted:
        future = bool(
            re.search(r"^\s*(?:To\s|.{0,60}\b(?:will|shall|decide|agree|organi[sz]e|next)\b)", sentence)
        ) and not _is_past(sentence)
        who = sentence[hosted.end() : hosted.end() + 160]
        return _hosting(at, sentence, context, "to-host" if future else "hosted", who, sentence[: hosted.start()])
    if hosting:
        return _hosting(at, sentence, context, "hosted", sentence[: hosting.start()], sentence[hosting.end() :])
    if invited and _is_past(sentence):
        return _hosting(
            at, sentence, context, "hosted", sentence[invited.end() : invited.end() + 160], sentence[invited.end() :]
        )
    if MAY_COME.search(sentence) and FUTURE.search(sentence) and _ahead(sentence, context):
        named = states.find(sentence)
        if named and re.search(
            rf"\b(?:in|by)\s(?:the\s)?(?:[\w’'-]+,?\s(?:the\s)?)?{re.escape(named[-1].name)}", sentence
        ):
            return _hosting(at, sentence, context, "to-host", sentence[named[-1].start :], sentence)
    return None


def _is_past(sentence: str) -> bool:
    return bool(re.search(r"\b(?:was|were|took|convened|gathered|met)\b", sentence)) and not NEXT.search(sentence)


def _hosting(at: str, sentence: str, context: Context, status: str, who: str, what: str) -> Host | None:
    """Build the record; None where neither a State nor an institution is named as host."""
    named = states.find(who)
    institutions = "; ".join(m.group() for m in INSTITUTION.finditer(who))
    where = context.place or states.Named("", "", 0, 0)
    if not named and (status != "hosted" or not institutions):
        return None
    meeting = _meeting(what, context) or _meeting(sentence, context)
    places = [c.name for c in states.cities(sentence)]
    year = next((y for y in dates.years(sentence)), context.year if status == "hosted" else None)
    return Host(
        named[0].state if named else where.state, named[0].name if named else "", institutions,
        *_which(meeting, status, context),
        status, places[-1] if places else (where.name if status == "hosted" else ""), year, at,
    )  # fmt: skip


def _which(meeting: Gathering | None, status: str, context: Context) -> tuple[str, int]:
    """Return the name and ordinal of the meeting hosted: the text's own where only “our meeting” is printed."""
    if meeting is not None and (meeting.ordinal or meeting.body):
        return meeting.name, meeting.ordinal
    if status == "hosted":
        return context.meeting, context.ordinal
    return (meeting.name, 0) if meeting else ("", 0)


def _meeting(text: str, context: Context) -> Gathering | None:
    return next(iter(gatherings.find(text, organisation=context.organisation)), None)


def _ahead(sentence: str, context: Context) -> Gathering | None:
    """Return the meeting of a sentence that is still to come."""
    every = gatherings.find(sentence, organisation=context.organisation)
    for one in every:
        if NEXT.search(one.name) or (one.ordinal > context.ordinal > 0):
            return one
    later = bool(context.year) and any(year > (context.year or 0) for year in dates.years(sentence))
    ahead = [one for one in every if one.ordinal or one.body]
    return ahead[0] if later and ahead and not _is_past(sentence) else None


def next_meeting(clauses: Iterable[Clause], context: Context, offered: list[Host]) -> NextMeeting | None:
    """Return the meeting the text foresees: the next ordinal first, then what is called next or dated later."""
    best: tuple[int, NextMeeting] | None = None
    for at, sentence in sentences(clauses):
        meeting = _ahead(sentence, context) if MAY_COME.search(sentence) and FUTURE.search(sentence) else None
        if meeting is None:
            continue
        rank = 2 * (context.ordinal > 0 and meeting.ordinal == context.ordinal + 1) + bool(NEXT.search(sentence))
        rank += 2 * any(one.at == at and one.status != "hosted" for one in offered)
        one = _foreseen(at, sentence, meeting, context, offered)
        if best is None or rank > best[0]:
            best = (rank, one)
    return best[1] if best else None


def _foreseen(at: str, sentence: str, meeting: Gathering, context: Context, offered: list[Host]) -> NextMeeting:
    host = next((one for one in offered if one.at == at and one.status != "hosted"), None)
    years = [year for year in dates.years(sentence) if year >= (context.year or 0)]
    year = years[0] if years else None
    places = [city for city in states.cities(sentence) if city.start > meeting.start] or states.cities(sentence)
    named = [one for one in states.find(sentence) if "Member" not in sentence[one.end : one.end + 8]]
    state = host.state if host else (places[0].state if places else (named[-1].state if named else ""))
    ordinal = meeting.ordinal or (context.ordinal + 1 if context.ordinal else 0)
    days = [one.day for one in dates.find(sentence, year=year) if one.day.precision == "day"]
    return NextMeeting(
        ordinal, meeting.body or context.body, meeting.name,
        days[0].start.year if days else year, days[0] if days else None,
        state, places[0].name if places else "", (host.institution or host.name) if host else "", at,
    )  # fmt: skip


def _deciding(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Yield the clauses that decide: not the titles over them."""
    for clause in clauses:
        if clause.children and not clause.text and not clause.number.isdigit():
            yield from _deciding(clause.children)
        else:
            yield clause


def outcomes(clauses: Iterable[Clause]) -> list[Outcome]:
    """Return one outcome for each clause of the body, with its kind; thanks are none."""
    found = []
    for clause in _deciding(clauses):
        text = clause.text or clause.heading
        kind = next((kind for kind, form in _KINDS if form.search(text)), "decision")
        if kind != "gratitude" and text:
            found.append(Outcome(kind, text, clause.id))
    return found
