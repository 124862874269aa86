# SPDX-License-Identifier: Apache-2.0
"""Squares of one size: a tile per State, and a matrix of rows and columns. No borders are drawn, none can be wrong."""

from __future__ import annotations

from comity.documents.rules.charts.data import Matrix, Tiles, words
from comity.documents.rules.charts.drawing import LINE, SIZE, WIDTH, Sheet, folded, width_of

TILE, GAP = 62.0, 4.0
WIDEST_LABEL = 240.0


def tiles(data: Tiles) -> str:
    """Return one square per State as SVG, in the order given: its code, and under it its value."""
    sheet = Sheet(data.title, words(data), data.language, data.kinds)
    top = sheet.legend(4.0)
    across = int((WIDTH + GAP) // (TILE + GAP))
    for place, tile in enumerate(data.tiles):
        x, y = place % across * (TILE + GAP), top + place // across * (TILE + GAP)
        value = f", {tile.value}" if tile.value else ""
        sheet.box(x, y, TILE, TILE, tile.kind, f"{tile.name}: {data.kinds[tile.kind]}{value}")
        lines = [tile.code, *folded(tile.value, TILE - 14, 11, most=1)] if tile.value else [tile.code]
        high = LINE * len(lines) + 4
        sheet.plate(x + 5, y + (TILE - high) / 2, TILE - 10, high)
        for number, line in enumerate(lines):
            at = y + (TILE - high) / 2 + LINE * number + 14
            sheet.write(x + TILE / 2, at, line, "middle", bold=not number, size=11 if number else SIZE)
    rows = -(-len(data.tiles) // across)
    return sheet.finish(top + rows * (TILE + GAP) + 4)


def matrix(data: Matrix) -> str:
    """Return rows and columns as SVG; each cell has colour, pattern and the number its kind has in the legend."""
    kinds = tuple(f"{number} {name}" for number, name in enumerate(data.kinds, start=1))
    sheet = Sheet(data.title, words(data), data.language, kinds)
    label = min(WIDEST_LABEL, max((width_of(name) for name, _ in data.rows), default=0)) + 10
    cell = min(46.0, (WIDTH - label) / max(1, len(data.columns)))
    y = sheet.legend(4.0)
    y = _columns(sheet, data.columns, (label, y, cell))
    for name, cells in data.rows:
        lines = folded(name, label - 10, most=2)
        high = max(26.0, LINE * len(lines) + 4)
        for place, line in enumerate(lines):
            sheet.write(label - 8, y + high / 2 + LINE * (place - (len(lines) - 1) / 2) + SIZE * 0.36, line, "end")
        for column, kind in enumerate(cells):
            x = label + column * cell
            if kind is None:
                sheet.line(x + cell / 2 - 4, y + high / 2, x + cell / 2 + 4, y + high / 2)
                continue
            sheet.box(x + 1, y + 1, cell - 2, high - 2, kind, f"{name}, {data.columns[column]}: {data.kinds[kind]}")
            if cell >= 16:
                sheet.plate(x + cell / 2 - 6, y + high / 2 - 7, 12, 14)
                sheet.write(x + cell / 2, y + high / 2 + 4, str(kind + 1), "middle", size=11)
        y += high
    return sheet.finish(y + 4)


def _columns(sheet: Sheet, names: tuple[str, ...], at: tuple[float, float, float]) -> float:
    """Write the names of the columns, each in steps so that long ones do not meet, and return where they end."""
    label, y, cell = at
    wide = max((width_of(name, 11) for name in names), default=0)
    steps = max(1, min(6, -(-int(wide + 6) // max(1, int(cell)))))
    for place, name in enumerate(names):
        level = place % steps
        x = label + (place + 0.5) * cell
        at_y = y + (level + 1) * (LINE - 3)
        sheet.write(x, at_y, folded(name, cell * steps, 11, most=1)[0], "middle", size=11)
        if level < steps - 1:
            sheet.line(x, at_y + 3, x, y + steps * (LINE - 3) + 4)
    return y + steps * (LINE - 3) + 8
