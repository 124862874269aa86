# SPDX-License-Identifier: Apache-2.0
"""Holds the promise of the reader: no word of a source is lost, none is invented.

Words are compared as a bag: those of the clean lines against those of the structure. What would be missing is kept as
`Left` with the reason "unplaced".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from comity.drafting.rules.importing.cleaning import Line
from comity.drafting.rules.importing.shape import Left, Lines
from comity.drafting.rules.tree import Clause, Tree, walk

WORD = re.compile(r"\w+")


def words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in the texts, in small letters."""
    return Counter(word for text in texts for word in WORD.findall(text.casefold()))


def of_clauses(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """Yield everything a reader sees of clauses: number, heading, text."""
    for clause in walk(clauses):
        yield f"{clause.number} {clause.heading} {clause.text}"


def of_tree(tree: Tree) -> Iterator[str]:
    """Yield the words of preamble, clauses and closing; the title stands apart, it may be assumed."""
    yield from of_clauses(tree.preamble)
    yield from of_clauses(tree.clauses)
    yield tree.closing


def unplaced(lines: list[Line], placed: Iterable[str], markers: Iterable[str]) -> list[Left]:
    """Return the words of the lines that stand nowhere in the structure, line by line.

    `markers` are the words that number clauses (“Article”), which the tree keeps as its numbering.
    """
    missing = words(line.text for line in lines)
    missing.subtract(words(placed))
    missing.subtract(words(markers))
    short = Counter({word: times for word, times in missing.items() if times > 0})
    if not short:
        return []
    found = []
    for line in reversed(lines):
        here = [word for word in WORD.findall(line.text.casefold()) if short[word] > 0]
        if here:
            short.subtract(here)
            found.append(Left(Lines(line.no, line.no), " ".join(here), "unplaced"))
    return found[::-1]
