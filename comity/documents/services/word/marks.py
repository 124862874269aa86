# SPDX-License-Identifier: Apache-2.0
"""The elements of WordprocessingML a paper needs, with language and direction said. Source: ECMA-376, part 1, 17.3."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from comity.documents.rules.languages import Voice

# Words of scripts written right to left, with the marks and joiners in them.
_RTL_WORD = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d]+"
_RTL_RUN = re.compile(f"{_RTL_WORD}(?: +{_RTL_WORD})*")
# Words of scripts written left to right: they keep their order inside a paragraph that runs the other way.
_LETTER = "A-Za-z\u00c0-\u058f\u1e00-\u1fff"
_LTR_RUN = re.compile(f"[0-9._/@:-]*[{_LETTER}](?:[{_LETTER}0-9._/@:-]*[{_LETTER}0-9])?")

Element = BaseOxmlElement


def node(tag: str, *children: Element, **attributes: str) -> Element:
    """Return the element `w:tag` with attributes of the same namespace and its children in order."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands: style, what number hangs before it, how deep, and what kind of alignment."""

    style: str = "Normal"
    align: str = ""
    depth: int | None = None
    bold: bool = False
    keep: bool = False


def paragraph(text: str, voice: Voice, look: Look | None = None) -> Element:
    """Return a paragraph in the direction of its language; a tab and a line break in the text are kept as such."""
    look = look or Look()
    properties = node("pPr", node("pStyle", val=look.style))
    if look.keep:
        properties.append(node("keepNext"))
    if voice.rtl:
        properties.append(node("bidi"))
    if look.depth is not None:
        properties.append(node("ind", left=str(510 * (look.depth + 1)), hanging="510"))
    if look.align:
        properties.append(node("jc", val=look.align))
    return node("p", properties, *runs(text, voice, bold=look.bold))


def runs(text: str, voice: Voice, *, bold: bool = False) -> list[Element]:
    """Return the text as runs, each of one direction."""
    foreign = _LTR_RUN if voice.rtl else _RTL_RUN
    made, done = [], 0
    for found in foreign.finditer(text):
        if found.start() > done:
            made.append(_run(text[done : found.start()], voice, rtl=voice.rtl, bold=bold))
        made.append(_run(found[0], voice, rtl=not voice.rtl, bold=bold))
        done = found.end()
    if done < len(text):
        made.append(_run(text[done:], voice, rtl=voice.rtl, bold=bold))
    return made


def _run(text: str, voice: Voice, *, rtl: bool, bold: bool) -> Element:
    properties = node("rPr")
    if bold:
        properties.extend((node("b"), node("bCs")))
    if rtl:
        properties.append(node("rtl"))
    if rtl == voice.rtl:
        properties.append(node("lang", bidi=voice.tag) if rtl else node("lang", val=voice.tag))
    made = node("r", properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(node("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                made.append(node("tab"))
            words = node("t")
            words.text = part
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(words)
    return made


def field(code: str, voice: Voice) -> list[Element]:
    """Return the runs of a field the reader's program fills in, such as PAGE."""
    instruction = node("instrText")
    instruction.text = f" {code} "
    shown = _run("1", voice, rtl=False, bold=False)
    return [
        node("r", node("fldChar", fldCharType="begin")),
        node("r", instruction),
        node("r", node("fldChar", fldCharType="separate")),
        shown,
        node("r", node("fldChar", fldCharType="end")),
    ]


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table stands: lines, head, direction; widths and least height of rows in twentieths of a point."""

    widths: tuple[int, ...]
    lined: bool = True
    headed: bool = False
    rtl: bool = False
    least: int = 0


def table(rows: list[list[list[Element]]], grid: Grid) -> Element:
    """Return a table of cells, each a list of blocks. The head is repeated on each page; no row is cut in two."""
    properties = node("tblPr")
    if grid.rtl:
        properties.append(node("bidiVisual"))
    properties.append(node("tblW", w=str(sum(grid.widths)), type="dxa"))
    if grid.lined:
        line = {"val": "single", "sz": "4", "space": "0", "color": "B4BCC4"}
        properties.append(node("tblBorders", *(node(side, **line) for side in ("top", "bottom", "insideH"))))
    properties.append(node("tblLayout", type="fixed"))
    properties.append(node("tblCellMar", node("left", w="80", type="dxa"), node("right", w="80", type="dxa")))
    made = node("tbl", properties, node("tblGrid", *(node("gridCol", w=str(width)) for width in grid.widths)))
    for number, row in enumerate(rows):
        head = grid.headed and number == 0
        made.append(node("tr", *_row_properties(grid, head=head)))
        for width, cell in zip(grid.widths, row, strict=True):
            made[-1].append(_cell(cell, width, head=head))
    return made


def _row_properties(grid: Grid, *, head: bool) -> list[Element]:
    marks = [node("cantSplit")] if grid.lined else []
    if grid.least and not head:
        marks.append(node("trHeight", val=str(grid.least)))
    if head:
        marks.append(node("tblHeader"))
    return [node("trPr", *marks)] if marks else []


def _cell(blocks: list[Element], width: int, *, head: bool) -> Element:
    properties = node("tcPr", node("tcW", w=str(width), type="dxa"))
    if head:
        properties.append(node("shd", val="clear", color="auto", fill="EEF1F4"))
    # A cell ends with a paragraph (17.4.65): a table in it needs one after it.
    closed = blocks if blocks and blocks[-1].tag == qn("w:p") else [*blocks, node("p")]
    return node("tc", properties, *closed)
