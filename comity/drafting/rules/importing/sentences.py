# SPDX-License-Identifier: Apache-2.0
"""Parts a paragraph into sentences; “Dr.”, “H.E.” and initials end none."""

from __future__ import annotations

import re

END = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-Þ“«\"(])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Art|Hon|vs|Gen)|\b[A-Z]|\bH\.\s?E)\.$")


def split(text: str) -> list[str]:
    """Return the sentences of a text, in order, each with its last sign."""
    found: list[str] = []
    start = 0
    for match in END.finditer(text):
        if not ABBREVIATED.search(text, max(start, match.start() - 8), match.start()):
            found.append(text[start : match.start()])
            start = match.end()
    found.append(text[start:])
    return [one for one in found if one.strip()]
