# SPDX-License-Identifier: Apache-2.0
"""Writes papers as DOCX with python-docx, to be worked on by hand: real styles, languages and directions.

Two languages stand in a table of two columns, clause beside clause. The same papers give the same bytes.
"""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document

from comity.documents.rules.layout import Layout, Row
from comity.documents.services.word import blocks, marks, styles


def written(layout: Layout) -> bytes:
    """Return the laid-out papers as DOCX."""
    document = docx.Document()
    styles.prepare(document, layout)
    body = document.element.body
    end = body[-1]  # what is said of the section stands last
    for made in _body(document, layout):
        end.addprevious(made)
    _describe(document, layout)
    kept = io.BytesIO()
    document.save(kept)
    return _without_time(kept.getvalue())


def _body(document: Document, layout: Layout) -> list[marks.Element]:
    """Return the blocks of the body; rows side by side that follow each other are one table."""
    made: list[marks.Element] = []
    beside: list[Row] = []
    for row in layout.rows:
        if len(layout.voices) == 2 and not row.wide:
            beside.append(row)
            continue
        made.extend(_side_by_side(document, layout, beside))
        beside = []
        for cell, voice in zip(row.cells, layout.voices, strict=True):
            made.extend(blocks.written(document, cell, voice, styles.WIDTH))
    made.extend(_side_by_side(document, layout, beside))
    return made


def _side_by_side(document: Document, layout: Layout, rows: list[Row]) -> list[marks.Element]:
    if not rows:
        return []
    half = styles.WIDTH // 2
    cells = [
        [
            blocks.written(document, cell, voice, half - 160)
            for cell, voice in zip(row.cells, layout.voices, strict=True)
        ]
        for row in rows
    ]
    grid = marks.Grid((half, half), lined=False, rtl=layout.voices[0].rtl)
    return [marks.table(cells, grid), marks.node("p")]


def _describe(document: Document, layout: Layout) -> None:
    paper, about = layout.papers[0], document.core_properties
    about.title, about.author, about.language = paper.title[:255], paper.sender[:255], paper.language
    about.subject, about.keywords = paper.reference[:255], ", ".join(paper.keywords)[:255]
    about.comments, about.last_modified_by = "", ""
    about.created = about.modified = layout.day


def _without_time(made: bytes) -> bytes:
    """Return the package with its parts dated alike: the same paper gives the same bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return kept.getvalue()
