# SPDX-License-Identifier: Apache-2.0
"""Writes papers in the three forms they leave the node in. The forms say the same, in the same order."""

from __future__ import annotations

from comity.documents.rules.blocks import Paper
from comity.documents.rules.layout import laid_out
from comity.documents.rules.plaintext import plain_text
from comity.documents.services import printing, word


def pdf(paper: Paper, second: Paper | None = None) -> bytes:
    """Return the paper as PDF/A-2a, tagged; with `second`, the same paper in another language beside it.

    The same papers give the same bytes. Raises `Invalid` with the reason a paper cannot be printed.
    """
    return printing.written(laid_out(paper, second))


def docx(paper: Paper, second: Paper | None = None) -> bytes:
    """Return the paper as DOCX, to be worked on by hand; with `second`, in a table of two languages.

    The same papers give the same bytes. Raises `Invalid` with the reason a paper cannot be printed.
    """
    return word.written(laid_out(paper, second))


def plain(paper: Paper) -> str:
    """Return the paper as plain text, in lines of at most 100 characters; raise `Invalid` when it cannot be printed."""
    return plain_text(paper)
