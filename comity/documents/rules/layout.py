# SPDX-License-Identifier: Apache-2.0
"""A paper, or the same paper in two languages, as rows: what stands beside what on the page.

Rows are what the renderers of PDF and DOCX walk: one block each, or its two languages side by side. Items are laid out
flat, each with its depth, so that clause stands beside clause down to the last letter. Wide tables and pictures are
given the whole width, the second language under the first; signatures are one table in both languages, so that nobody
signs twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from comity.base.errors import Invalid
from comity.documents.rules.blocks import Block, Figure, Item, Paper, Signatures, Table
from comity.documents.rules.checking import checked
from comity.documents.rules.languages import Voice, voice

SHORT_CELL, LONGEST_WORD = 10, 24  # letters
WIDEST_HALF = 3  # columns of a table that still read in half a page

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[-+−]?[\d\s.,٬٫٪%–-]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands above the first block."""

    title: str
    subtitle: str
    sender: str
    date: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The opening, one block, or one item without its children, at its depth."""

    block: Block | Opening
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: one cell per language, None where a language has nothing. Wide: one under the other."""

    cells: tuple[Placed | None, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The papers, checked, with their voices and rows. The first paper's direction is the page's."""

    papers: tuple[Paper, ...]
    voices: tuple[Voice, ...]
    rows: tuple[Row, ...]

    @property
    def day(self) -> datetime:
        """Return the day of the first paper, for what is said of the file; UNDATED when it is not given in ISO 8601.

        PDF/A demands a date. A day written in words is printed and not guessed, and the clock would give other bytes
        each time.
        """
        found = _DAY.match(self.papers[0].date)
        try:
            return datetime.fromisoformat(found[0]).replace(tzinfo=UTC) if found else UNDATED
        except ValueError:
            return UNDATED


def laid_out(paper: Paper, second: Paper | None = None) -> Layout:
    """Return the rows of a paper, or of a paper beside its translation; raise `Invalid` when it cannot be printed."""
    papers = (checked(paper),) if second is None else (checked(paper), checked(second))
    voices = tuple(voice(one.language) for one in papers)
    head = Row(tuple(Placed(Opening(one.title, one.subtitle, one.sender, one.date)) for one in papers))
    if len(papers) == 1:
        placed = (one for block in papers[0].blocks for one in _placed(block))
        return Layout(papers, voices, (head, *(Row((one,)) for one in placed)))
    if len(papers[0].blocks) != len(papers[1].blocks):
        raise Invalid(
            "The two languages of the paper do not match: they have {one} and {two} blocks.",
            one=len(papers[0].blocks),
            two=len(papers[1].blocks),
        )
    rows = (row for pair in zip(papers[0].blocks, papers[1].blocks, strict=True) for row in _beside(*pair))
    return Layout(papers, voices, (head, *rows))


def _beside(first: Block, second: Block) -> Iterator[Row]:
    if type(first) is not type(second):
        raise Invalid(
            "The two languages of the paper do not match: {one} and {two} stand side by side.",
            one=type(first).__name__.lower(),
            two=type(second).__name__.lower(),
        )
    if isinstance(first, Signatures) and isinstance(second, Signatures):
        yield Row((Placed(_both(first, second)), None), wide=True)
        return
    for one, other in zip_longest(_placed(first), _placed(second)):
        yield Row((one, other), wide=_is_wide(first) or _is_wide(second))


def _placed(block: Block, depth: int = 0) -> Iterator[Placed]:
    yield Placed(block, depth)
    if isinstance(block, Item):
        for child in block.children:
            yield from _placed(child, depth + 1)


def _is_wide(block: Block) -> bool:
    return isinstance(block, Figure) or (isinstance(block, Table) and len(block.head) > WIDEST_HALF)


def _both(first: Signatures, second: Signatures) -> Signatures:
    """Return one signature table with both languages in each cell."""
    if len(first.rows) != len(second.rows):
        raise Invalid("The two languages of the paper do not match: they have different numbers of signatories.")

    def joined(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
        a, b, c, d = (x if x == y or not y else f"{x}\n{y}" for x, y in zip(one, other, strict=True))
        return a, b, c, d

    rows = tuple(joined(one, other) for one, other in zip(first.rows, second.rows, strict=True))
    return Signatures(joined(first.head, second.head), rows)


def is_numeric(table: Table) -> tuple[bool, ...]:
    """Return for each column whether it holds numbers only."""
    columns = zip(*table.rows, strict=True) if table.rows else (("x",) for _ in table.head)
    return tuple(all(_NUMBER.fullmatch(cell) for cell in column) for column in columns)


def shares(table: Table) -> tuple[float, ...]:
    """Return how much of the width each column is given: enough for its longest word, more for longer cells."""
    columns = zip(table.head, *table.rows, strict=True)
    return tuple(max(_longest_word(column), 1.6 * min(200, max(map(len, column))) ** 0.6) for column in columns)


def _longest_word(column: tuple[str, ...]) -> int:
    """Return the length of the longest word, where a cell of a few letters counts as one word."""
    words = (word for cell in column for word in ([cell] if len(cell) <= SHORT_CELL else cell.split()))
    return 1 + max((min(LONGEST_WORD, len(word)) for word in words), default=0)
