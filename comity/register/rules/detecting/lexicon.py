# SPDX-License-Identifier: Apache-2.0
"""What detecting is given to know: platforms by their links and words, and coded words by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.register.rules.detecting import normalising
from comity.register.rules.detecting.finding import Kind

_SLOTS = {
    "name": r"(?P<name>[A-Za-z0-9][A-Za-z0-9_.]{1,38}[A-Za-z0-9_])",
    "invite": r"(?P<invite>[A-Za-z0-9_=-]{5,200})",
    "phone": r"(?P<phone>\+?[0-9]{8,15})",
}


@dataclass(frozen=True, slots=True)
class LinkShape:
    """A shape of links of a platform."""

    platform: str
    pattern: re.Pattern[str]
    is_payment: bool
    host: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded word with its meaning and how sure it is (0 to 1)."""

    term: str
    meaning: str
    language: str
    sure: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything detecting needs to know besides the rules of each address."""

    shapes: tuple[LinkShape, ...]
    hosts: frozenset[str]
    words: Mapping[str, str]
    named: re.Pattern[str]
    coded: Mapping[str, Coded]
    coded_pattern: re.Pattern[str] | None


SURE = {"high": 0.8, "medium": 0.5, "low": 0.25}


def shape(platform: str, link: str, *, is_payment: bool) -> LinkShape:
    """Return the shape of a link written with slots, such as `t.me/{name}`."""
    escaped = re.escape(link).replace(r"\{", "{").replace(r"\}", "}")
    pattern = re.sub(r"\{(\w+)\}", lambda m: _SLOTS[m[1]], escaped)
    return LinkShape(platform, re.compile(rf"(?:www\.)?{pattern}(?=$|[/?#&])", re.IGNORECASE), is_payment,
                     link.split("/", maxsplit=1)[0])  # fmt: skip


def build(
    *,
    platforms: Iterable[tuple[str, Iterable[str], Iterable[str]]],
    payments: Iterable[tuple[str, Iterable[str]]],
    coded: Iterable[Coded],
) -> Lexicon:
    """Return a lexicon from (key, links, words) of platforms, (key, links) of payment services, and coded words."""
    listed = [(key, tuple(links), tuple(words)) for key, links, words in platforms]
    shapes = [shape(key, link, is_payment=False) for key, links, _ in listed for link in links]
    shapes += [shape(key, link, is_payment=True) for key, links in payments for link in links]
    words = {normalising.visible(word).casefold(): key for key, _, said in listed for word in said}
    longest = sorted(words, key=len, reverse=True)
    named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
    known = {normalising.visible(c.term).casefold(): c for c in coded}
    terms = "|".join(re.escape(term) for term in sorted(known, key=len, reverse=True))
    letters = re.compile(rf"(?<!\w)(?:{terms})(?!\w)", re.IGNORECASE) if terms else None
    return Lexicon(tuple(shapes), frozenset(s.host for s in shapes), words, named, known, letters)


def kind_of(group: str, value: str, *, is_payment: bool) -> Kind:
    """Return what a slot of a link shape makes: an account, a bot, an invitation, a phone or a payment handle."""
    if is_payment:
        return Kind.PAYMENT
    if group == "name":
        return Kind.BOT if value.lower().endswith("bot") else Kind.ACCOUNT
    return Kind.INVITE if group == "invite" else Kind.PHONE
