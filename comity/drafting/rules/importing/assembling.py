# SPDX-License-Identifier: Apache-2.0
"""Makes the tree of a text from its parts: ids that cite (`p1`, `c3.a`), headings, closing; says where each stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.drafting.rules.importing import bodies, ordinals
from comity.drafting.rules.importing.nodes import Node, Outline
from comity.drafting.rules.importing.parts import Parts
from comity.drafting.rules.importing.shape import Lines
from comity.drafting.rules.tree import Clause, Tree

SEPARATE = "\n\n"
NESTED = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A tree with the lines of the source each clause id stood on."""

    tree: Tree
    where: dict[str, Lines]


def assemble(parts: Parts, shape: Outline, *, title: str, language: str) -> Placed:
    """Return the tree of the parts."""
    where: dict[str, Lines] = {}
    preamble = _preamble(parts, where)
    used: dict[str, int] = {}
    clauses = tuple(_clause(node, "", index, used, where) for index, node in _counted(shape.top))
    articles = sum(node.kind == "article" for node in every(shape.top))
    numbered = sum(node.kind == "listed" for node in shape.top)
    numbering = "article" if articles and articles >= numbered else "paragraph"
    closing = "\n".join(block.whole for block in parts.closing)
    return Placed(Tree(title, language, preamble, clauses, numbering, closing), where)


def _counted(nodes: list[Node]) -> Iterator[tuple[int, Node]]:
    """Count titles of parts apart from clauses, so that each kind is numbered from one."""
    titles = clauses = 0
    for node in nodes:
        if node.kind == "part" and not node.number:
            titles += 1
            yield titles, node
        else:
            clauses += 1
            yield clauses, node


def _preamble(parts: Parts, where: dict[str, Lines]) -> tuple[Clause, ...]:
    clauses = []
    for index, block in enumerate(parts.preamble, start=1):
        heading = parts.preamble_title if index == 1 else ""
        number = block.marker.number if block.marker else ""
        where[f"p{index}"] = block.at
        clauses.append(Clause(f"p{index}", number, block.text, heading))
    return tuple(clauses)


def every(nodes: list[Node]) -> list[Node]:
    """Return the nodes and all below them, in reading order."""
    return [one for node in nodes for one in [node, *every(node.children)]]


def _clause(node: Node, parent: str, index: int, used: dict[str, int], where: dict[str, Lines]) -> Clause:
    """Return a clause with those below it; its id comes from its number, else from its place among its siblings."""
    chosen = _free(_id(node, parent, index), used)
    where[chosen] = node.at
    below = "" if node.kind in {"division", "part"} else chosen
    children = tuple(
        _clause(child, below or (f"{chosen}/" if _restarts(node) else ""), place, used, where)
        for place, child in _counted(node.children)
    )
    return Clause(chosen, node.number, SEPARATE.join(text for text in node.texts if text), node.heading, children)


def _restarts(node: Node) -> bool:
    """Say whether the clauses below a part count from one, so that their ids need the part before them."""
    first = next((child for child in node.children if child.number), None)
    return first is None or (first.kind == "listed" and first.number.casefold() in {"1", "a", "i"})


def _id(node: Node, parent: str, index: int) -> str:
    number = _number(node)
    if NESTED.fullmatch(node.number) and parent:
        number = number.rsplit(".", 1)[-1]
    if not parent and node.kind == "listed" and not number[:1].isdigit():
        number = str(index)
    if node.kind in {"division", "part"}:
        under = f"{parent.rstrip('/.')}." if parent else ""
        return f"{under}{number}" if node.kind == "division" and number else f"{under}part-{number or index}"
    if parent.endswith("/"):
        return f"{parent[:-1]}.{number or index}"
    return f"{parent}.{number or index}" if parent else f"c{number or index}"


def _number(node: Node) -> str:
    """Return the number as an id writes it: Arabic digits for articles and upper-case Roman parts, letters small."""
    if node.number and all(char.isdigit() for char in node.number):
        return str(int(node.number))
    if NESTED.fullmatch(node.number):
        return ".".join(str(int(part)) for part in node.number.split("."))
    if node.kind == "article" or (node.number.isupper() and len(node.number) > 1):
        value = ordinals.ROMAN_SHAPE.match(node.number.lower()) and ordinals.roman(node.number)
        return str(
            value or ordinals.WORDS.get(node.number.casefold()) or ordinals.CARDINALS.get(node.number.casefold()) or ""
        ) or bodies.slugged(node.number)
    return str(ordinals.roman(node.number)) if node.number in {"I", "V", "X"} else bodies.slugged(node.number)


def _free(wanted: str, used: dict[str, int]) -> str:
    again = used[wanted] = used.get(wanted, 0) + 1
    return wanted if again == 1 else _free(f"{wanted}-{again}", used)
