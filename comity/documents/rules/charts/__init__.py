# SPDX-License-Identifier: Apache-2.0
"""Charts as SVG, made on the server: for pages (no script, no inline style) and for papers (colours said outright).

One value holds the numbers; picture, words and table are made from it and so cannot differ:

    counts = Counts("Requests in 2026", "State", ("answered", "open"), (("AZ", (12, 3)), ("UZ", (7, 0))))
    figure(counts)    the picture with its words, a block of a paper
    svg(counts)       the SVG alone, for a page
    words(counts)     what a reader hears
    table(counts)     the numbers behind, a block of a paper

Colour never speaks alone: each kind has a pattern too, and numbers or signs stand beside it (WCAG 2.2, 1.4.1).
"""

from __future__ import annotations

from comity.documents.rules.blocks import Figure
from comity.documents.rules.charts.bars import bars
from comity.documents.rules.charts.data import Chart, Counts, Matrix, Span, Spans, Tile, Tiles, table, words
from comity.documents.rules.charts.squares import matrix, tiles
from comity.documents.rules.charts.timeline import timeline

__all__ = [
    "Chart",
    "Counts",
    "Matrix",
    "Span",
    "Spans",
    "Tile",
    "Tiles",
    "bars",
    "figure",
    "matrix",
    "svg",
    "table",
    "tiles",
    "timeline",
    "words",
]


def svg(data: Chart) -> str:
    """Return the picture of these numbers: bars (stacked for several parts), a line of time, tiles, or a matrix."""
    match data:
        case Counts():
            return bars(data)
        case Spans():
            return timeline(data)
        case Tiles():
            return tiles(data)
        case Matrix():
            return matrix(data)


def figure(data: Chart, caption: str = "") -> Figure:
    """Return the picture of these numbers with the words that replace it, as a block of a paper."""
    return Figure(svg(data), words(data), caption)
