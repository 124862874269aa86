# SPDX-License-Identifier: Apache-2.0
"""The name of a meeting in a sentence: “the 3rd Meeting of the Council of Prosecutors General of …”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.drafting.rules.importing import bodies, ordinals

NOUN = (
    r"(?:[Mm]eetings?|MEETING|[Ss]ession|SESSION|[Ss]ummit|SUMMIT|[Cc]onference|CONFERENCE|[Ff]orum|FORUM|[Cc]ongress|CONGRESS|"
    r"Assembly|[Cc]onsultations|[Ss]eminar|[Ww]orkshop|[Rr]ound\s?[Tt]able)"
)
WORD = r"(?:[A-ZÀ-ÖØ-ÞİŞĞÇ][\w’'/&.-]*|\d{1,3}\s?(?:st|nd|rd|th)|/)"
LOW = (
    r"(?:of|the|for|on|and|among|in\spreparation|in\spreparation\sof|in\spreparation\sfor|to|between|"
    r"countries|participating|member|states|heads|agencies)"
)
ORDINAL_WORD = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|next|upcoming|"
    r"extraordinary|forthcoming|following)"
)
HAS_NOUN = re.compile(NOUN)
NAME = re.compile(
    rf"(?P<name>(?:(?:{WORD}|(?i:{ORDINAL_WORD})|[Ee]xpert|[Mm]inisterial|of|the)\s){{0,6}}{NOUN}(?!\s(?:centre|room|hall))"
    rf"(?:,?\s(?:{LOW}\s)*{WORD})*)"
)
LEADING = re.compile(
    r"^(?:.*?\b(?i:declaration|statement|communiqu[ée]|report|resolution|minutes|recommendations|conclusions|programme|outcomes?)\s(?:of|for|during)\s(?:the\s)?)?"
    r"(?:(?:the|of|our|its|The|At|In|During|For|Joint)\s)*"
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as named: the words, its ordinal (0 where none), the body it is of, where in the string."""

    name: str
    ordinal: int
    body: str
    organisation: str
    is_expert: bool
    start: int
    end: int


def find(text: str, *, organisation: str = "") -> list[Gathering]:
    """Return the meetings a text names; `organisation` is the one of the text, for names that leave it out."""
    if not HAS_NOUN.search(text):
        return []
    found = []
    for match in NAME.finditer(text):
        name = _trimmed(match["name"])
        if len(name) < 4:
            continue
        which = (bodies.organisations(name) or [organisation])[0]
        start = match.start() + match["name"].find(name)
        found.append(
            Gathering(
                name, ordinals.ordinal(name), bodies.body(name, which), which,
                bool(re.search(r"\bexperts?\b", name[:40], re.IGNORECASE)), start, start + len(name),
            )
        )  # fmt: skip
    return found


def _trimmed(name: str) -> str:
    """Return the name without the text it stands in (“Declaration of the …”), from its ordinal on where it has one."""
    name = LEADING.sub("", name).strip(" ,.")
    ordinal = ordinals.ORDINAL.search(name)
    noun = HAS_NOUN.search(name)
    if ordinal and noun and ordinal.start() < noun.start():
        name = name[ordinal.start() :]
    return name


def first_named(texts: list[str], *, organisation: str = "") -> Gathering | None:
    """Return the first meeting of the texts that has an ordinal or a body, else the first named."""
    every = [one for text in texts for one in find(text, organisation=organisation)]
    full = [one for one in every if one.body and (one.ordinal or one.is_expert)]
    good = [one for one in every if one.body or one.ordinal]
    return next(iter(full or good or every), None)
