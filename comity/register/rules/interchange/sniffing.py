# SPDX-License-Identifier: Apache-2.0
"""What a CSV file is written in: encoding, separator, header; guessed from its first bytes, corrected by a person."""

from __future__ import annotations

import csv
from collections import Counter

from comity.base.errors import Invalid
from comity.register.rules.interchange.columns import by_word
from comity.register.rules.interchange.plan import DELIMITERS

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# The commonest letters of Russian, Turkish and Azerbaijani, Arabic and Persian, French: what is right shows them often.
_COMMON = {
    "windows-1251": "оеаинтсрвлкмдпуяы",
    "windows-1254": "ıişğüöçİŞĞÜÖÇə",
    "windows-1256": "اليونمرتبدسعفهک",
    "windows-1252": "éèàçêôùîâöäüß",
}


def encoding(head: bytes, *, is_whole: bool = False) -> str:
    """Return the likely encoding; raise `Invalid` for UTF-16 and for bytes that are no text."""
    if head.startswith(UTF_16) or b"\0" in head[:4096]:
        raise Invalid("The file is not text in an encoding Comity reads. Save it as “CSV UTF-8”.", field="file")
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The sample may end inside a letter.
        if is_whole or error.start < len(head) - 3:
            return max(_COMMON, key=lambda name: _likeness(head, name))
    return "utf-8"


def delimiter(lines: list[str]) -> str:
    """Return the separator that cuts the lines into the same number of cells, at least two; a comma when none does."""
    best, most = ",", 0.0
    for mark in DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        width, times = counts.most_common(1)[0] if counts else (1, 0)
        score = times / max(sum(counts.values()), 1) * min(width, 20) if width > 1 else 0.0
        if score > most:
            best, most = mark, score
    return best


def has_header(rows: list[list[str]]) -> bool:
    """Say whether the first line names the columns: it has words we know, or no figures where the next lines do."""
    if not rows:
        return False
    if any(by_word(cell) for cell in rows[0]):
        return True
    has_figures = any(any(c.isdigit() for c in cell) for row in rows[1:] for cell in row)
    return has_figures and not any(any(c.isdigit() for c in cell) for cell in rows[0])


def _likeness(head: bytes, name: str) -> float:
    text = head.decode(name, errors="replace").casefold()
    foreign = [c for c in text if not c.isascii()]
    right = sum(c in _COMMON[name].casefold() for c in foreign)
    wrong = sum(not c.isalpha() and c not in "«»–—’“”№\u200c،؛؟" for c in foreign)
    return (right - 2 * wrong) / max(len(foreign), 1)
