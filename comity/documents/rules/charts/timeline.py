# SPDX-License-Identifier: Apache-2.0
"""A line of time: what lasted as bars, what happened on one day as a small square, years or months as lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.documents.rules.charts.data import Span, Spans, days, words
from comity.documents.rules.charts.drawing import LINE, SIZE, WIDTH, Sheet, folded, width_of

ROOMY, CLOSE = (40.0, 6.0, 12.0), (26.0, 2.0, 9.0)  # row, place of the bar in it, bar
MANY = 18  # spans: more stand close
WIDEST_LABEL = 230.0


def timeline(spans: Spans) -> str:
    """Return the spans as SVG, the earliest day where reading starts."""
    sheet = Sheet(spans.title, words(spans), spans.language, spans.kinds)
    y = sheet.legend(4.0)
    if not spans.spans:
        return sheet.finish(y + 4)
    label = min(WIDEST_LABEL, max(width_of(span.label) for span in spans.spans)) + 10
    first, last = _ends(spans)
    scale = (WIDTH - label - 14) / ((last - first).days + 1)
    look = ROOMY if len(spans.spans) <= MANY else CLOSE
    below = y + LINE + 4 + look[0] * len(spans.spans)
    for day, name in _ticks(first, last):
        x = label + (day - first).days * scale
        sheet.line(x, y + LINE, x, below)
        sheet.write(x, y + SIZE - 2, name, "middle" if x < WIDTH - 24 else "end", size=11, quiet=True)
    if spans.today is not None and first <= spans.today <= last:
        x = label + (spans.today - first).days * scale
        sheet.line(x, y + LINE, x, below, strong=True)
    y += LINE + 4
    for span in spans.spans:
        _row(sheet, spans, span, (label, y, label + (span.start - first).days * scale, scale), look)
        y += look[0]
    return sheet.finish(y + 4)


def _ends(spans: Spans) -> tuple[date, date]:
    days = [day for span in spans.spans for day in (span.start, span.end or span.start)]
    return min(days), max(days)


def _row(
    sheet: Sheet, spans: Spans, span: Span, at: tuple[float, float, float, float], look: tuple[float, float, float]
) -> None:
    """Draw one span: its label, its bar from x on, and its days under it."""
    (label, y, x, scale), (row, place, bar) = at, look
    lines = folded(span.label, label - 10, most=2 if look is ROOMY else 1)
    for number, line in enumerate(lines):
        middle = y + (row / 2 if len(lines) > 1 else place + bar / 2)
        sheet.write(label - 8, middle + LINE * (number - (len(lines) - 1) / 2) + SIZE * 0.36, line, "end")
    lasted = " – ".join(day for day in days(span) if day)
    wide = bar if span.end is None else max(3.0, ((span.end - span.start).days + 1) * scale)
    start = x - (bar / 2 if span.end is None else 0)
    sheet.box(start, y + place, wide, bar, span.kind, f"{span.label}: {lasted}, {spans.kinds[span.kind]}")
    size = 10.5 if look is ROOMY else 9.5
    sheet.write(
        max(label, min(x, WIDTH - width_of(lasted, size))), y + place + bar + 10.5, lasted, size=size, quiet=True
    )


def _ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Yield the first days of months or years, few enough to be read."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / step <= 9), 1200)
    for month in range(first.year * 12, last.year * 12 + 13, step):
        if month // 12 > 9999:
            return
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last:
            yield day, str(day.year) if step >= 12 else f"{day.year}-{day.month:02}"
