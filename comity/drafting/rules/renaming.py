# SPDX-License-Identifier: Apache-2.0
"""Clauses that change the name of a body, as article 3 of the Ankara Declaration of 2023 does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.drafting.rules.tree import Tree, walk

_QUOTED = r"[\"“”„«*]+\s*(?P<{0}>[^\"“”„«»*]{{3,200}}?)\s*[\"“”»*]+"
_VERB = r"\b(?:amend|chang|renam)\w*\b[^.]{0,60}?\bname\b[^.]{0,80}?"
_TO = r"\s*(?:to|into|as)\s*(?:the\s+)?"
_RENAMES = re.compile(_VERB + _QUOTED.format("old") + _TO + _QUOTED.format("new"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A clause and the names it changes."""

    clause: str
    old: str
    new: str


def renamings(tree: Tree) -> Iterator[Renaming]:
    """Yield every change of a body's name the text decides."""
    for clause in walk(tree.clauses):
        for found in _RENAMES.finditer(clause.text):
            yield Renaming(clause.id, found["old"].strip(), found["new"].strip())
