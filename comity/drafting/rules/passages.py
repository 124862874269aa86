# SPDX-License-Identifier: Apache-2.0
"""A wording cut into passages: plain, open (in square brackets), or citing another text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.drafting.rules.brackets import runs


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a clause that cite something; `href` is the address of what they cite."""

    clause: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text; open wording and citations do not overlap: citations inside brackets stay plain."""

    text: str
    is_open: bool = False
    href: str = ""


def cut(text: str, cited: Iterable[Cited] = ()) -> tuple[Passage, ...]:
    """Return the text as passages; joined again they give the text unchanged."""
    found: list[Passage] = []
    known = tuple(c for c in cited if c.words)
    for run in runs(text):
        found.extend([Passage(run.text, is_open=True)] if run.is_open else _plain(run.text, known))
    return tuple(found)


def _plain(text: str, cited: Sequence[Cited]) -> Iterator[Passage]:
    at = 0
    for start, item in sorted(((text.find(c.words), c) for c in cited if c.words in text), key=lambda s: s[0]):
        if start < at:
            continue
        if start > at:
            yield Passage(text[at:start])
        yield Passage(item.words, href=item.href)
        at = start + len(item.words)
    if at < len(text):
        yield Passage(text[at:])
