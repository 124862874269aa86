# SPDX-License-Identifier: Apache-2.0
"""States and cities as texts name them: English names and forms of State of all, local names of the nearest.

Codes are ISO 3166-1 alpha-2; short names follow the Unicode CLDR, formal ones the United Nations list of Member States.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale

from comity.drafting.rules.importing import gazetteer

FORMS = (
    "republic islamic-republic kingdom state federal-republic federative-republic sultanate arab-republic emirate "
    "hashemite-kingdom people’s-republic socialist-republic democratic-republic united-republic commonwealth union "
    "principality grand-duchy federation plurinational-state bolivarian-republic federal-democratic-republic "
    "people’s-democratic-republic democratic-socialist-republic democratic-people’s-republic islamic-emirate "
    "co-operative-republic independent-state swiss-confederation oriental-republic united-states united-kingdom"
)
STYLE = "|".join(sorted((f.replace("-", r"\s").replace("’", "['’]") for f in FORMS.split()), key=len, reverse=True))
_NOT_STATES = "AC AQ BV CP CQ DG EA EU EZ IC QO TA TF UM UN XA XB ZZ HM IO GS SJ JE GG IM"
NOT_STATES = frozenset(_NOT_STATES.split())
AMBIGUOUS = frozenset({"Georgia", "Jordan", "Chad", "Israel", "Ireland"})
WORD = re.compile(r"[^\W\d_]\w*")
STYLED = re.compile(rf"(?<!\w)(?:(?:{STYLE})(?:\sof(?:\sthe)?)?)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A State or city found in a string, as printed, with its span."""

    state: str
    name: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return a name without accents, case, or kinds of apostrophe, for comparison only."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "I"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain.replace("’", "'").replace("‘", "'").casefold()).strip()


@functools.cache
def _names() -> dict[str, str]:
    territories = {
        name: code
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_STATES
    }
    return _index(territories | gazetteer.table(gazetteer.STATES))


@functools.cache
def _cities() -> dict[str, str]:
    return _index(gazetteer.table(gazetteer.CITIES))


def _index(names: dict[str, str]) -> dict[str, str]:
    """Return the names with straight apostrophes, and in capitals where they are longer than acronyms."""
    straight = {name.replace("’", "'"): code for name, code in names.items()}
    return {name.upper(): code for name, code in straight.items() if len(name) > 3} | straight


@functools.cache
def _heads(kind: str) -> dict[str, tuple[str, ...]]:
    """Return first word → names that begin with it, longest first."""
    table = _names() if kind == "states" else _cities()
    heads: dict[str, list[str]] = {}
    for name in sorted(table, key=len, reverse=True):
        heads.setdefault(_first(name), []).append(name)
    return {word: tuple(names) for word, names in heads.items()}


def _first(name: str) -> str:
    match = WORD.match(name)
    return match.group() if match else name


def _hits(text: str, kind: str) -> Iterator[tuple[str, int, int]]:
    """Yield every table name in the text, the longest at each place."""
    heads = _heads(kind)
    straight = text.replace("’", "'").replace("‘", "'")
    reached = 0
    for match in WORD.finditer(straight):
        start = match.start()
        if start < reached:
            continue
        for name in heads.get(match.group(), ()):
            end = start + len(name)
            if straight.startswith(name, start) and not straight[end : end + 1].isalnum():
                yield name, start, end
                reached = end
                break


def find(text: str) -> list[Named]:
    """Return every State named in the text, with the form of State where it is printed before the name."""
    found: list[Named] = []
    for name, start, end in _hits(text, "states"):
        style = STYLED.search(text, max(start - 60, found[-1].end if found else 0), start)
        code = _code(name, style.group() if style else "")
        if style is None and _is_else(name, text[max(start - 6, 0) : start], text[end : end + 14]):
            continue
        at = style.start() if style else start
        found.append(Named(code, text[at:end], at, end))
    return found


def code_of(name: str) -> str:
    """Return the ISO code of a State by any of its names; empty where it is none."""
    codes = {one.state for one in find(name)}
    return codes.pop() if len(codes) == 1 else ""


def _code(name: str, style: str) -> str:
    """Return the code of a name; the form of State tells the two Congos apart."""
    code = _names()[name]
    if code in {"CG", "CD"}:
        return "CD" if "democratic" in style.casefold() or code == "CD" else "CG"
    return code


def _is_else(name: str, before: str, after: str) -> bool:
    """Say whether a word only looks like a State: a person called Jordan, a State of the United States."""
    if name in AMBIGUOUS:
        return bool(re.match(r"\s[A-Z]{3,}\b", after)) or bool(re.search(r"(?:Mr|Ms|Dr|Mrs)\.?\s$", before))
    return False


def cities(text: str) -> list[Named]:
    """Return every known city named in the text, spelled as printed."""
    return [Named(_cities()[name], text[start:end], start, end) for name, start, end in _hits(text, "cities")]


PLACE = re.compile(r"\b(?:in|at)\s(?:the\scity\sof\s)?([A-Z][\w’'-]+(?:[\s-][A-Z][\w’'-]+){0,2}),?\s(?:the\s)?$")


def place(text: str) -> Named | None:
    """Return the first place of a text: a known city, or an unknown one that stands before the name of a State."""
    known = cities(text)
    for state in find(text):
        before = PLACE.search(text[max(state.start - 60, 0) : state.start])
        if before and not code_of(before.group(1)) and (not known or state.start < known[0].start):
            start = state.start - len(before.group()) + before.start(1) - before.start()
            return Named(state.state, before.group(1), start, state.start)
    return known[0] if known else None
