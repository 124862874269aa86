# SPDX-License-Identifier: Apache-2.0
"""A text as a tree of clauses: what every version, proposal, signature and commitment points into.

Ids are stable: a clause keeps its id when it is reworded or renumbered, so positions and commitments stay attached.
The canonical form (what is hashed and signed) is `to_json` under RFC 8785.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Invalid


class Kind(StrEnum):
    """What a text is."""

    DECLARATION = "declaration"
    ACTION_PLAN = "action-plan"
    PLAN_OF_INTERACTION = "plan-of-interaction"
    CONVENTION = "convention"
    STATUTE = "statute"
    FINAL_DOCUMENT = "final-document"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Clause:
    """One preambular paragraph, article, paragraph or lettered item.

    `id` is unique in the text and stable; `number` is as printed ("3", "a", empty where none is printed); `heading` is
    a title over it, if any. Text in square brackets is open wording.
    """

    id: str
    number: str
    text: str
    heading: str = ""
    children: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole text in one language. `numbering` is "article" or "paragraph"; `closing` stands before the signatures."""

    title: str
    language: str
    preamble: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    numbering: str = "paragraph"
    closing: str = ""


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Yield every clause, parents before children, in reading order."""
    for clause in clauses:
        yield clause
        yield from walk(clause.children)


def find(tree: Tree, clause_id: str) -> Clause:
    """Return the clause with this id, of preamble or body; raise `Invalid`."""
    for clause in walk(tree.preamble + tree.clauses):
        if clause.id == clause_id:
            return clause
    raise Invalid("The text has no clause “{clause}”.", clause=clause_id)


def checked(tree: Tree) -> Tree:
    """Return the tree; raise `Invalid` when an id is missing or stands twice, or the title is empty."""
    if not tree.title.strip():
        raise Invalid("Give the text a title.", field="title")
    seen: set[str] = set()
    for clause in walk(tree.preamble + tree.clauses):
        if not clause.id or clause.id in seen:
            raise Invalid("The clause id “{clause}” is empty or stands twice.", clause=clause.id)
        seen.add(clause.id)
    return tree


def to_json(tree: Tree) -> dict[str, Any]:
    """Return the tree as JSON values; `from_json` gives it back unchanged."""
    return {
        "v": 1,
        "title": tree.title,
        "language": tree.language,
        "numbering": tree.numbering,
        "preamble": [_clause_json(c) for c in tree.preamble],
        "clauses": [_clause_json(c) for c in tree.clauses],
        "closing": tree.closing,
    }


def from_json(value: Mapping[str, Any]) -> Tree:
    """Return the tree of these JSON values; raise `Invalid` when they are not one."""
    try:
        return checked(
            Tree(
                str(value["title"]),
                str(value["language"]),
                tuple(_clause(c) for c in value["preamble"]),
                tuple(_clause(c) for c in value["clauses"]),
                str(value.get("numbering", "paragraph")),
                str(value.get("closing", "")),
            )
        )
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise Invalid("This is not a text: title, language, preamble and clauses are needed.") from None


def digest(tree: Tree) -> str:
    """Return the SHA-256 of the canonical form, 64 hexadecimal digits: what a signature is over."""
    return sha256_hex(canonical(to_json(tree)))


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": clause.heading,
        "text": clause.text,
        "children": [_clause_json(c) for c in clause.children],
    }


def _clause(value: Mapping[str, Any]) -> Clause:
    return Clause(
        str(value["id"]),
        str(value["number"]),
        str(value["text"]),
        str(value.get("heading", "")),
        tuple(_clause(c) for c in value.get("children", ())),
    )
