# SPDX-License-Identifier: Apache-2.0
"""Records of the meetings a text describes: its own, those a report tells of, and those still to come."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.drafting.rules.importing import dates, gatherings, people, states
from comity.drafting.rules.importing import sentences as splitting
from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.reporting import Section
from comity.drafting.rules.importing.shape import Attendee, Day, KeyPoint, Lines, MeetingRecord, NextMeeting, Party

PLANNED = re.compile(
    r"\b(?:anticipated|upcoming|scheduled|is\splanned|will\sbe\sheld|will\stake\splace|forthcoming)\b", re.IGNORECASE
)
GUEST = re.compile(
    r"(?:[^.]*?\b(?:as\sa\sguest|as\san?\sobservers?|as\sguests|invited\sas|special\sguest)\b[^.]*\.?)", re.IGNORECASE
)
GUEST_NAME = re.compile(
    r"(?:attended\sby|as\swell\sas|and|presence\sof)\s(?:the\s)?(?P<who>(?:Attorney|Prosecutor|Minister|Representative|President|Secretary)[^,.]*?)"
    r"(?:,?\s(?:who\s(?:was|were)\s)?(?:invited\s)?as\s(?:a\s|an\s)?(?:guests?|observers?)|$)"
)
ATTENDED = re.compile(
    r"\b(?:attended\sby|attended\sthe|participated|delegations|took\spart|representatives\sfrom|representatives\sof|represented\sby|members\sof|following\scountries|following\sstates)\b",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"(?:title\sof|titled|entitled|under\sthe\stheme|theme\sof|topic|motto)[:\s]*[\"“«](?P<topic>[^\"”»]{5,300})[\"”»]",
    re.IGNORECASE,
)
TITLED_BARE = re.compile(
    r"(?:titled|entitled|on\sthe\stheme)\s[\"“]?(?P<topic>[A-Z][^\"”.(]{8,160}?)(?=[\"”.(]|\swithin\s|\sas\spart\s|$)"
)
BILATERAL = re.compile(r"bilateral\smeeting", re.IGNORECASE)
KINDS = (
    ("courtesy-call", r"\bmeets\b|courtesy\scall|received\sby|welcomed"),
    ("programme", r"cultural\s(?:programme|program)|excursion"),
    ("side-event", r"side[\s-]event|session\stitled|within\sthe\scop|on\sthe\smargins"),
    ("expert-meeting", r"experts?[’']?\s(?:level\s)?(?:meeting|group)"),
)


def from_section(section: Section, *, organisation: str, body: str, year: int | None) -> list[MeetingRecord]:
    """Return the record of one section of a report, and that of a bilateral meeting told inside it."""
    texts = [block.text for _, block in section.body]
    heading = section.heading.text
    named = gatherings.first_named([heading, *texts[:1]], organisation=organisation)
    kind = kind_of(heading)
    is_own = kind in {"meeting", "expert-meeting"}
    place = _place(section)
    records = [
        MeetingRecord(
            title=named.name if named and is_own and named.ordinal else re.sub(r"\s?\([^()]*\)\s?:?$", "", heading),
            kind=kind,
            body=(named.body if named and named.body else body) if is_own else "",
            ordinal=named.ordinal if named and is_own else 0,
            place=place.name,
            country=place.state,
            dates=_dates(section, year),
            status="planned" if PLANNED.search(heading) or (texts and PLANNED.search(texts[0])) else "held",
            participants=_participants(texts),
            guests=_guests(texts),
            people=attendees(texts, ""),
            topic=_topic([heading, *texts]),
            agenda=_items(section, "agenda") or _open_items(section),
            key_points=tuple(KeyPoint(_first_state(text), text) for text in _items(section, "key_points")),
            recommendations=_items(section, "recommendations"),
            outcomes=_items(section, "outcomes"),
            next_host=_next_host(_items(section, "outcomes")),
            part_of="" if is_own else _part_of([heading, *texts], organisation),
            lines=Lines(section.heading.at.first, (section.body[-1][1] if section.body else section.heading).at.last),
        )
    ]
    return records + [_bilateral(block, records[0]) for _, block in section.body if BILATERAL.search(block.text)]


def kind_of(text: str) -> str:
    """Return what kind of event a heading or name is."""
    return next((kind for kind, form in KINDS if re.search(form, text, re.IGNORECASE)), "meeting")


def from_next(foreseen: NextMeeting, lines: Lines) -> MeetingRecord:
    """Return the record of a meeting a declaration foresees."""
    return MeetingRecord(
        foreseen.title, kind_of(foreseen.title), foreseen.body, foreseen.ordinal, foreseen.place, foreseen.state,
        foreseen.dates, "planned", (), (), (), "", (), (), (), (), "", "", lines,
    )  # fmt: skip


def topic_of(texts: list[str]) -> str:
    """Return what a meeting was held under as its title, where that is printed."""
    return _topic(texts)


def attendees(texts: list[str], at: str) -> tuple[Attendee, ...]:
    """Return the persons the sentences name as present; one who only sent a message is left out."""
    found: dict[str, Attendee] = {}
    for text in texts:
        for one in people.find(text):
            after = text[one.end : one.end + 40]
            if people.ABSENT.search(after) or re.search(r"\b(?:message|letter)\s(?:of|from)\W*$", text[: one.start]):
                continue
            shown = people.display(one.name)
            found.setdefault(shown, Attendee(one.name, shown, one.office, one.state, one.organisation, at))
    return tuple(found.values())


def _place(section: Section) -> states.Named:
    texts = [section.heading.text, *(block.text for _, block in section.body)]
    bracket = re.search(r"\(([^()]*)\)", texts[0])
    if bracket and (inside := states.place(bracket.group(1))):
        return inside
    held = [
        m.group() for text in texts for m in re.finditer(r"\b(?:held|took\splace|place|gathered|in)\b[^.]{0,200}", text)
    ]
    return next((found for text in held if (found := states.place(text))), states.Named("", "", 0, 0))


def _dates(section: Section, year: int | None) -> Day | None:
    texts = [section.heading.text, *(block.text for _, block in section.body)]
    return next((found for text in texts if (found := dates.first(text, year=year))), None)


def _participants(texts: list[str]) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for text in texts:
        for sentence in splitting.split(text):
            if ATTENDED.search(sentence) and not GUEST.search(sentence):
                named = states.find(sentence[ATTENDED.search(sentence).start() :])  # type: ignore[union-attr]
                if len({one.state for one in named}) >= 2:
                    for one in named:
                        found.setdefault(one.state, Party(one.state, one.name))
    return tuple(found.values())


def _guests(texts: list[str]) -> tuple[str, ...]:
    found = []
    for text in texts:
        for sentence in splitting.split(text):
            if GUEST.search(sentence):
                names = [m["who"].strip() for m in GUEST_NAME.finditer(sentence.rstrip("."))]
                found.extend(names or [sentence.strip()])
    return tuple(dict.fromkeys(found))


def _items(section: Section, under: str) -> tuple[str, ...]:
    """Return the items of a topic, without the lead over them and the sign that parts them."""
    return tuple(_item(block) for where, block in section.body if where == under and block.marker is not None)


def _item(block: Block) -> str:
    return re.sub(r"(?:[,;]\s?(?:and)?|\sand)$", "", block.text).strip()


def _open_items(section: Section) -> tuple[str, ...]:
    """Return items under no title of their own: what a planned meeting will discuss."""
    return tuple(_item(block) for where, block in section.body if not where and block.marker is not None)


def _first_state(text: str) -> str:
    named = states.find(text)
    return named[0].state if named else ""


def _next_host(outcomes: tuple[str, ...]) -> str:
    for text in outcomes:
        if re.search(r"\bnext\s(?:\w+\s)?(?:meeting|session|summit|conference)", text, re.IGNORECASE):
            named = states.find(text)
            return named[-1].state if named else ""
    return ""


def _topic(texts: list[str]) -> str:
    for text in texts:
        found = TITLED.search(text) or TITLED_BARE.search(text)
        if found:
            return found["topic"].strip(" ”\"'*")
    return ""


def _part_of(texts: list[str], organisation: str) -> str:
    """Return the name of the meeting an event is told to belong to; `joined` makes it the title of that record."""
    every = [one for text in texts for one in gatherings.find(text, organisation=organisation)]
    full = next((one for one in every if one.body and one.ordinal and one.organisation == organisation), None)
    if full is not None:
        return full.name
    return next((one.name for one in every if one.ordinal and not one.is_expert), "")


def _bilateral(block: Block, around: MeetingRecord) -> MeetingRecord:
    """Return the record of a bilateral meeting told in a paragraph about another event."""
    at = BILATERAL.search(block.text)
    sentence = next((one for one in splitting.split(block.text) if BILATERAL.search(one)), block.text)
    near = states.place(sentence[sentence.lower().find("bilateral meeting") :]) or states.Named(
        around.country, around.place, 0, 0
    )
    who = attendees([sentence], "")
    named = states.find(sentence)
    parties = tuple({one.state: Party(one.state, one.name) for one in named}.values())
    title = f"Bilateral meeting: {', '.join(one.display for one in who)}" if at and who else "Bilateral meeting"
    return MeetingRecord(
        title, "bilateral", "", 0, near.name, near.state,
        dates.first(sentence) or around.dates, "held", parties, (), who,
        "", (), (), (), (), "", around.title, block.at,
    )  # fmt: skip


def joined(records: list[MeetingRecord]) -> list[MeetingRecord]:
    """Return the records, each part of a meeting naming that meeting by the title of its own record."""
    own = {
        (one.organisation, one.ordinal): record.title for record in records for one in _named(record) if record.ordinal
    }
    return [replace(record, part_of=_own_title(record.part_of, own)) for record in records]


def _own_title(part_of: str, own: dict[tuple[str, int], str]) -> str:
    keys = [(one.organisation, one.ordinal) for one in gatherings.find(part_of)]
    return next((own[key] for key in keys if key in own), part_of)


def _named(record: MeetingRecord) -> list[gatherings.Gathering]:
    return gatherings.find(record.title) if record.kind in {"meeting", "expert-meeting"} else []
