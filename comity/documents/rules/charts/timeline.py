# SPDX-License-Identifier: Apache-2.0
"""A line of time: what lasted as bars, what happened on one day as a small square, years or months as lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.documents.rules.charts.data import Span, Spans, days, words
from comity.documents.rules.charts.drawing import LINE, SIZE, WIDTH, Sheet, folded, width_of

BAR = 12.0
ROW = 40.0
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
    below = y + LINE + 4 + ROW * len(spans.spans)
    for day, name in _ticks(first, last):
        x = label + (day - first).days * scale
        sheet.line(x, y + LINE, x, below)
        sheet.write(x, y + SIZE - 2, name, "middle" if x < WIDTH - 24 else "end", size=11, quiet=True)
    if spans.today is not None and first <= spans.today <= last:
        x = label + (spans.today - first).days * scale
        sheet.line(x, y + LINE, x, below, strong=True)
    y += LINE + 4
    for span in spans.spans:
        _row(sheet, spans, span, (label, y, scale), first)
        y += ROW
    return sheet.finish(y + 4)


def _ends(spans: Spans) -> tuple[date, date]:
    days = [day for span in spans.spans for day in (span.start, span.end or span.start)]
    return min(days), max(days)


def _row(sheet: Sheet, spans: Spans, span: Span, at: tuple[float, float, float], first: date) -> None:
    label, y, scale = at
    lines = folded(span.label, label - 10, most=2)
    for place, line in enumerate(lines):
        sheet.write(label - 8, y + ROW / 2 + LINE * (place - (len(lines) - 1) / 2) + SIZE * 0.36, line, "end")
    x = label + (span.start - first).days * scale
    lasted = " – ".join(day for day in days(span) if day)
    wide = BAR if span.end is None else max(3.0, ((span.end - span.start).days + 1) * scale)
    sheet.box(
        x - (BAR / 2 if span.end is None else 0),
        y + 6,
        wide,
        BAR,
        span.kind,
        f"{span.label}: {lasted}, {spans.kinds[span.kind]}",
    )
    room = width_of(lasted, 10.5)
    sheet.write(max(label, min(x, WIDTH - room)), y + 6 + BAR + 11, lasted, size=10.5, quiet=True)


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
