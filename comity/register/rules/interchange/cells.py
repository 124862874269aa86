# SPDX-License-Identifier: Apache-2.0
"""Cells of spreadsheets: safe to open, and read back as they were.

A program that opens a CSV takes a cell that begins with `= + - @`, a tab or a line break as a formula (OWASP, “CSV
Injection”). Such a cell is written with an apostrophe before it, which is taken off when it is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """Return a cell that no program takes as a formula."""
    return "'" + text if text.startswith((*_RISKY, "'")) else text


def unsafe(text: str) -> str:
    """Return what a safe cell said."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_RISKY, "'")) else text


def line(cells: Iterable[str]) -> str:
    """Return one line of CSV (RFC 4180) of safe cells."""
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()
