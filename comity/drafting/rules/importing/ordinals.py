# SPDX-License-Identifier: Apache-2.0
"""Numbers as texts print them: ordinals (2nd, Second, IX, 9-я), Roman numerals, letters of lists."""

from __future__ import annotations

import re

from comity.drafting.rules.importing.dates import ORDINAL_WORDS

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN_SHAPE = re.compile(r"^m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
ABJAD = ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش", "ص", "ض", "ط", "ظ")
TENS_WORDS = {"fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
WORDS = ORDINAL_WORDS | TENS_WORDS
WORDS |= {
    f"{ten}-{word}": number + value for ten, number in _TENS.items() for word, value in list(ORDINAL_WORDS.items())[:9]
}
CARDINAL_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen "
    "nineteen twenty"
)
CARDINALS = {
    word: number
    for number, word in enumerate(
        CARDINAL_WORDS.split(),
        start=1,
    )
}
LOCAL = {
    "первая": 1, "первой": 1, "вторая": 2, "второй": 2, "третья": 3, "третьей": 3, "четвертая": 4, "пятая": 5,
    "birinci": 1, "ikinci": 2, "üçüncü": 3, "dördüncü": 4, "beşinci": 5, "altıncı": 6, "yedinci": 7, "sekizinci": 8,
    "dokuzuncu": 9, "onuncu": 10,
}  # fmt: skip
ORDINAL = re.compile(
    r"(?<![\w.])(?:(?P<n>\d{1,3})\s?(?:st|nd|rd|th|-?(?:й|я|ая|ой|го|е)|'?(?:inci|ıncı|uncu|üncü|nci|ncı))(?!\w)"
    rf"|(?P<w>{'|'.join(sorted(WORDS | LOCAL, key=len, reverse=True))})(?![\w-])"
    r"|(?P<r>[IVXL]{1,7})(?:th|st|nd|rd)?(?=\s+(?:\w+\s+){0,2}(?:meeting|session|summit|conference|forum|congress)))",
    re.IGNORECASE,
)


def roman(text: str) -> int:
    """Return the value of a Roman numeral; 0 where it is none."""
    low = text.lower()
    if not low or not ROMAN_SHAPE.match(low):
        return 0
    values = [ROMAN[char] for char in low]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def ordinal(text: str) -> int:
    """Return the first ordinal of a text; 0 where none is printed."""
    match = ORDINAL.search(text)
    return value(match) if match else 0


def value(match: re.Match[str]) -> int:
    """Return the number of one match of `ORDINAL`."""
    if match["n"]:
        return int(match["n"])
    if match["w"]:
        word = match["w"].casefold()
        return WORDS.get(word) or LOCAL.get(word, 0)
    return roman(match["r"] or "")


def letter(text: str) -> int:
    """Return the place of a list letter in its alphabet, Latin, Cyrillic or abjad; 0 where it is none."""
    low = text.casefold()
    if len(low) == 1 and "a" <= low <= "z":
        return ord(low) - 96
    if low in ABJAD:
        return ABJAD.index(low) + 1
    return CYRILLIC.find(low) + 1 if len(low) == 1 else 0
