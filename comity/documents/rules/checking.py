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
            raise Invalid(f"The paper contains a character that cannot be printed (U+{ord(bad[0]):04X}).")
        lines += 1 + text.count("\n") + len(text) // LINE
        if lines > MOST_LINES:
            raise TooLarge(f"The paper is too long: at most {MOST_LINES} lines can be printed, about 1,000 pages.")
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
        raise Invalid(f"The paper's items stand too deep in each other: at most {DEEPEST} levels can be printed.")
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
            raise Invalid(f"A heading has level 1, 2 or 3, not {level}.")
        case Paragraph(style=style) if style not in STYLES:
            raise Invalid(f"A paragraph is {', '.join(sorted(STYLES))}, not “{style}”.")
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
        raise Invalid(f"The paper's items stand too deep in each other: at most {DEEPEST} levels can be printed.")
    for child in item.children:
        _check_item(child, depth + 1)


def _check_table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    if not head:
        raise Invalid("A table needs a head: name its columns.")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(head):
            raise Invalid(f"Row {number} of the table has {len(row)} cells, its head {len(head)}.")
