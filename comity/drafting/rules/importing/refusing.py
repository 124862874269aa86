# SPDX-License-Identifier: Apache-2.0
"""Says what is no official text between States, and why, in one sentence."""

from __future__ import annotations

import re

from comity.base.errors import Invalid, TooLarge
from comity.drafting.rules.importing import bodies, gatherings, phrases, states
from comity.drafting.rules.importing.cleaning import Line
from comity.drafting.rules.importing.parts import Parts

LIMIT_CHARACTERS = 2_000_000
"""Longest source read; a convention of 200 pages has about one million signs."""
LIMIT_LINES = 50_000
LEAST_WORDS = 30

ACTORS = re.compile(
    r"\b(?:Member States|States Parties|Contracting Parties|High Contracting|Governments?|Ministers|"
    r"Heads of|Prosecutors?[- ]General|"
    r"Attorneys?[ /-]|delegations?|Participants|the Parties|государств|Стороны|Üye Devlet|Taraflar|کشورهای|الدول)\b"
)
LAW = re.compile(
    r"\b(?:law of|the law on|act of|act,? \d{4}|code of|(?:criminal|penal|civil|tax|labou?r|"
    r"procedure) code|decree|ordinance|federal law|"
    r"constitution|кодекс|федеральный закон|закон (?:республики|о)|kanunu|qanunu|qonuni|قانون)\b",
    re.IGNORECASE,
)
CODE_LINE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|from|function|var|let|const|public|private|return|#include|package|if\s?\(|for\s?\()\b.*[(:;{]|^\s*(?://|/\*|#!)|=>|^\s*<[/!?a-z]"
)


class NotOfficial(Invalid):
    """The source is not a text agreed between States."""

    code = "not-an-official-text"


class Empty(Invalid):
    """The source has no words."""

    code = "empty-text"


class NationalLaw(Invalid):
    """The source is a law of one State."""

    code = "national-law"


class TooLong(TooLarge):
    """The source has more signs than the limit."""

    code = "text-too-long"


def check_source(text: str, *, name: str, limit: int) -> None:
    """Raise `TooLong`, `Empty` or `NotOfficial` for what need not be read at all."""
    if len(text) > limit:
        raise TooLong(
            "{name} has {length} characters; a text may have {most}. Import it in parts.",
            name=name,
            length=f"{len(text):,}",
            most=f"{limit:,}",
        )
    if text.count("\n") > LIMIT_LINES:
        raise TooLong("{name} has more than {most} lines. Import it in parts.", name=name, most=f"{LIMIT_LINES:,}")
    if not re.search(r"\w", text):
        raise Empty("{name} holds no words. Choose the file with the text of the declaration.", name=name)
    odd = len(re.findall("[\x00-\x08\x0e-\x1f\x7f\ufffd]", text))
    if odd > 2 + len(text) // 200 or "\x00" in text:
        raise NotOfficial("{name} is not plain text. Save the document as text (UTF-8) and import that.", name=name)
    if len(text.split()) < LEAST_WORDS and not re.search(r"[\u0600-\u06ff\u4e00-\u9fff]", text):
        raise NotOfficial(
            "{name} is too short to be an official text: fewer than {least} words.", name=name, least=LEAST_WORDS
        )


def check_shape(lines: list[Line], *, name: str) -> None:
    """Raise `NotOfficial` for program code and for tables of values."""
    filled = [line.text for line in lines if line.text]
    coded = sum(bool(CODE_LINE.search(line)) for line in filled)
    semicolons = sum(line.endswith(";") for line in filled)
    if coded - semicolons > 0.25 * len(filled) and len(filled) > 5:
        raise NotOfficial("{name} looks like program code, not like an official text.", name=name)
    for sign in (",", ";", "\t"):
        counts = [line.count(sign) for line in filled]
        usual = max(set(counts), key=counts.count) if counts else 0
        long = sum(len(line.split()) > 12 for line in filled)
        if usual >= 2 and counts.count(usual) > 0.7 * len(filled) > 2 and long < 0.5 * len(filled):
            raise NotOfficial("{name} looks like a table of values, not like an official text.", name=name)


def check_parts(parts: Parts, *, name: str, is_report: bool) -> None:
    """Raise `NationalLaw` or `NotOfficial` where the parts of an agreement between States are not there."""
    blocks = [*parts.masthead, *parts.preamble, *parts.body, *parts.closing, *parts.signatures]
    head = " ".join(block.whole for block in [*parts.masthead, *parts.preamble[:3]])[:3000]
    title = " ".join(block.whole for block in parts.masthead)[:600]
    sample = "\n".join(block.whole for block in [*blocks[:60], *blocks[-40:]])[:30000]
    named = {one.state for one in states.find(sample)}
    if LAW.search(head[:400]) and not phrases.kind_in(title) and len({one.state for one in states.find(head)}) < 2:
        raise NationalLaw(
            "{name} looks like a law of one State. Comity imports texts agreed between States.", name=name
        )
    actors = len(named) >= 2, bool(bodies.organisations(sample)), bool(ACTORS.search(sample))
    recitals = sum(bool(phrases.recites(block.text)) for block in parts.preamble)
    counted = sum(block.marker is not None for block in parts.body)
    acts = sum(bool(phrases.OPERATIVE.match(block.text)) for block in parts.body)
    forms = (
        2 * bool(phrases.kind_in(title) and len(title.split()) < 80),
        bool(recitals >= 2),
        any(phrases.ENACTING.search(block.text) for block in parts.preamble[-1:]),
        bool(parts.closing),
        counted >= 2 and acts >= 1,
        counted >= 5,
        acts >= 3,
        any(one.body for one in gatherings.find(head)),
        2 * is_report,
    )
    if sum(actors) < 1 or sum(actors) + sum(forms) < 4 or sum(forms) < 2:
        raise NotOfficial(
            "{name} does not read like a text agreed between States: no declaration,"
            " communiqué, plan, convention, statute or report of a meeting was recognised.",
            name=name,
        )
