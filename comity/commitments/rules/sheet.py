# SPDX-License-Identifier: Apache-2.0
"""The table of promises as CSV: what is written out is what is read in.

UTF-8, a comma (or the semicolon some spreadsheets write), one row for one owner of one commitment with its latest
report. `report` is empty, `progress` or `claim`; `version` is the number of acts when the file was written out. Cells a
spreadsheet would run as a formula go out behind an apostrophe and come back without it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from comity.base.errors import Invalid, TooLarge
from comity.base.wording import Sentence

COLUMNS = (
    "commitment", "owner", "version", "organisation", "source", "promise", "due_on", "status", "report", "as_of",
    "value", "text", "evidence",
)  # fmt: skip
MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 40_000
_DANGER = ("=", "+", "-", "@", "\t", "\r", "'")


class NotASheet(Invalid):
    """The file as a whole cannot be read as a table of promises."""

    code = "not-a-sheet"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, every cell as text. `number` is the row's number in a spreadsheet; the head is row 1."""

    commitment: str
    owner: str
    version: str
    organisation: str
    source: str
    promise: str
    due_on: str
    status: str
    report: str
    as_of: str
    value: str
    text: str
    evidence: str
    number: int = field(default=0, compare=False)

    @property
    def said(self) -> tuple[str, str, str, str]:
        """Return what the row reports."""
        return (self.report, self.as_of, self.value, self.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: its number, the column, one sentence, and the row itself so that nothing is lost."""

    row: int
    column: str
    sentence: str
    cells: tuple[str, ...] = ()


def write(rows: Iterable[Row]) -> str:
    """Return the rows as CSV text with its head."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([guarded(cell) for cell in astuple(row)[: len(COLUMNS)]])
    return out.getvalue()


def write_problems(problems: Iterable[Mapping[str, Any]]) -> str:
    """Return kept problems as CSV: row, column, what is wrong, then the cells of the row as they came."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("row", "column", "wrong", *COLUMNS))
    for problem in problems:
        said = (str(problem["row"]), problem["column"], problem["sentence"], *problem["cells"])
        writer.writerow([guarded(cell) for cell in said])
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return a cell no spreadsheet runs: an apostrophe before what looks like a formula. A number stays a number."""
    if cell.startswith(_DANGER) and not _is_number(cell):
        return "'" + cell
    return cell


def read(data: bytes) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Return the rows of a file and the rows that are none; raise `NotASheet` or `TooLarge` for the whole."""
    text = _decoded(data)
    first = text.split("\n", maxsplit=1)[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    rows: list[Row] = []
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                _check_head(cells)
            elif number > MAX_ROWS + 1:
                raise TooLarge("The file has more than {most} rows. Split it.", most=MAX_ROWS)
            elif any(cell.strip() for cell in cells):
                _take(number, cells, rows, problems)
    except csv.Error as error:
        problems.append(
            Problem(
                number + 1,
                "",
                Sentence("The row is not well-formed CSV: {fault}. Nothing after it was read.", fault=str(error)),
            )
        )
    if not number:
        raise NotASheet("The file is empty.")
    return tuple(rows), tuple(problems)


def _take(number: int, cells: Sequence[str], rows: list[Row], problems: list[Problem]) -> None:
    if len(cells) != len(COLUMNS):
        sentence = Sentence("The row has {cells} cells instead of {columns}.", cells=len(cells), columns=len(COLUMNS))
        problems.append(Problem(number, "", sentence, tuple(cells)))
        return
    for column, cell in zip(COLUMNS, cells, strict=True):
        if cell.startswith(("=", "@", "\t", "\r")) or (cell.startswith(("+", "-")) and not _is_number(cell)):
            sentence = Sentence(
                "The cell begins like a formula ({cell}). Begin it with a letter or an apostrophe.",
                cell=repr(cell[:12]),
            )
            problems.append(Problem(number, column, sentence, tuple(cells)))
            return
    rows.append(Row(**dict(zip(COLUMNS, map(_unguarded, cells), strict=True)), number=number))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGER) else cell


def _is_number(cell: str) -> bool:
    return cell[:1] in {"-", "+"} and cell[1:].replace(".", "", 1).isdigit() and cell.isascii()


def _check_head(cells: Sequence[str]) -> None:
    head = tuple(cell.strip() for cell in cells)
    if head != COLUMNS:
        wrong = next((c for c in COLUMNS if c not in head), None) or next((c for c in head if c not in COLUMNS), "")
        columns = ",".join(COLUMNS)  # as the file must have them
        if wrong:
            raise NotASheet(
                "The column “{column}” is missing or unknown. The head must be: {columns}.",
                column=wrong,
                columns=columns,
            )
        raise NotASheet("The columns stand in another order. The head must be: {columns}.", columns=columns)


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise TooLarge("The file is larger than {megabytes} MB. Split it.", megabytes=MAX_BYTES // 1024**2)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotASheet("The file is UTF-16. Save it as “CSV UTF-8”.")
    if data.startswith(b"PK"):
        raise NotASheet("The file is a workbook, not CSV. Save it as “CSV UTF-8”.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotASheet(
            "Line {line} is not UTF-8. Save the file as “CSV UTF-8”; nothing was taken in.", line=line
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise NotASheet("Line {line} contains a NUL character. Nothing was taken in.", line=line)
    return text
