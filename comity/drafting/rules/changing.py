# SPDX-License-Identifier: Apache-2.0
"""Changes to a tree: reword, add after, delete, move. Ids stay unique; what no change names is never lost.

A change names a clause by id. A new clause gets the id given with the change, so the same change gives the same tree.
Numbers are printed anew where siblings are numbered 1, 2, 3 or a, b, c; ids never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.base.errors import Invalid, Refused
from comity.drafting.rules.tree import Clause, Tree, checked, find, walk

_Level = tuple[Clause, ...]


class Change(StrEnum):
    """What a proposal does to a clause."""

    REWORD = "reword"
    ADD = "add"
    DELETE = "delete"
    MOVE = "move"


class ClauseGone(Refused):
    """The clause a change speaks of is no longer in the text."""

    code = "clause-gone"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `clause` is the clause it speaks of (for an addition, the one it follows; empty: at the head).

    `target` is the clause a moved one shall follow (empty: first of the body); `new_id` the id of an added clause;
    `inside` puts an added clause under `clause` as its last item.
    """

    change: Change
    clause: str
    wording: str = ""
    heading: str = ""
    target: str = ""
    new_id: str = ""
    inside: bool = False


def ids(tree: Tree) -> frozenset[str]:
    """Return every clause id of the tree."""
    return frozenset(c.id for c in walk(tree.preamble + tree.clauses))


def apply(tree: Tree, edits: Iterable[Edit]) -> Tree:
    """Return the tree after the edits, one after the other; raise `ClauseGone`, or `Invalid` for an impossible one."""
    for edit in edits:
        tree = _ACTS[edit.change](tree, edit)
    return checked(renumbered(tree))


def check(tree: Tree, edit: Edit) -> None:
    """Raise `ClauseGone` or `Invalid` when the edit cannot be made in this tree."""
    _ACTS[edit.change](tree, edit)


def renumbered(tree: Tree) -> Tree:
    """Return the tree with its numbered siblings counted anew."""
    return replace(tree, preamble=_count(tree.preamble), clauses=_count(tree.clauses))


def _reword(tree: Tree, edit: Edit) -> Tree:
    _present(tree, edit.clause)
    if not edit.wording.strip():
        raise Invalid("Give the new wording. To take a clause out, propose to delete it.", field="wording")
    return _mapped(tree, edit.clause, lambda c: (replace(c, text=edit.wording, heading=edit.heading),))


def _add(tree: Tree, edit: Edit) -> Tree:
    if not edit.wording.strip():
        raise Invalid("Give the wording of the new clause.", field="wording")
    if not edit.new_id or edit.new_id in ids(tree):
        raise Invalid("A new clause needs an id that no other clause has.")
    new = Clause(edit.new_id, "", edit.wording, edit.heading)
    if not edit.clause:
        return replace(tree, clauses=(new, *tree.clauses))
    _present(tree, edit.clause)
    if edit.inside:
        return _mapped(tree, edit.clause, lambda c: (replace(c, children=(*c.children, new)),))
    return _mapped(tree, edit.clause, lambda c: (c, new))


def _delete(tree: Tree, edit: Edit) -> Tree:
    _present(tree, edit.clause)
    return _mapped(tree, edit.clause, lambda _: ())


def _move(tree: Tree, edit: Edit) -> Tree:
    moved = _present(tree, edit.clause)
    if edit.target in {c.id for c in walk((moved,))}:
        raise Invalid("A clause cannot be moved behind itself or behind one of its own items.", field="target")
    if edit.target:
        _present(tree, edit.target)
    left = _mapped(tree, edit.clause, lambda _: ())
    if not edit.target:
        return replace(left, clauses=(moved, *left.clauses))
    return _mapped(left, edit.target, lambda c: (c, moved))


_ACTS = {Change.REWORD: _reword, Change.ADD: _add, Change.DELETE: _delete, Change.MOVE: _move}


def _present(tree: Tree, clause_id: str) -> Clause:
    try:
        return find(tree, clause_id)
    except Invalid:
        raise ClauseGone(
            "Clause “{clause}” is not in the text any more. Look at the newest version and propose anew.",
            clause=clause_id,
        ) from None


def _mapped(tree: Tree, clause_id: str, change: Callable[[Clause], _Level]) -> Tree:
    def level(clauses: _Level) -> _Level:
        made: list[Clause] = []
        for clause in clauses:
            kept = replace(clause, children=level(clause.children)) if clause.children else clause
            made.extend(change(kept) if clause.id == clause_id else (kept,))
        return tuple(made)

    return replace(tree, preamble=level(tree.preamble), clauses=level(tree.clauses))


def _count(clauses: _Level) -> _Level:
    numbered = [c.number for c in clauses if c.number]
    made = tuple(replace(c, children=_count(c.children)) if c.children else c for c in clauses)
    if not numbered:
        return made
    if all(n.isascii() and n.isdigit() for n in numbered):
        return tuple(replace(c, number=str(i)) for i, c in enumerate(made, start=1))
    if all(len(n) == 1 and "a" <= n <= "z" for n in numbered) and len(made) <= 26:
        return tuple(replace(c, number=chr(ord("a") + i)) for i, c in enumerate(made))
    return made
