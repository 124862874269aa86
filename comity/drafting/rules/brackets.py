# SPDX-License-Identifier: Apache-2.0
"""Square brackets: wording that is not yet agreed. A text with an open bracket cannot be adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.base.errors import Refused
from comity.drafting.rules.tree import Tree, walk

TITLE, CLOSING = "(title)", "(closing)"


@dataclass(frozen=True, slots=True)
class Open:
    """Open wording; `clause` is a clause id, or `(title)`, `(closing)`. `is_balanced`: the bracket is closed again."""

    clause: str
    number: str
    language: str
    words: str
    is_balanced: bool = True


class OpenWording(Refused):
    """Wording in square brackets is not yet agreed."""

    code = "open-wording"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, within square brackets or not."""

    text: str
    is_open: bool


def runs(text: str) -> tuple[Run, ...]:
    """Return the text cut where brackets open and close; nested brackets stay in the outermost one."""
    found: list[Run] = []
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign == "[":
            if not depth and at > start:
                found.append(Run(text[start:at], is_open=False))
            start = at if not depth else start
            depth += 1
        elif sign == "]":
            depth = max(depth - 1, 0)
            if not depth:
                found.append(Run(text[start : at + 1], is_open=True))
                start = at + 1
    if start < len(text):
        found.append(Run(text[start:], is_open=depth > 0))
    return tuple(found)


def open_wording(tree: Tree) -> tuple[Open, ...]:
    """Return everything in square brackets, in reading order; a bracket left open or closed twice counts too."""
    return tuple(_all(tree))


def require_none(trees: Iterable[Tree]) -> None:
    """Raise `OpenWording` when any of the trees holds open wording."""
    found = [item for tree in trees for item in open_wording(tree)]
    if found:
        first = found[0]
        raise OpenWording(
            "Wordings in square brackets: {count}, the first in clause {clause} ({language})."
            " Agree on them before the text is adopted.",
            clause=first.number or first.clause,
            language=first.language,
            count=len(found),
        )


def _all(tree: Tree) -> Iterator[Open]:
    yield from _of(TITLE, "", tree.language, tree.title)
    for clause in walk(tree.preamble + tree.clauses):
        yield from _of(clause.id, clause.number, tree.language, clause.heading)
        yield from _of(clause.id, clause.number, tree.language, clause.text)
    yield from _of(CLOSING, "", tree.language, tree.closing)


def _of(clause: str, number: str, language: str, text: str) -> Iterator[Open]:
    for run in runs(text):
        if run.is_open:
            yield Open(clause, number, language, run.text, is_balanced=run.text.count("[") == run.text.count("]"))
