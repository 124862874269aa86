# SPDX-License-Identifier: Apache-2.0
"""Notes of the fact tables as sentences that can be translated: their parts, with days and articles as values."""

from __future__ import annotations

import re

from comity.base.wording import Sentence

_VALUE = re.compile(
    r"(?P<day>\b\d{4}-(?:0\d|1[0-2])(?:-\d\d)?\b)"
    r"|(?<=\bart )(?P<article>\d+(?:[-.]\d+)?(?:\(\w+\))*(?:[-,]\(\w+\))*)"
    r"|(?P<ets>\bETS \d+\b)"
)


_BETWEEN = re.compile(r"; (?![^()]*(?:\([^()]*\)[^()]*)*\))")  # a semicolon within brackets parts nothing


def parts(note: str) -> tuple[Sentence, ...]:
    """Return the parts of a note, between its semicolons, each as a sentence with its values.

    A second value of a kind is named `day_b`, a third `day_c`, and so on.
    """
    return tuple(_sentence(part) for part in _BETWEEN.split(note))


def _sentence(part: str) -> Sentence:
    values: dict[str, object] = {}

    def named(found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        number = sum(name.split("_")[0] == kind for name in values)
        name = f"{kind}_{chr(ord('a') + number)}" if number else kind
        values[name] = found[0]
        return f"{{{name}}}"

    return Sentence(_VALUE.sub(named, part), **values)
