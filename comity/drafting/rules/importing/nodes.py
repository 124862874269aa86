# SPDX-License-Identifier: Apache-2.0
"""The outline of a text while it is built: clauses, and the lists that stand open."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.drafting.rules.importing.shape import Doubt, Lines


@dataclass(slots=True)
class Node:
    """One clause while the outline is built."""

    number: str
    texts: list[str]
    at: Lines
    kind: str = "plain"
    printed: str = ""
    heading: str = ""
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """An open list: the style of its numbers, the last place counted, its last item."""

    style: str
    value: int
    node: Node
    indent: int


@dataclass(slots=True)
class Outline:
    """The outline so far: finished top nodes, open lists from the outermost inwards, doubts."""

    top: list[Node] = field(default_factory=list)
    open: list[Level] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, node: Node, style: str, value: int, indent: int, depth: int) -> None:
        """Put a node under the list open at `depth` - 1 and leave it open."""
        del self.open[depth:]
        (self.open[-1].node.children if self.open else self.top).append(node)
        self.open.append(Level(style, value, node, indent))
        if all(one.style.startswith(("division", "heading")) for one in self.open[:-1]):
            self.counts[style] = value
