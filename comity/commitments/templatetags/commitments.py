# SPDX-License-Identifier: Apache-2.0
"""Filters of the pages of commitments: words for statuses, owners, acts; numbers of a table."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comity.commitments.queries import words
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.lifecycle import Status

register = template.Library()
_TABLES = {
    "status": words.STATUS, "addressee": words.ADDRESSEES, "act": words.ACTS, "button": words.BUTTONS,
    "finding": words.FINDINGS, "step": words.STEPS, "organisation": words.ORGANISATIONS, "column": words.COLUMNS,
}  # fmt: skip


@register.filter
def said(code: str, table: str) -> str:
    """Return the word for a code of commitments."""
    return str(_TABLES[table].get(str(code), code))


@register.filter
def status_tag(code: str) -> SafeString:
    """Return a status as a coloured tag with its word."""
    tone = words.TONES.get(str(code), "")
    return format_html('<span class="{}">{}</span>', f"tag tag-{tone}" if tone else "tag", said(code, "status"))


@register.filter
def owner(code: str) -> str:
    """Return the name of an owner in the reader's language."""
    return words.owner(code)


@register.filter
def rhythm(code: str) -> str:
    """Return a rhythm in words."""
    return words.rhythm(code)


@register.filter
def of(counts: Counts, status: str) -> int:
    """Return how many promises stand at a status."""
    return counts.of(Status(status))


@register.filter
def cell(cells: dict[str, Any], key: str) -> Any:
    """Return a cell of a row, empty where there is none."""
    return cells.get(key, "")


@register.filter
def drawn(picture: str) -> SafeString:
    """Return a chart of the documents room as part of the page: it escapes every word it writes."""
    return mark_safe(picture)  # noqa: S308  # our own SVG, made by documents.rules.charts
