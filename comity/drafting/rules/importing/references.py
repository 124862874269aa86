# SPDX-License-Identifier: Apache-2.0
"""Pointers to other instruments: “paragraph 7 of the Baku Declaration, adopted at … in Baku on 19-21 June 2006”.

Each pointer is kept with the words it was read from. One to a part of the same text is internal.
"""

from __future__ import annotations

import re

from comity.drafting.rules.importing import dates, phrases, states
from comity.drafting.rules.importing.shape import Reference

PART = (
    r"(?:[Pp]aragraphs?|[Pp]aras?\.?|[Aa]rticles?|[Aa]rts?\.|[Cc]lauses?|[Cc]hapters?|[Pp]oints?|"
    r"[Ss]ections?|[Ii]tems?|[Aa]nnex(?:es)?)"
)
NUMBERS = (
    r"(?P<number>(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6})(?:\s?\([\da-z]{1,4}\)){0,3}(?:(?:\s?[-–,]\s?|"
    r"\sand\s|\sto\s)\d{1,3}(?!\d))*)"
)
POINTER = re.compile(
    rf"\b(?P<part>{PART})\s{NUMBERS}(?P<link>,?\s(?:of|to|in|under)\s(?:the\s|this\s|that\s|its\s)?(?:present\s)?|(?=\W|$))"
)
KIND_WORDS = (
    r"[Rr]esolutions?\s\d[\d/().A-Z-]*|Declarations?|Conventions?|Treaty|Agreements?|Protocols?|Charter|Statutes?|Covenants?|Plan\sof\s(?:Action|Interaction)|"
    r"Action\sPlan|Programme\sof\s(?:Action|Cooperation)|Resolutions?|Communiqu[eé]|Statement|Memorandum|Final\s(?:Act|Document)|Strategy|Vision\s\d{4}|"
    r"Road\s?[Mm]ap|Rules\sof\sProcedure|Concept|Code|Constitution"
)
CAPITAL = r"[A-ZÀ-ÖØ-ÞİŞĞÇ“\"«][\w’'/“”\"«»-]*"
SMALL = r"(?:of|on|for|the|and|to|against|in|between|among|concerning|with|from|by|its)"
INSTRUMENT = re.compile(
    rf"(?P<before>(?:{CAPITAL}\s(?:(?:of|for|on)\s(?:the\s)?)?){{0,5}})(?P<kind>{KIND_WORDS})(?!\w)"
    rf"(?P<after>(?:\s(?:{SMALL}\s){{0,3}}(?:{CAPITAL}|\d{{1,2}}(?:st|nd|rd|th)|\d{{4}}))*(?:(?:,\s(?:and\s)?{CAPITAL}){{1,3}}(?=\sof\s\d))?)"
)
STOPS = re.compile(r"[.;:]\s|[.;:]$|\sin\swhich\b|\swhereby\b")
GIVEN = re.compile(r"\b(?:signed|adopted|approved|endorsed|concluded|done|dated|opened|held|of\s\d)", re.IGNORECASE)
GATHERING = re.compile(
    rf"(?P<name>(?:{CAPITAL}|\d{{1,3}}(?:st|nd|rd|th))(?:\s(?:{SMALL}\s)*(?:{CAPITAL}|\d{{1,3}}(?:st|nd|rd|th)))*)"
)
RESULT = re.compile(
    rf"\b(?P<what>recommendations?|outcomes?|decisions?|results?|conclusions)\s(?:(?:made|adopted|taken|reached|agreed|endorsed)\s)?(?:at|of|by|in)\sthe\s"
    rf"(?P<name>(?:(?:{CAPITAL}|\d{{1,3}}(?:st|nd|rd|th)|last|previous|three|two)\s(?:{SMALL}\s)*){{0,8}}(?:Summit|Session|Meeting|Conference|Congress|Forum|Assembly)s?"
    rf"(?:\s(?:{SMALL}\s)*(?:{CAPITAL}|countries))*)"
)
MEETING = re.compile(r"(?:Summit|Session|Meeting|Conference|Council|Congress|Forum|Assembly)")
WINDOW = 320
_GENERIC = (
    "Declaration Declarations Convention Conventions Agreement Agreements Protocol Treaty "
    "Charter Statute Resolution "
    "Statement Strategy Concept Code Memorandum Protocols Resolutions Constitution Statutes Covenant Covenants"
)
GENERIC = frozenset(_GENERIC.split())


def find(text: str, at: str, *, title: str = "") -> list[Reference]:
    """Return the pointers of one clause `at`; `title` is the text's own, so that it is not taken for another."""
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []
    for match in POINTER.finditer(text):
        one = _pointed(text, match, at)
        found.append(one)
        taken.append((match.start(), match.start() + len(one.printed)))
    for match in INSTRUMENT.finditer(text):
        if not any(a <= match.start("kind") < b for a, b in taken) and _is_named(match, title):
            found.append(_mention(text, match, at))
    return found + [_result(text, match, at) for match in RESULT.finditer(text)]


def _pointed(text: str, match: re.Match[str], at: str) -> Reference:
    """Read “paragraph 7 of …”: the instrument named after it, or the same text where none is."""
    word = match["part"].lower().rstrip(".")
    pointer = {"para": "paragraph", "art": "article", "annexes": "annex"}.get(word.rstrip("s"), word.rstrip("s"))
    rest = text[match.end() : match.end() + WINDOW]
    link = match["link"].strip()
    named = INSTRUMENT.match(rest) if link and not re.search(r"\b(?:this|present)$", link) else None
    if named is None:
        printed = text[match.start() : match.end("number")]
        return Reference(pointer, match["number"], "", "", "", "", None, at, internal=True, printed=printed)
    end = _end(rest, named.end())
    printed = text[match.start() : match.end() + end].strip(" ,")
    return _reference(pointer, match["number"], named.group(), rest[named.end() : end], at, printed)


def _mention(text: str, match: re.Match[str], at: str) -> Reference:
    rest = text[match.end() : match.end() + WINDOW]
    end = _end(rest, 0) if _is_given(rest) else 0
    printed = text[match.start() : match.end() + end].strip(" ,")
    return _reference("whole", "", match.group(), rest[:end], at, printed)


def _result(text: str, match: re.Match[str], at: str) -> Reference:
    """Read “recommendations made at the First Meeting of …”: what a meeting brought forth."""
    rest = text[match.end() : match.end() + WINDOW]
    stop = STOPS.search(rest)
    about = rest[: stop.start() if stop else len(rest)].split(", ")[0]
    held = GIVEN.match(about.strip())
    where = states.place(about) if held else None
    return Reference(
        match["what"].lower(), "", "", match["name"], where.name if where else "", where.state if where else "",
        dates.first(about) if held else None, at, internal=False,
        printed=(match.group() + (about if held else "")).strip(" ,"),
    )  # fmt: skip


def _reference(pointer: str, number: str, instrument: str, about: str, at: str, printed: str) -> Reference:
    instrument = re.sub(r"\s(?:of|on|for|the|and|to|in|between|at|by)$", "", instrument.strip(' ,"“”«»'))
    instrument = re.sub(
        r"^(?:The|Recalling|Noting|Welcoming|In|And|(?:Adoption|Approval|Signing|Signature|Implementation|Endorsement|Ratification|Preparation)\sof)\s(?:the\s)?",
        "",
        instrument,
    )
    when = dates.first(about) or dates.first(instrument)
    where = states.place(about)
    return Reference(
        pointer, number, instrument, _gathering(about), where.name if where else "", where.state if where else "",
        when, at, internal=False, printed=printed,
    )  # fmt: skip


def _is_given(rest: str) -> bool:
    """Say whether what follows an instrument tells when or where it was made."""
    return bool(
        re.match(
            r"\s?[,(]?\s?(?:which\s(?:was|were)\s|as\s)?(?:signed|adopted|approved|endorsed|concluded|done|dated|opened|of\s\d|\(|in\s[A-Z]|on\s\d)",
            rest,
        )
    )


def _end(rest: str, start: int) -> int:
    """Return where the description of an instrument ends: at the end of the sentence, or at its last date."""
    stop = STOPS.search(rest, start)
    end = stop.start() if stop else len(rest)
    if not GIVEN.search(rest[start:end]):
        return start
    dated = [one.end for one in dates.find(rest[start:end])]
    return start + dated[-1] if dated else _first_comma(rest, start, end)


def _first_comma(rest: str, start: int, end: int) -> int:
    comma = rest.find(",", start + 12, end)
    return comma if comma >= 0 else end


def _gathering(about: str) -> str:
    """Return the meeting an instrument was adopted at, as printed."""
    for match in GATHERING.finditer(about):
        if MEETING.search(match["name"]):
            place = states.place(match["name"])
            name = match["name"]
            return re.sub(r"\s(?:in|at)\s[A-Z].*$", "", name) if place else name
    return ""


def _is_named(match: re.Match[str], title: str) -> bool:
    """Say whether an instrument has a name of its own, and is not this text."""
    name = match.group().strip(' "“”')
    if phrases.OPENS_CAPITAL.match(match["after"].strip()):
        return False
    if name in GENERIC or (not match["before"].strip() and not match["after"].strip()):
        return False
    if (
        match["before"].strip().casefold() in {"this", "the present", "the", "present", "joint", "final"}
        and not match["after"].strip()
    ):
        return False
    return not title or name.casefold() not in title.casefold()
