# SPDX-License-Identifier: Apache-2.0
"""Raw text of a name → words in one folded form: lower case, no vowel marks, look-alike letters in their own script.

Invariant: folding a folded word changes nothing. Letters of other scripts pass through untouched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 300
COMMAS = frozenset(",،")
HYPHENS = frozenset("-‐‑–")
_DROPPED = re.compile(
    "[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0300-\u0302\u0304-\u0305\u0308-\u030b\u030d-\u0326\u0329-\u036f]"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("ʻʼ’‘‛`´ʹʽʿʾʺ＇′", "'"))
_WORD = re.compile(r"(?:[^\W\d_]|['\u0900-\u0dff\u0e00-\u0e7f\u1780-\u17ff])+", re.UNICODE)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024fə]")
_QUOTED = re.compile("[«»“”„]")
_LATIN_LOOKS = dict(zip("aceopxyikmhtbjsnu", "асеорхуікмнтвјѕпи", strict=True))
_TO_CYRILLIC = str.maketrans({**_LATIN_LOOKS, "n": "п", "u": "и"})
_TO_LATIN = str.maketrans(
    {c: latin for latin, c in _LATIN_LOOKS.items() if latin not in "nu"}
    | {"һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "ь": "b"}
)
_LOOKALIKE_LATIN = frozenset(_LATIN_LOOKS) - {"n", "u"}
_LOOKALIKE_CYRILLIC = frozenset(_LATIN_LOOKS.values()) - {"п", "и"}


class Word(NamedTuple):
    """One written word: as it stood, folded, its script, and what stood around it."""

    shown: str
    folded: str
    script: str
    is_abbreviated: bool
    comma_after: bool
    hyphen_before: bool


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Return text in lower case without vowel marks, presentation forms and direction marks."""
    if text.isascii():
        return text.lower().translate(_APOSTROPHES) if "`" in text else text.lower()
    text = unicodedata.normalize("NFKC", text)
    text = text.replace("İ", "i").replace("I", "i").lower().translate(_APOSTROPHES)
    return unicodedata.normalize("NFC", _DROPPED.sub("", text.replace("\u0307", "")))


def words(text: str) -> list[Word]:
    """Return the words of a name in their order; none for a text without letters or beyond 300 characters."""
    if len(text) > LONGEST:
        return []
    if not text.isascii():
        text = _QUOTED.sub(" ", text.replace("\u200cال", " ال").replace("\u200c", ""))
        text = unicodedata.normalize("NFC", text)
    befores, afters, shown, folded = [], [], [], []
    for match in _WORD.finditer(text):
        raw = match.group()
        low = fold(raw)
        if low.strip("'"):
            start, end = match.span()
            befores.append(text[start - 1 : start])
            afters.append(text[end : end + 1])
            shown.append(raw)
            folded.append(low)
    return [
        Word(raw, low, script_of(low), after == ".", after in COMMAS, before in HYPHENS)
        for before, after, raw, low in zip(befores, afters, shown, _one_script(folded), strict=True)
    ]


@lru_cache(maxsize=32768)
def script_of(word: str) -> str:
    """Return latin, cyrillic, arabic, or other, from the first letter that tells."""
    for letter in word:
        point = ord(letter)
        if point < 0x250 or 0x1E00 <= point <= 0x1EFF:
            if letter != "'":
                return "latin"
        elif letter == "ə" or 0x250 <= point <= 0x2AF:
            return "latin"
        elif 0x400 <= point <= 0x52F:
            return "cyrillic"
        elif 0x600 <= point <= 0x77F or 0x8A0 <= point <= 0x8FF or 0xFB50 <= point <= 0xFEFF:
            return "arabic"
        else:
            return "other"
    return "other"


def _one_script(folded: list[str]) -> list[str]:
    """Put look-alike letters back: a word mixing Latin and Cyrillic is read in the script of its telling letters."""
    text = "".join(folded)
    if text.isascii() or not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return folded
    letters = {c for word in folded for c in word}
    cyrillic = {c for c in letters if 0x400 <= ord(c) <= 0x52F}
    latin = {c for c in letters if (c.isascii() and c.isalpha()) or 0xC0 <= ord(c) <= 0x24F or c == "ə"}
    if not any(_is_mixed(word) for word in folded):
        return folded
    to_latin = len(latin - _LOOKALIKE_LATIN) >= len(cyrillic - _LOOKALIKE_CYRILLIC)
    return [_unmixed(word, to_latin=to_latin) for word in folded]


def _is_mixed(word: str) -> bool:
    cyrillic = any(0x400 <= ord(c) <= 0x52F for c in word)
    return cyrillic and any((c.isascii() and c.isalpha()) or 0xC0 <= ord(c) <= 0x24F or c == "ə" for c in word)


def _unmixed(word: str, *, to_latin: bool) -> str:
    telling_cyrillic = any(0x400 <= ord(c) <= 0x52F and c not in _LOOKALIKE_CYRILLIC for c in word)
    if to_latin:
        return word if telling_cyrillic and not _is_mixed(word) else word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC)
