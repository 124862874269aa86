# SPDX-License-Identifier: Apache-2.0
"""Makes the tree of a text from its parts: ids that cite (`p1`, `c3.a`), headings, closing; and where each clause stood."""

from __future__ import annotations

from dataclasses import dataclass

from comity.drafting.rules.importing import bodies, outline
from comity.drafting.rules.importing.outline import Node
from comity.drafting.rules.importing.parts import Parts
from comity.drafting.rules.importing.shape import Lines
from comity.drafting.rules.tree import Clause, Tree

SEPARATE = "\n\n"


@dataclass(frozen=True, slots=True)
class Placed:
    """A tree with the lines of the source each clause id stood on."""

    tree: Tree
    where: dict[str, Lines]


def assemble(parts: Parts, shape: outline.Outline, *, title: str, language: str) -> Placed:
    """Return the tree of the parts."""
    where: dict[str, Lines] = {}
    preamble = _preamble(parts, where)
    used: set[str] = set()
    clauses = tuple(_clause(node, "", index, used, where) for index, node in enumerate(shape.top, start=1))
    articles = sum(node.kind == "article" for node in _all(shape.top))
    numbered = sum(node.kind == "listed" for node in shape.top)
    numbering = "article" if articles and articles >= numbered else "paragraph"
    closing = "\n".join(block.whole for block in parts.closing)
    return Placed(Tree(title, language, preamble, clauses, numbering, closing), where)


def _preamble(parts: Parts, where: dict[str, Lines]) -> tuple[Clause, ...]:
    clauses = []
    for index, block in enumerate(parts.preamble, start=1):
        heading = parts.preamble_title if index == 1 else ""
        number = block.marker.number if block.marker else ""
        where[f"p{index}"] = block.at
        clauses.append(Clause(f"p{index}", number, block.text, heading))
    return tuple(clauses)


def _all(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in [node, *_all(node.children)]]


def _clause(node: Node, parent: str, index: int, used: set[str], where: dict[str, Lines]) -> Clause:
    """Return a clause with those below it; its id comes from its number, else from its place among its siblings."""
    chosen = _free(_id(node, parent, index), used)
    where[chosen] = node.at
    below = "" if node.kind in {"division", "part"} else chosen
    children = tuple(
        _clause(child, below or (f"{chosen}/" if _restarts(node) else ""), place, used, where)
        for place, child in enumerate(node.children, start=1)
    )
    return Clause(chosen, node.number, SEPARATE.join(text for text in node.texts if text), node.heading, children)


def _restarts(node: Node) -> bool:
    """Say whether the clauses below a part count from one, so that their ids need the part before them."""
    first = next((child for child in node.children if child.number), None)
    return first is None or (first.kind == "listed" and first.number.casefold() in {"1", "a", "i"})


def _id(node: Node, parent: str, index: int) -> str:
    number = bodies.slugged(node.number) if node.number else ""
    if node.kind == "nested" and parent:
        number = number.rsplit("-", 1)[-1]
    if node.kind in {"division", "part"}:
        return f"{parent}{number}" if node.kind == "division" and number else f"{parent}part-{number or index}"
    if parent.endswith("/"):
        return f"{parent[:-1]}.{number or index}"
    return f"{parent}.{number or index}" if parent else f"c{number or index}"


def _free(wanted: str, used: set[str]) -> str:
    chosen, again = wanted, 2
    while chosen in used:
        chosen, again = f"{wanted}-{again}", again + 1
    used.add(chosen)
    return chosen
