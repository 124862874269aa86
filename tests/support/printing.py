# SPDX-License-Identifier: Apache-2.0
"""Prints a tree of clauses as secretariats do, in several styles, so that reading it back can be compared."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from comity.drafting.rules.tree import Clause, Tree


@dataclass(frozen=True)
class Style:
    """How clauses are numbered and set; `{}` is the number."""

    name: str
    top: str
    second: str
    third: str
    gap: str = "\n\n"
    width: int = 0
    newline: str = "\n"
    numbering: str = "paragraph"


STYLES = (
    Style("plain", "{}. ", "{}) ", "({}) "),
    Style("brackets", "({}) ", "({}) ", "{}. "),
    Style("articles", "Article {} – ", "{}. ", "{}) ", numbering="article"),
    Style("articles over text", "Article {}\n", "({}) ", "{}. ", numbering="article"),
    Style("tight", "{}. ", "   {}. ", "      ({}) ", gap="\n"),
    Style("wrapped", "{}. ", "{}) ", "({}) ", width=72),
    Style("dashed", "{}. ", " - {}. ", "   ({}) ", newline="\r\n"),
    Style("bold", "**{}.** ", "{}) ", "({}) "),
)


def printed(tree: Tree, style: Style) -> str:
    """Return the tree as one text with title, recitals, formula, clauses and closing."""
    pieces = [tree.title, *(clause.text for clause in tree.preamble)]
    for clause in tree.clauses:
        pieces += _clause(clause, style, 0)
    pieces.append(tree.closing)
    text = style.gap.join(_set(piece, style) for piece in pieces) + "\n"
    if style.gap == "\n":  # a masthead and a closing stand apart even in tight texts
        text = text.replace(tree.title + "\n", tree.title + "\n\n").replace("\n" + tree.closing, "\n\n" + tree.closing)
    return text.replace("\n", style.newline)


def _clause(clause: Clause, style: Style, depth: int) -> list[str]:
    form = (style.top, style.second, style.third)[depth]
    pieces = [form.format(clause.number) + clause.text]
    for child in clause.children:
        pieces += _clause(child, style, depth + 1)
    return pieces


def _set(piece: str, style: Style) -> str:
    return textwrap.fill(piece, style.width, break_on_hyphens=False) if style.width else piece
