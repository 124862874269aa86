# SPDX-License-Identifier: Apache-2.0
"""Charts as SVG, made on the server: for pages (no script, no inline style) and for papers (colours said outright).

One value holds the numbers; picture, words and table are made from it and so cannot differ:

    counts = Counts("Requests in 2026", "State", ("answered", "open"), (("AZ", (12, 3)), ("UZ", (7, 0))))
    figure(counts)    the picture with its words, a block of a paper
    stacked(counts)   the SVG alone, for a page
    words(counts)     what a reader hears
    table(counts)     the numbers behind, a block of a paper

Colour never speaks alone: each kind has a pattern too, and numbers or signs stand beside it (WCAG 2.2, 1.4.1).
"""

from comity.documents.rules.charts.bars import bars, stacked
from comity.documents.rules.charts.data import Counts, Matrix, Span, Spans, Tile, Tiles, table, words
from comity.documents.rules.charts.drawing import figure, svg
from comity.documents.rules.charts.squares import matrix, tiles
from comity.documents.rules.charts.timeline import timeline

__all__ = [
    "Counts",
    "Matrix",
    "Span",
    "Spans",
    "Tile",
    "Tiles",
    "bars",
    "figure",
    "matrix",
    "stacked",
    "svg",
    "table",
    "tiles",
    "timeline",
    "words",
]
