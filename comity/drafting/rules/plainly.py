# SPDX-License-Identifier: Apache-2.0
"""A draft typed as plain text, read as a tree: what stands before the first number is preamble, then numbered clauses.

For drafts written here. Official texts with all their irregularities are read by the importer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comity.base.errors import Invalid
from comity.drafting.rules.tree import Clause, Tree, checked

_ARTICLE = re.compile(r"(article|статья|madde|ماده|المادة)\s+(\d+)\s*[-–—:.]?\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,4})[.)]\s+(.+)")
_LETTER = re.compile(r"[-–•]?\s*\(?([a-z])[.)]\s+(.+)")
_CLOSING = re.compile(r"(signed|done)\s+(in|at)\b", re.IGNORECASE)
_MOST_CLAUSES = 5000


@dataclass
class _Open:
    number: str
    lines: list[str]
    items: list[tuple[str, str]] = field(default_factory=list)


def read(text: str, *, title: str, language: str) -> Tree:
    """Return the tree of a draft; raise `Invalid` when there is nothing to read or far too much."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        raise Invalid("Give the wording of the draft.", field="wording")
    preamble: list[str] = []
    clauses: list[_Open] = []
    closing, numbering = "", "paragraph"
    for line in lines:
        article, number, letter = _ARTICLE.fullmatch(line), _NUMBER.fullmatch(line), _LETTER.fullmatch(line)
        if article or number:
            numbering = "article" if article else numbering
            found = (article[2], article[3]) if article else (number[1], number[2]) if number else ("", "")
            clauses.append(_Open(found[0], [found[1]] if found[1] else []))
        elif not clauses:
            preamble.append(line)
        elif letter:
            clauses[-1].items.append((letter[1], letter[2]))
        elif _CLOSING.match(line):
            closing = line
        else:
            _continue(clauses[-1], line)
    if len(clauses) + len(preamble) > _MOST_CLAUSES:
        raise Invalid("A draft has at most 5,000 clauses.", field="wording")
    return checked(Tree(title, language, _preamble(preamble), _body(clauses), numbering, closing))


def _continue(clause: _Open, line: str) -> None:
    if clause.items:
        letter, words = clause.items[-1]
        clause.items[-1] = (letter, f"{words}\n{line}")
    else:
        clause.lines.append(line)


def _preamble(lines: list[str]) -> tuple[Clause, ...]:
    return tuple(Clause(f"p{i}", "", line) for i, line in enumerate(lines, start=1))


def _body(clauses: list[_Open]) -> tuple[Clause, ...]:
    made = []
    for i, clause in enumerate(clauses, start=1):
        own = f"c{i}"
        items = tuple(Clause(f"{own}.{j}", letter, words) for j, (letter, words) in enumerate(clause.items, start=1))
        made.append(Clause(own, clause.number, "\n".join(clause.lines), "", items))
    return tuple(made)
