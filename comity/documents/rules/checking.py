# SPDX-License-Identifier: Apache-2.0
"""What a paper must be before it is printed: letters that can be written, tables that are whole, pictures that are SVG.

The same check stands before all three renderers, so a paper that prints as PDF is also a DOCX and a plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from comity.base.errors import Invalid, TooLarge
from comity.base.wording import Listing
from comity.documents.rules.blocks import Block, Figure, Heading, Item, Paper, Paragraph, Signatures, Table
from comity.documents.rules.languages import voice
from comity.documents.rules.pictures import picture

STYLES = frozenset({"plain", "lead", "quiet", "centre"})
MOST_LINES = 60_000  # about 1,000 pages
LINE = 90  # characters
DEEPEST = 12

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, lone surrogates, letters for private use and noncharacters: XML or PDF/A (ISO 19005-2, 6.2.11.7.2) cannot
# hold them, and no reader could know what they mean.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U0010ffff]"
)
_IGNORED = str.maketrans({"\t": " ", "\ufeff": None})  # a tab; the mark of byte order


def checked(paper: Paper) -> Paper:
    """Return the paper with one kind of line break; raise `Invalid` with the reason it cannot be printed."""
    voice(paper.language)
    lines = 0

    def tidy(text: str) -> str:
        nonlocal lines
        text = _BREAKS.sub("\n", text).translate(_IGNORED)
        if bad := _UNPRINTABLE.search(text):
            raise Invalid(
                "The paper contains a character that cannot be printed (U+{code}).", code=f"{ord(bad[0]):04X}"
            )
        lines += 1 + text.count("\n") + len(text) // LINE
        if lines > MOST_LINES:
            raise TooLarge(
                "The paper is too long: at most {most} lines can be printed, about 1,000 pages.", most=MOST_LINES
            )
        return text

    clean: Paper = _mapped(paper, tidy)
    if not clean.title.strip():
        raise Invalid("Give the paper a title.", field="title")
    for block in clean.blocks:
        _check(block)
    return clean


def _mapped(value: Any, change: Callable[[str], str], depth: int = 0) -> Any:
    """Return the value with every string in it changed."""
    if depth > 4 * DEEPEST:
        raise Invalid(
            "The paper's items stand too deep in each other: at most {most} levels can be printed.", most=DEEPEST
        )
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple | list):
        return tuple(_mapped(part, change, depth + 1) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(*(_mapped(getattr(value, field.name), change, depth + 1) for field in fields(value)))
    return value


def _check(block: Block) -> None:
    match block:
        case Heading(level=level) if level not in {1, 2, 3}:
            raise Invalid("A heading has level 1, 2 or 3, not {level}.", level=level)
        case Paragraph(style=style) if style not in STYLES:
            raise Invalid("A paragraph is {known}, not “{style}”.", known=Listing(sorted(STYLES)), style=style)
        case Table(head=head, rows=rows):
            _check_table(head, rows)
        case Signatures(head=head, rows=rows):
            _check_table(head, rows)
        case Figure(svg=svg, alt=alt):
            picture(svg)
            if not alt.strip():
                raise Invalid("Give the picture words that replace it for who cannot see it.")
        case Item():
            _check_item(block, 1)
        case _:
            pass


def _check_item(item: Item, depth: int) -> None:
    if depth > DEEPEST:
        raise Invalid(
            "The paper's items stand too deep in each other: at most {most} levels can be printed.", most=DEEPEST
        )
    for child in item.children:
        _check_item(child, depth + 1)


def _check_table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    if not head:
        raise Invalid("A table needs a head: name its columns.")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(head):
            raise Invalid(
                "Row {number} of the table has {cells} cells, its head {head}.",
                number=number,
                cells=len(row),
                head=len(head),
            )
