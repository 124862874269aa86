# SPDX-License-Identifier: Apache-2.0
"""One signatory under several spellings: a key that ASYLOV and ASSYLOV, YULDASHEV and YULDOSHEV share.

Only used among signatories of one State, where the offices are few; it never joins people across States.
"""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "he", "ambassador"})
_PLAIN = str.maketrans({"ı": "i", "ə": "a", "ø": "o", "ł": "l", "ß": "ss", "ʻ": "", "’": "", "'": ""})
_VOWELS = re.compile(r"(?<=.)[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")


def key(name: str) -> str:
    """Return the key of a name: its parts in order of letters, without marks, vowels and doubled letters."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN).casefold().translate(_PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    parts = [p for p in re.findall(r"\w+", letters) if p not in _TITLES]
    return " ".join(sorted(_DOUBLE.sub(r"\1", _VOWELS.sub("", _DOUBLE.sub(r"\1", p))) for p in parts))[:200]
