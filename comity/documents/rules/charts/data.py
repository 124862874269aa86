# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a chart, and the two forms of them that need no picture: words and a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from comity.base.errors import Invalid
from comity.base.wording import joined
from comity.documents.rules.blocks import Table

MOST_KINDS = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one or more parts by row. `head` names the first column, `parts` the others."""

    title: str
    head: str
    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    language: str = "en"

    def __post_init__(self) -> None:
        """Raise `Invalid` when a row lacks a number, or a number cannot be drawn as a length."""
        _check_kinds(self.parts)
        for label, numbers in self.rows:
            if len(numbers) != len(self.parts):
                raise Invalid(
                    "The chart's row “{label}” has {numbers} numbers for {parts} parts.",
                    label=label,
                    numbers=len(numbers),
                    parts=len(self.parts),
                )
            if not all(math.isfinite(number) and number >= 0 for number in numbers):
                raise Invalid("The chart's row “{label}” has a number below nought or without end.", label=label)


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasted from one day to another (both counted), or happened on one day (`end` None)."""

    label: str
    start: date
    end: date | None = None
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans on one line of time. `head` names label, first day, last day and kind; `today` is marked if given."""

    title: str
    head: tuple[str, str, str, str]
    kinds: tuple[str, ...]
    spans: tuple[Span, ...]
    today: date | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        """Raise `Invalid` when a span ends before it starts or is of no known kind."""
        _check_kinds(self.kinds)
        for span in self.spans:
            _check_kind(span.kind, self.kinds, span.label)
            if span.end is not None and span.end < span.start:
                raise Invalid("“{label}” ends before it starts.", label=span.label)


@dataclass(frozen=True, slots=True)
class Tile:
    """One State: its code in the square, its name in words, its kind, and a number or word under the code."""

    code: str
    name: str
    kind: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """One square per State, all of one size. `head` names State, kind and value."""

    title: str
    head: tuple[str, str, str]
    kinds: tuple[str, ...]
    tiles: tuple[Tile, ...]
    language: str = "en"

    def __post_init__(self) -> None:
        """Raise `Invalid` when a tile is of no known kind."""
        _check_kinds(self.kinds)
        for tile in self.tiles:
            _check_kind(tile.kind, self.kinds, tile.name)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A kind for each pair of row and column, or None. `head` names the first column."""

    title: str
    head: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    language: str = "en"

    def __post_init__(self) -> None:
        """Raise `Invalid` when a row lacks a cell or a cell is of no known kind."""
        _check_kinds(self.kinds)
        for label, cells in self.rows:
            if len(cells) != len(self.columns):
                raise Invalid(
                    "The chart's row “{label}” has {cells} cells for {columns} columns.",
                    label=label,
                    cells=len(cells),
                    columns=len(self.columns),
                )
            for kind in cells:
                if kind is not None:
                    _check_kind(kind, self.kinds, label)


Chart = Counts | Spans | Tiles | Matrix


def number(value: float) -> str:
    """Return the number as printed in picture, words and table: at most two decimals, none when whole."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def table(data: Chart) -> Table:
    """Return the numbers behind a chart as a table, with the same words and figures as the picture."""
    rows: tuple[tuple[str, ...], ...]
    match data:
        case Counts():
            rows = tuple((label, *map(number, numbers)) for label, numbers in data.rows)
            return Table((data.head, *data.parts), rows, data.title)
        case Spans():
            rows = tuple((one.label, *days(one), data.kinds[one.kind]) for one in data.spans)
            return Table(data.head, rows, data.title)
        case Tiles():
            rows = tuple((f"{one.name} ({one.code})", data.kinds[one.kind], one.value) for one in data.tiles)
            return Table(data.head, rows, data.title)
        case Matrix():
            rows = tuple(
                (label, *("" if kind is None else data.kinds[kind] for kind in cells)) for label, cells in data.rows
            )
            return Table((data.head, *data.columns), rows, data.title)


def days(span: Span) -> tuple[str, str]:
    """Return the first and the last day as printed; the last is empty when there is one day only."""
    return span.start.isoformat(), "" if span.end is None else span.end.isoformat()


def words(data: Chart) -> str:
    """Return the chart in words: its title, then each row with what its columns say."""
    behind = table(data)
    rows = (
        f"{label}: "
        + joined((f"{name} {cell}" for name, cell in zip(behind.head[1:], cells, strict=True) if cell), data.language)
        for label, *cells in behind.rows
    )
    return ". ".join((behind.caption, *rows)) + "."


def _check_kinds(kinds: tuple[str, ...]) -> None:
    if not 1 <= len(kinds) <= MOST_KINDS:
        raise Invalid(
            "A chart shows 1 to {most} kinds, not {count}: more cannot be told apart.",
            most=MOST_KINDS,
            count=len(kinds),
        )


def _check_kind(kind: int, kinds: tuple[str, ...], label: str) -> None:
    if not 0 <= kind < len(kinds):
        raise Invalid("“{label}” is of kind {kind}, which the chart does not have.", label=label, kind=kind)
