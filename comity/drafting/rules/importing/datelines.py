# SPDX-License-Identifier: Apache-2.0
"""Tells a line that only says where and when, as over and under a declaration: “Doha, State of Qatar, 20 May 2016”."""

from __future__ import annotations

import re

from comity.drafting.rules.importing import dates, states

HIJRI = re.compile(
    r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s[^\W\d_][\w’'` -]{2,18}\s1[34]\d\d\s?(?:AH|A\.H\.|H)?", re.IGNORECASE
)


def is_dateline(text: str) -> bool:
    """Say whether a short paragraph is only a place or a date, as over or under a declaration."""
    if len(text) > 90:
        return False
    rest = HIJRI.sub("", text)
    for found in sorted(dates.find(text), key=lambda one: -one.start):
        rest = rest[: found.start] + " " + rest[found.end :]
    for named in sorted([*states.find(rest), *states.cities(rest)], key=lambda one: -one.start):
        rest = rest[: named.start] + " " + rest[named.end :]
    rest = re.sub(
        r"\b(?:in|on|at|the|city|of|to|from|republic|capital|г|город|года|год|\d{4}|\d{1,2})\b|[\W_]+",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return rest == ""
