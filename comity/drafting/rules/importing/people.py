# SPDX-License-Identifier: Apache-2.0
"""Persons named in a sentence: found by their form of address, with the office printed before or after the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.drafting.rules.importing import bodies, states

ADDRESS = re.compile(
    r"(?<![\w.])(?:(?:H\.\s?E\.?|HE|His\sExcellency|Her\sExcellency|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Ambassador|Hon|Honou?rable|Justice|"
    r"Sheikh|Maitre|Г-н|Господин|Bay|Sayın|Cənab)(?:\.|\b)\s?)+(?=[^\W\d_])"
)
TOKEN = re.compile(r"[^\W\d_](?:[\w'’ʼ`-]*[\w'’])?\.?")
_PARTICLES = "bin ibn al el ben ul ur de von van oglu ogly ўғли uulu kyzy gizi qizi binti"
PARTICLES = frozenset(_PARTICLES.split())
OFFICE_WORDS = (
    r"(?:First\s|Deputy\s|Vice[-\s]|Acting\s|Assistant\s|Senior\s|State\s|Chief\s|Public\s|Prime\s|Foreign\s|Federal\s)*"
    r"(?:General\sProsecutor|Prosecutor|Procurator|Attorney|President|Minister|Secretary|Chair(?:man|person|woman)?|Head|Director|"
    r"Speaker|Judge|Commissioner|Governor|King|Emir|Ombudsman|Commander|Representative|Rector|Adviser|Counsel)"
)
OFFICE = re.compile(rf"\b{OFFICE_WORDS}\b")
AFTER = re.compile(
    rf"\s?,\s(?:the\s)?(?P<office>{OFFICE_WORDS}\b(?:[-\s](?:of|for|to|on|in|at|the|and|[^\W\d_a-z][\w'’/-]*(?<![,.;])))*)"
)
FOLLOWS = re.compile(r"\s[A-ZÀ-Þ](?:\.|[\w'’-]+)(?<!The)(?<!He)(?<!She)(?<!It)\b")
_NOT_NAMES = "Secretary Prosecutor President Minister Attorney Chairman Head Director General Deputy The"
NOT_NAMES = frozenset(_NOT_NAMES.split())
ABSENT = re.compile(
    r"\b(?:message|letter|greetings?|late|memory|portrait|statue|named\safter|initiative)\b", re.IGNORECASE
)
GIVEN_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a text: the name as printed, the office, the State or organisation, where in the string."""

    name: str
    office: str
    state: str
    organisation: str
    start: int
    end: int


def find(text: str) -> list[Person]:
    """Return the persons of a text in order."""
    found: list[Person] = []
    reached = 0
    offices_follow: bool | None = None
    for match in ADDRESS.finditer(text):
        if match.start() < reached:
            continue
        name, end = _name(text, match.end())
        if not name:
            continue
        before = _before(text[reached : match.start()])
        after = AFTER.match(text, end)
        if offices_follow is None:
            offices_follow = not before and after is not None
        office, reached = (before, end)
        if after is not None and (offices_follow or not before):
            office, reached = after["office"], after.end()
        state = states.code_of(office)
        near = office if state else f"{text[max(match.start() - 80, 0) : match.start()].rsplit('.', 1)[-1]} {office}"
        organisation = (bodies.organisations(near) or [""])[-1]
        found.append(Person(name, office, state, organisation, match.start(), end))
    return found or _after_states(text)


def _after_states(text: str) -> list[Person]:
    """Return persons without a form of address: an office, its State, the name (“President of Turkmenistan A B”)."""
    found = []
    reached = 0
    for state in states.find(text):
        piece = text[reached : state.start]
        office = OFFICE.search(re.split(r"[,;]\s|\sand\s", piece)[-1])
        if office is None or text[state.end : state.end + 1] != " ":
            continue
        name, end = _name(text, state.end + 1)
        if name:
            start = text.rfind(office.group(), 0, state.start)
            found.append(Person(name, text[start : state.end], state.state, "", state.end + 1, end))
            reached = end
    return found


def display(name: str) -> str:
    """Return a name with plain capitals: “Kamran ALIYEV” → “Kamran Aliyev”, “ŞAHİN” → “Şahin”."""
    return re.sub(r"[^\W\d_]{2,}", lambda word: _plain(word.group()), re.sub(r"\s+", " ", name)).strip(" .,")


def _plain(word: str) -> str:
    if not word.isupper():
        return word
    turkish = "İ" in word or (any(char in "ŞĞÇ" for char in word) and "I" in word)
    low = (word.replace("İ", "i").replace("I", "ı") if turkish else word).lower()
    first = "İ" if word[0] == "İ" else word[0]
    return first + low[1:]


def _name(text: str, start: int) -> tuple[str, int]:
    """Return the name that begins at `start`, and where it ends; empty where none begins there."""
    end = start
    words: list[str] = []
    for token in _tokens(text, start):
        word = token.group()
        is_initial = (
            word.endswith(".") and len(word) <= (2 if not words else 5) and bool(FOLLOWS.match(text, token.end()))
        )
        bare = word if is_initial else word.rstrip(".")
        if bare in NOT_NAMES or not (bare[:1].isupper() or bare.casefold() in PARTICLES) or len(words) >= GIVEN_LIMIT:
            break
        words.append(bare)
        end = token.start() + len(bare)
        if word.endswith(".") and not is_initial:
            break
    while words and words[-1].casefold() in PARTICLES:
        end -= len(words.pop()) + 1
    return (text[start:end], end) if len(words) >= 2 else ("", start)


def _tokens(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield words parted by one space only."""
    at = start
    while (match := TOKEN.match(text, at)) is not None:
        yield match
        at = match.end() + 1
        if text[match.end() : at] not in {" ", "-"}:
            return


def _before(segment: str) -> str:
    """Return the office printed right before a name: the last part of the segment that names one, to its end."""
    segment = segment[-260:].rstrip(" ,")
    pieces = re.split(r"(?<=[,;:(])\s|\.\s(?=[A-Z])", segment)
    last = pieces[-1]
    match = OFFICE.search(last)
    if match is None:
        return ""
    owner = re.search(r"\b[A-Z]{2,6}\s$", last[: match.start()])  # “ECO Secretary General”
    return last[owner.start() if owner else match.start() :].strip(" ,(")
