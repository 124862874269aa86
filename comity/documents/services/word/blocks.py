# SPDX-License-Identifier: Apache-2.0
"""One block of a paper as WordprocessingML."""

from __future__ import annotations

import io

from docx.document import Document
from docx.shared import Emu, Mm, Twips

from comity.documents.rules.blocks import Facts, Figure, Heading, Item, Paragraph, Signatures, Table
from comity.documents.rules.languages import Voice
from comity.documents.rules.layout import Opening, Placed, is_numeric, shares
from comity.documents.services import printing
from comity.documents.services.word.marks import Element, Grid, Look, node, paragraph, table

TALLEST = Mm(205)  # what a page holds of a picture, with its heading and caption
SIGNING = 700  # room for a signature by hand, in twentieths of a point
_STYLES = {"plain": "Normal", "lead": "Lead", "quiet": "Quiet", "centre": "Normal"}


def written(document: Document, placed: Placed | None, voice: Voice, width: int) -> list[Element]:
    """Return the elements of one block, as wide as `width` (twentieths of a point); nothing for no block."""
    if placed is None:
        return []
    match placed.block:
        case Opening() as opening:
            return _opening(opening, voice)
        case Heading(text=text, level=level):
            return [paragraph(text, voice, Look(f"Heading{level}", keep=True))]
        case Paragraph(text=text, style=style):
            return [paragraph(text, voice, Look(_STYLES[style], align="center" if style == "centre" else ""))]
        case Item() as item:
            return _item(item, placed.depth, voice)
        case Facts(rows=rows):
            cells = [[[paragraph(a, voice, Look("Quiet"))], [paragraph(b, voice, Look("Cell"))]] for a, b in rows]
            grid = Grid((width * 3 // 10, width * 7 // 10), lined=False, rtl=voice.rtl)
            return [table(cells, grid), node("p")] if cells else []
        case Table() as block:
            return _table(block, voice, width)
        case Figure() as figure:
            return _figure(document, figure, voice, width)
        case Signatures(head=head, rows=rows):
            widths = (width * 3 // 10, width // 5, width // 4, width // 4)
            return _lined((head, *rows), Grid(widths, headed=True, rtl=voice.rtl, least=SIGNING), voice)


def _opening(opening: Opening, voice: Voice) -> list[Element]:
    parts = (
        (opening.sender, "Quiet"),
        (opening.title, "Title"),
        (opening.subtitle, "Subtitle"),
        (opening.date, "Quiet"),
    )
    return [paragraph(text, voice, Look(style, keep=True)) for text, style in parts if text]


def _item(item: Item, depth: int, voice: Voice) -> list[Element]:
    number = f"{item.number}\t" if item.number else ""
    made = []
    if item.heading:
        made.append(paragraph(number + item.heading, voice, Look(depth=depth, bold=True, keep=True)))
        number = "\t" if number else ""
    if item.text or not item.heading:
        made.append(paragraph(number + item.text, voice, Look(depth=depth)))
    return made


def _table(block: Table, voice: Voice, width: int) -> list[Element]:
    caption = [paragraph(block.caption, voice, Look("Caption", keep=True))] if block.caption else []
    parts = shares(block)
    widths = tuple(int(width * part / sum(parts)) for part in parts)
    grid = Grid(widths, headed=True, rtl=voice.rtl)
    return caption + _lined((block.head, *block.rows), grid, voice, is_numeric(block))


def _lined(
    rows: tuple[tuple[str, ...], ...], grid: Grid, voice: Voice, numeric: tuple[bool, ...] = ()
) -> list[Element]:
    numeric = numeric or (False,) * len(grid.widths)
    looks = [Look("Cell", align="end" if number else "") for number in numeric]
    heads = [Look("Cell", align="end" if number else "", bold=True) for number in numeric]
    cells = [
        [[paragraph(text, voice, look)] for text, look in zip(row, looks if place else heads, strict=True)]
        for place, row in enumerate(rows)
    ]
    return [table(cells, grid), node("p")]


def _figure(document: Document, figure: Figure, voice: Voice, width: int) -> list[Element]:
    """Return the picture as PNG, which every word processor shows, with its words and caption."""
    holder = document.add_paragraph()
    drawn = holder.add_run().add_picture(io.BytesIO(printing.pixels(figure.svg)), width=Twips(width))
    if drawn.height > TALLEST:
        drawn.width, drawn.height = Emu(drawn.width * TALLEST // drawn.height), TALLEST
    drawn._inline.docPr.set("descr", figure.alt)  # noqa: SLF001  # the library has no public name for it
    element = holder._p  # noqa: SLF001  # moved to its place by the caller
    element.getparent().remove(element)
    caption = [paragraph(figure.caption, voice, Look("Caption"))] if figure.caption else []
    return [element, *caption]
