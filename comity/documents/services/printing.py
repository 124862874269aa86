# SPDX-License-Identifier: Apache-2.0
"""Writes papers as PDF with typst: tagged, PDF/A-2a and PDF/UA-1. The same paper gives the same bytes.

The look is `resources/paper.typ`; what the paper says reaches it as JSON, so no text of a paper is ever read as markup.
Only the fonts of this room are used, never those of the machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst

from comity.base.errors import Invalid
from comity.documents.rules.blocks import Facts, Figure, Heading, Item, Paragraph, Signatures, Table
from comity.documents.rules.layout import Layout, Opening, Placed, Row, is_numeric, shares

ROOM = Path(__file__).resolve().parents[1]
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
# How pages are counted where a language has its own digits.
PAGES = {"fa": "۱ / ۱", "ps": "۱ / ۱"}
# Where Arabic script ends.
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_CHANGE = re.compile(f"[{_ARABIC}](?=[^{_ARABIC}])")
MOST_CHANGES = 400
# How typst says that no font has a letter.
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PICTURE = b"""#set page(width: 170mm, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


def written(layout: Layout) -> bytes:
    """Return the laid-out papers as PDF; raise `Invalid` when a letter has no glyph in the fonts of this room."""
    data = json.dumps(_data(layout), ensure_ascii=False)
    compiler = typst.Compiler(_template(), root=str(ROOM / "resources"), font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError as error:
        raise _explained(error) from error
    if not isinstance(made, bytes):
        raise TypeError("typst gave no bytes")
    return made


def pixels(svg: str) -> bytes:
    """Return the picture as PNG, 170 mm wide at 200 dots per inch; raise `Invalid` when it cannot be drawn."""
    compiler = typst.Compiler(_PICTURE, root=str(ROOM / "resources"), font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(format="png", sys_inputs={"svg": svg}, ppi=200)
    except typst.TypstError as error:
        raise _explained(error) from error
    if not isinstance(made, bytes):
        raise TypeError("typst gave no bytes")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(ROOM / "fonts")])


@cache
def _template() -> bytes:
    return (ROOM / "resources" / "paper.typ").read_bytes()


def _explained(error: typst.TypstError) -> Exception:
    """Return what the person can do about it, or the error itself when the fault is ours."""
    if "SVG" in str(error):
        return Invalid("A picture of the paper cannot be drawn: give it a width and a height above nought.")
    if (found := _NO_GLYPH.search(str(error))) is None:
        return error
    letter = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])[:1]
    return Invalid(
        "The fonts of this node have no letter “{letter}” (U+{code}), so the PDF would show an empty box:"
        " write it in Latin, Cyrillic or Arabic letters, or take the DOCX.",
        letter=letter,
        code=f"{ord(letter):04X}",
    )


def _data(layout: Layout) -> dict[str, Any]:
    first = layout.papers[0]
    return {
        "title": first.title,
        "author": [first.sender] if first.sender else [],
        "keywords": list(first.keywords),
        "date": (layout.day.year, layout.day.month, layout.day.day),
        "reference": first.reference,
        "voices": [
            {
                "language": voice.language,
                "region": voice.region,
                "rtl": voice.rtl,
                "arabic": voice.arabic,
                "pages": PAGES.get(voice.language, "1 / 1"),
            }
            for voice in layout.voices
        ],
        "rows": [_row(row, rank) for row, rank in zip(layout.rows, _ranks(layout), strict=True)],
    }


def _row(row: Row, rank: int) -> dict[str, Any]:
    return {
        "wide": row.wide,
        "sticky": rank > 0,
        "cells": [None if cell is None else _scaled(_part(cell, rank)) for cell in row.cells],
    }


def _ranks(layout: Layout) -> Iterator[int]:
    """Yield for each row the rank of its heading, 0 for none; ranks start at 1 and skip none (PDF/UA-1, 7.4.2)."""
    above: list[int] = []
    for row in layout.rows:
        levels = [cell.block.level for cell in row.cells if cell and isinstance(cell.block, Heading)]
        if not levels:
            yield 0
            continue
        above = [*(level for level in above if level < levels[0]), levels[0]]
        yield len(above)


def _scaled(part: dict[str, Any]) -> dict[str, Any]:
    """Say whether letters of the other script get their own size: typst can do so some 500 times in a paragraph."""
    part["scaled"] = all(len(_CHANGE.findall(text)) < MOST_CHANGES for text in _texts(part))
    return part


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from _texts(one)
        case list() | tuple():
            for one in value:
                yield from _texts(one)


def _part(placed: Placed, rank: int) -> dict[str, Any]:
    match placed.block:
        case Opening(title=title, subtitle=subtitle, sender=sender, date=day):
            return {"kind": "opening", "title": title, "subtitle": subtitle, "sender": sender, "date": day}
        case Heading(text=text, level=level):
            return {"kind": "heading", "text": text, "level": level, "rank": rank}
        case Paragraph(text=text, style=style):
            return {"kind": "paragraph", "text": text, "style": style}
        case Item(number=number, text=text, heading=heading):
            return {"kind": "item", "number": number, "text": text, "heading": heading, "depth": placed.depth}
        case Facts(rows=facts):
            return {"kind": "facts", "rows": facts}
        case Table(head=head, rows=rows, caption=caption) as table:
            looks = {"numeric": is_numeric(table), "shares": shares(table)}
            return {"kind": "table", "head": head, "rows": rows, "caption": caption, **looks}
        case Figure(svg=svg, alt=alt, caption=caption):
            return {"kind": "figure", "svg": svg, "alt": alt, "caption": caption}
        case Signatures(head=names, rows=signers):
            return {"kind": "signatures", "head": names, "rows": signers}
