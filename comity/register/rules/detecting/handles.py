# SPDX-License-Identifier: Apache-2.0
"""Handles written without a link: `@name`, and `tg: name` after the word for a platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.register.rules.detecting.finding import Kind, Reason
from comity.register.rules.detecting.lexicon import Lexicon, kind_of

_AT = re.compile(r"(?<![\w.@/+-])@(?P<name>[A-Za-z][A-Za-z0-9_.]{2,31})(?![\w@-])")
_AFTER = re.compile(r"\s{0,2}(?:[:：=—–-]|id\b:?)\s{0,2}@?(?P<name>[A-Za-z][A-Za-z0-9_.]{3,31})(?![\w@/-]|\.\w)")
_NEAR = 40

Found = tuple[int, int, Kind, str, float, tuple[Reason, ...]]


def find(text: str, lexicon: Lexicon, platform: str) -> Iterator[Found]:
    """Yield handles of a refanged text; `platform` is where the text itself comes from, empty when not known."""
    named = [(m.start(), m.end(), lexicon.words[m[1].casefold()]) for m in lexicon.named.finditer(text)]
    for match in _AT.finditer(text):
        name = match["name"].rstrip(".")
        if len(name) < 3:
            continue
        near = next((key for start, end, key in reversed(named) if 0 <= match.start() - end <= _NEAR), "")
        where = near or platform or "unknown"
        why = Reason("handle-near", near) if near else Reason("handle-in-export" if platform else "handle-alone", where)
        score = 0.95 if near else 0.85 if platform else 0.6
        end = match.start() + 1 + len(name)
        yield match.start(), end, kind_of("name", name, is_payment=False), f"{where}:{name.lower()}", score, (why,)
    for start, end, key in named:
        after = _AFTER.match(text, end)
        if after and "@" not in after[0]:
            name = after["name"].rstrip(".")
            kind = kind_of("name", name, is_payment=False)
            yield (
                start,
                after.start("name") + len(name),
                kind,
                f"{key}:{name.lower()}",
                0.8,
                (Reason("handle-named", key),),
            )
