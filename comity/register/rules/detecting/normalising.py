# SPDX-License-Identifier: Apache-2.0
"""Undoing disguises: defanged links, invisible characters, marks of direction, look-alike letters.

Look-alike letters are the everyday part of Unicode Technical Standard 39 (confusables), for the scripts of the region.
"""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width and joiner characters, marks of direction, word joiner, byte order mark.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DEFANGED = (
    (re.compile(r"\bh[tx*]{2}p(s?)\s?(?:\[:\]|:)\s?(?:\\\\|//)", re.IGNORECASE), r"http\1://"),
    (re.compile(r"\bh[tx*]{2}p(s?)\s?\[(?:://|:)\](?://)?", re.IGNORECASE), r"http\1://"),
    (
        re.compile(
            r"\s?(?:\[\s?(?:\.|dot|точка)\s?\]|\(\s?(?:\.|dot|точка)\s?\)|\{\s?(?:\.|dot)\s?\})\s?", re.IGNORECASE
        ),
        ".",
    ),
    (re.compile(r"(?<=\w)\s(?:dot|точка)\s(?=\w)", re.IGNORECASE), "."),
    (re.compile(r"\s?(?:\[\s?(?:@|at)\s?\]|\(\s?at\s?\))\s?", re.IGNORECASE), "@"),
    (re.compile(r"\[\s?/\s?\]"), "/"),
    (re.compile(r"\[:\]"), ":"),
)
_MAYBE_DEFANGED = re.compile(r"[\[({]|dot|точка|h[tx*]{2}p", re.IGNORECASE)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_ALIKE = str.maketrans(
    {
        "а": "a", "в": "b", "е": "e", "ё": "e", "з": "3", "і": "i", "ї": "i", "ј": "j", "к": "k", "м": "m", "н": "h",
        "о": "o", "р": "p", "с": "c", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "х": "x", "һ": "h", "ԁ": "d", "ԛ": "q",
        "ԝ": "w", "ӏ": "l", "ѵ": "v", "г": "r", "п": "n", "ь": "b", "ә": "e", "ө": "o",
        "α": "a", "β": "b", "γ": "y", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o",
        "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ı": "i", "ɡ": "g", "ɑ": "a", "ⅼ": "l", "ł": "l", "ø": "o", "đ": "d",
        "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "|": "l", "!": "l", "$": "s",
        "i": "l", "-": None, "_": None, ".": None,
    }
)  # fmt: skip


def visible(text: str) -> str:
    """Return a text as the eye reads it: no invisible characters, compatible forms as plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def refanged(text: str) -> str:
    """Return a visible text with defanged links and addresses whole again: `hxxps[:]//a[.]b` is `https://a.b`."""
    if not _MAYBE_DEFANGED.search(text):
        return text
    for pattern, plain in _DEFANGED:
        text = pattern.sub(plain, text)
    return text


def digits(text: str) -> str:
    """Return a text with Arabic, Persian and other digits as 0–9."""
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), text)


def skeleton(name: str) -> str:
    """Return what a name looks like: two names of one skeleton are hard to tell apart by eye."""
    folded = unicodedata.normalize("NFKD", visible(name).casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c)).translate(_ALIKE).translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w")


def uncovered(before: str) -> tuple[str, bool]:
    """Return a text as it is meant, and whether it was disguised: held invisible characters or was defanged."""
    shown = visible(before)
    whole = refanged(shown)
    return digits(whole), whole != shown or bool(_INVISIBLE.search(before))
