# SPDX-License-Identifier: Apache-2.0
"""What stands at the head of a line: “Article 3 –”, “2.”, “(b)”, “iv)”, a bullet; and what it may count as."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.drafting.rules.importing import dates
from comity.drafting.rules.importing.dates import ORDINAL_WORDS
from comity.drafting.rules.importing.ordinals import ABJAD, letter, roman

ARTICLE_WORDS = (
    "article articles art madde maddə статья статьи ст modda бап баптың статия artikel articolo artículo articulo "
    "ماده المادة مادة آرٹیکل دفعہ"
)
DIVISION_WORDS = (
    "chapter part title section annex appendix глава раздел часть приложение bölüm kısım fəsil bob "
    "бөлім тарау chapitre titre "
    "فصل بخش الباب الفصل پیوست"
)
_A = "|".join(sorted((re.escape(w) for w in ARTICLE_WORDS.split()), key=len, reverse=True))
_V = "|".join(sorted((re.escape(w) for w in DIVISION_WORDS.split()), key=len, reverse=True))
_WORDED = "|".join(sorted(ORDINAL_WORDS, key=len, reverse=True))
_CARDINAL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"\d{{1,3}}(?:\s?(?:bis|ter|quater))?|[IVXLC]{{1,7}}(?![\w])|{_WORDED}|{_CARDINAL}"
DASH = r"[-–—:.)]"

ARTICLE = re.compile(
    rf"(?P<word>{_A})\.?\s*(?P<number>{_NUMBER})(?P<stop>(?:\s*{DASH}){{0,2}})(?=\s|$)\s*", re.IGNORECASE
)
ARTICLE_AFTER = re.compile(
    rf"(?P<number>\d{{1,3}})\s?[-–.]?\s?(?P<word>madde|maddə|modda|бап)\b(?P<stop>(?:\s*{DASH}){{0,2}})\s*",
    re.IGNORECASE,
)
DIVISION = re.compile(
    rf"(?P<word>{_V})\s+(?P<number>{_NUMBER}|[A-Z](?!\w))(?P<stop>(?:\s*{DASH}){{0,2}})(?=\s|$)\s*", re.IGNORECASE
)
NESTED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,4})(?P<stop>[.)]?)\s+(?=\S)")
_ABJAD = "|".join(ABJAD)
LISTED = re.compile(
    rf"(?P<open>[(\[]?)(?P<number>\d{{1,3}}|[ivxlIVXL]{{1,7}}|[A-Za-zа-яё]|{_ABJAD})(?P<stop>\.\)|[.)\]]|\s?[-–—](?=\s))(?=\s|$|[^\W\d_]{{2}}|[“\"«])\s*"
)
BULLET = re.compile(r"(?:[•·*–—]|-(?!\d)|o(?=\s{2,}|\t))\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count a marker: `style` says which list it may belong to, `value` its place there."""

    style: str
    value: int


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of a line: `number` as it is kept, `printed` with its signs, what follows it, all its readings."""

    kind: str
    number: str
    printed: str
    rest: str
    readings: tuple[Reading, ...]


def read(text: str) -> Marker | None:
    """Return the marker a line begins with; None where it is plain text."""
    for kind, pattern in (("article", ARTICLE), ("article", ARTICLE_AFTER), ("division", DIVISION)):
        match = pattern.match(text)
        if match and _heads(match, text):
            number = _plain_number(match["number"])
            rest = text[match.end() :]
            return Marker(kind, match["number"], text[: match.end()].strip(), rest, (Reading(kind, number),))
    bullet = BULLET.match(text)
    if bullet and bullet.end() < len(text):
        inner = _listed(text[bullet.end() :])
        if inner is not None:
            return Marker(
                inner.kind, inner.number, text[: len(text) - len(inner.rest)].strip(), inner.rest, inner.readings
            )
        return Marker("bullet", "", bullet.group().strip(), text[bullet.end() :], (Reading("bullet" + text[0], 1),))
    return _listed(text)


def _heads(match: re.Match[str], text: str) -> bool:
    """Say whether “Article 5” heads a clause here, and is not the subject of a sentence (“Article 5 shall apply …”)."""
    rest = text[match.end() :]
    first = rest.split(" ", 1)[0]
    sentence = first[:1].islower() and not match["stop"].strip()
    return not sentence and not (match["word"][:1].islower() and match["word"][:1].isascii())


def _listed(text: str) -> Marker | None:
    nested = NESTED.match(text)
    if nested:
        parts = nested["number"].split(".")
        reading = Reading(f"nested{len(parts)}", int(parts[-1]))
        return Marker("nested", nested["number"], nested.group().strip(), text[nested.end() :], (reading,))
    match = LISTED.match(text)
    if match is None or (text[0].isdigit() and dates.DATE.match(text[:40])):
        return None
    number, stop = match["number"], match["stop"].strip()
    if match["open"] and not stop.endswith((")", "]")):
        return None
    if number == "г" and stop == ".":  # “г. Минск”: the city of
        return None
    readings = tuple(_readings(number, match["open"] + stop.replace("–", "-").replace("—", "-")))
    if not readings or (stop in {"-", "–", "—"} and not number.isdigit() and number not in ABJAD):
        return None
    return Marker("listed", number, match.group().strip(), text[match.end() :], readings)


def _readings(number: str, signs: str) -> list[Reading]:
    if number.isdigit():
        return [Reading(f"digit{signs}", int(number))]
    case = "upper" if number.isupper() else "lower"
    found = []
    if roman(number) and (number.isupper() or number.islower()):
        found.append(Reading(f"roman-{case}{signs}", roman(number)))
    if letter(number):
        found.append(Reading(f"letter-{case}{signs}", letter(number)))
    return found


def _plain_number(number: str) -> int:
    low = number.casefold().split()[0]
    if low.isdigit():
        return int(low)
    if low in ORDINAL_WORDS:
        return ORDINAL_WORDS[low]
    cardinals = _CARDINAL.split("|")
    if low in cardinals:
        return cardinals.index(low) + 1
    digits = re.match(r"\d+", low)
    return int(digits.group()) if digits else roman(low) or letter(low)
