# SPDX-License-Identifier: Apache-2.0
"""A paper as plain text: lines of at most 100 characters, numbering kept, tables as lines a person can read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from comity.documents.rules.blocks import Block, Facts, Figure, Heading, Item, Paper, Paragraph, Signatures, Table
from comity.documents.rules.checking import checked

WIDTH = 100
_UNDER = {1: "=", 2: "-"}


def plain_text(paper: Paper) -> str:
    """Return the paper as text that ends with a line break; raise `Invalid` when it cannot be printed."""
    paper = checked(paper)
    about = (paper.sender, paper.title.upper() if paper.title.isascii() else paper.title, paper.subtitle)
    parts = [_wrapped(text) for text in about if text]
    if line := "  ".join(text for text in (paper.date, paper.reference) if text):
        parts.append(_wrapped(line))
    parts.extend("\n".join(_lines(block)) for block in paper.blocks)
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            shown = _wrapped(text)
            yield shown
            if level in _UNDER:
                yield _UNDER[level] * max(map(len, shown.split("\n")))
        case Paragraph(text=text):
            yield _wrapped(text)
        case Item():
            yield from _item(block, "")
        case Facts(rows=facts):
            for term, value in facts:
                yield _wrapped(f"{term}: {value}", after="    ")
        case Table(head=head, rows=rows, caption=caption):
            yield from _table(head, rows, caption)
        case Signatures(head=head, rows=rows):
            yield from _table(head, rows, "")
        case Figure(alt=alt, caption=caption):
            yield _wrapped(f"[{caption}: {alt}]" if caption else f"[{alt}]")


def _item(item: Item, indent: str) -> Iterator[str]:
    number = f"{item.number} " if item.number else ""
    inner = indent + " " * max(4, len(number))
    before = indent + number.ljust(len(inner) - len(indent)) if number else inner
    for text in (item.heading, item.text):
        if text:
            yield _wrapped(text, before, inner)
            before = inner
    if number and before != inner:
        yield before.rstrip()
    for child in item.children:
        yield from _item(child, inner)


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str) -> Iterator[str]:
    """Yield the table in columns where it fits the line, else each row as a list of column and cell."""
    if caption:
        yield _wrapped(caption)
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    whole = all("\n" not in cell for row in (head, *rows) for cell in row)
    if whole and sum(widths) + 2 * (len(widths) - 1) <= WIDTH:
        for row in (head, tuple("-" * width for width in widths), *rows):
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        return
    for row in rows:
        first, *rest = zip(head, row, strict=True)
        yield _wrapped(f"{first[0]}: {first[1]}", "- ", "  ")
        for name, cell in rest:
            if cell:
                yield _wrapped(f"{name}: {cell}", "  ", "    ")


def _wrapped(text: str, before: str = "", after: str = "") -> str:
    """Return the text in lines of at most 100 characters, the first after `before`, the others after `after`."""
    made: list[str] = []
    for line in text.split("\n"):
        start = before if not made else after
        folded = textwrap.wrap(line, WIDTH, initial_indent=start, subsequent_indent=after, break_on_hyphens=False)
        made.extend(folded or [""])
    return "\n".join(made)
