# SPDX-License-Identifier: Apache-2.0
"""Horizontal bars, plain or stacked: the length is the number, and the number stands beside it."""

from __future__ import annotations

from comity.documents.rules.charts.data import Counts, number, words
from comity.documents.rules.charts.drawing import LINE, SIZE, WIDTH, Sheet, folded, width_of

ROOMY, CLOSE = (18.0, 8.0), (13.0, 4.0)  # bar and gap
MANY = 30  # bars: more stand close, so that one for each State of the largest organisation fits a page
WIDEST_LABEL = 250.0


def bars(counts: Counts) -> str:
    """Return bars as SVG, stacked where there are several parts, with the total at the end of each."""
    sheet = Sheet(counts.title, words(counts), counts.language, counts.parts)
    totals = [sum(numbers) for _, numbers in counts.rows]
    longest = max(0.01, *totals, 0)  # a hundredth is the smallest number printed
    beside = max((width_of(number(total)) for total in totals), default=0) + 8
    label = min(WIDEST_LABEL, max((width_of(name) for name, _ in counts.rows), default=0)) + 10
    scale = (WIDTH - label - beside) / longest
    bar, gap = ROOMY if len(counts.rows) <= MANY else CLOSE
    top = y = sheet.legend(4.0)
    for (name, numbers), total in zip(counts.rows, totals, strict=True):
        lines = folded(name, label - 10)
        high = max(bar, LINE * len(lines) - 4) + gap
        for place, line in enumerate(lines):
            sheet.write(label - 8, y + high / 2 - LINE * (len(lines) - 1) / 2 + LINE * place + SIZE * 0.36, line, "end")
        end = _segments(sheet, counts, name, numbers, (label, y + (high - bar) / 2, scale), bar)
        sheet.write(end + 6, y + high / 2 + SIZE * 0.36, number(total))
        y += high
    sheet.line(label, top, label, y, strong=True)
    return sheet.finish(y + 4)


def _segments(
    sheet: Sheet, counts: Counts, name: str, numbers: tuple[float, ...], at: tuple[float, float, float], bar: float
) -> float:
    """Draw the parts of one bar and return where it ends."""
    x, y, scale = at
    for kind, value in enumerate(numbers):
        wide = value * scale
        if not value:
            continue
        sheet.box(x, y, wide, bar, kind, f"{name}: {counts.parts[kind]} {number(value)}")
        shown = number(value)
        if len(numbers) > 1 and wide > (room := width_of(shown, 11) + 6) + 6:
            sheet.plate(x + (wide - room) / 2, y + (bar - 12) / 2, room, 12)
            sheet.write(x + wide / 2, y + bar / 2 + 4, shown, "middle", size=11)
        x += wide
    return x
