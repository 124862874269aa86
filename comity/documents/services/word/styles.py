# SPDX-License-Identifier: Apache-2.0
"""The page, styles and footer of a DOCX: A4, one family of letters found on every desk, headings one can jump to."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from comity.documents.rules.layout import Layout
from comity.documents.services.word.marks import field, node, paragraph, runs

FONT = "Arial"  # on every desk, with Latin, Cyrillic and Arabic letters
WIDTH = 9411  # between the margins, in twentieths of a point: 210 mm less two of 22 mm
_INK, _QUIET = RGBColor(0x1A, 0x1F, 0x24), RGBColor(0x55, 0x5D, 0x66)
# style, base, size in points, bold, quiet, space before and after in points
_STYLES = (
    ("Normal", None, 10.5, False, False, 0, 6),
    ("Title", None, 18, True, False, 6, 4),
    ("Subtitle", None, 12, False, True, 0, 6),
    ("Heading 1", None, 13, True, False, 14, 5),
    ("Heading 2", None, 11.5, True, False, 12, 4),
    ("Heading 3", None, 10.5, True, True, 10, 4),
    ("Caption", None, 9.5, False, True, 4, 4),
    ("Lead", "Normal", 12, False, False, 0, 8),
    ("Quiet", "Normal", 9.5, False, True, 0, 4),
    ("Cell", "Normal", 9.5, False, False, 2, 2),
)


def prepare(document: Document, layout: Layout) -> None:
    """Set page, styles and footer of an empty document."""
    section, voice = document.sections[0], layout.voices[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    if voice.rtl:
        section._sectPr.append(node("bidi"))  # noqa: SLF001  # the library has no public name for it
    for name, base, size, bold, quiet, before, after in _STYLES:
        if base is not None:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
        _set(document.styles[name], size, bold=bold, quiet=quiet, space=(before, after))
    _footer(document, layout)


def _set(style: ParagraphStyle, size: float, *, bold: bool, quiet: bool, space: tuple[int, int]) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = _QUIET if quiet else _INK
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(space[0]), Pt(space[1])
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, node("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))
    # Sizes and weight of complex scripts are said apart (17.3.2.39, 17.3.2.2); spacing breaks Arabic words.
    for tag in ("szCs", "bCs", "iCs", "spacing", "kern"):
        for old in properties.findall(qn(f"w:{tag}")):
            properties.remove(old)
    properties.find(qn("w:sz")).addnext(node("szCs", val=str(int(size * 2 + 2))))
    properties.find(qn("w:b")).addnext(node("bCs", val="1" if bold else "0"))
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _footer(document: Document, layout: Layout) -> None:
    voice, footer = layout.voices[0], document.sections[0].footer
    line = paragraph(layout.papers[0].reference + "\t", voice)
    line.pPr.find(qn("w:pStyle")).addnext(node("tabs", node("tab", val="right", pos=str(WIDTH))))
    line.pPr.find(qn("w:pStyle")).set(qn("w:val"), "Quiet")
    line.extend((*field("PAGE", voice), *runs(" / ", voice), *field("NUMPAGES", voice)))
    old = footer.paragraphs[0]._p  # noqa: SLF001  # replaced whole
    old.addprevious(line)
    old.getparent().remove(old)
