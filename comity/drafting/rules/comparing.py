# SPDX-License-Identifier: Apache-2.0
"""Two versions beside each other, clause by clause: matched by id, so a moved clause is seen as moved, not as new.

Within a clause words are compared, not letters. Nothing is guessed: two clauses with other ids are two clauses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from comity.drafting.rules.tree import Clause, Tree

_WORDS = re.compile(r"\s+|[^\s\w]|\w+", re.UNICODE)


class Fate(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the comparison; `depth` 0 is an article. `number` is the later one, where there is one."""

    id: str
    number: str
    number_before: str
    heading: str
    depth: int
    in_preamble: bool
    fate: Fate
    is_moved: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole: what became of the title, the closing words and every clause."""

    title: tuple[Part, ...]
    lines: tuple[Line, ...]
    closing: tuple[Part, ...]

    def count(self, fate: Fate) -> int:
        """Return how many clauses met this fate."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def moved(self) -> int:
        """Return how many clauses stand elsewhere."""
        return sum(line.is_moved for line in self.lines)

    @property
    def is_same(self) -> bool:
        """Say whether nothing differs."""
        whole = (*self.title, *self.closing)
        return all(p.mark is Mark.KEPT for p in whole) and not any(
            line.is_moved or line.fate is not Fate.SAME for line in self.lines
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    clause: Clause
    parent: str
    depth: int
    in_preamble: bool


def words(before: str, after: str) -> tuple[Part, ...]:
    """Return the runs of words kept, removed and added from one wording to the other."""
    if before == after:
        return (Part(Mark.KEPT, after),) if after else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(Mark.KEPT, "".join(old[i:j])))
            continue
        if i < j:
            parts.append(Part(Mark.REMOVED, "".join(old[i:j])))
        if k < m:
            parts.append(Part(Mark.ADDED, "".join(new[k:m])))
    return tuple(parts)


def compare(before: Tree, after: Tree) -> Comparison:
    """Return what became of every clause from one version to the other, in the order of the later one."""
    old = {p.clause.id: p for p in _placed(before)}
    new = {p.clause.id: p for p in _placed(after)}
    moved = _moved(old, new)
    lines: list[Line] = []
    waiting = _removed_after(old, new)
    lines.extend(_line(old[i], None, is_moved=False) for i in waiting.get("", ()))
    for clause_id, placed in new.items():
        lines.append(_line(old.get(clause_id), placed, is_moved=clause_id in moved))
        lines.extend(_line(old[i], None, is_moved=False) for i in waiting.get(clause_id, ()))
    return Comparison(words(before.title, after.title), tuple(lines), words(before.closing, after.closing))


def _line(old: _Placed | None, new: _Placed | None, *, is_moved: bool) -> Line:
    shown = new or old
    if shown is None:
        raise AssertionError("a line shows one clause at least")
    was = (old.clause.heading, old.clause.text) if old else ("", "")
    now = (new.clause.heading, new.clause.text) if new else ("", "")
    both = Fate.SAME if was == now else Fate.CHANGED
    fate = both if old and new else Fate.ADDED if new else Fate.REMOVED
    return Line(
        shown.clause.id,
        new.clause.number if new else "",
        old.clause.number if old else "",
        shown.clause.heading,
        shown.depth,
        shown.in_preamble,
        fate,
        is_moved,
        words(was[1], now[1]),
    )


def _placed(tree: Tree) -> list[_Placed]:
    found: list[_Placed] = []

    def level(clauses: Iterable[Clause], parent: str, depth: int, *, in_preamble: bool) -> None:
        for clause in clauses:
            found.append(_Placed(clause, parent, depth, in_preamble))
            level(clause.children, clause.id, depth + 1, in_preamble=in_preamble)

    level(tree.preamble, "(preamble)", 0, in_preamble=True)
    level(tree.clauses, "(body)", 0, in_preamble=False)
    return found


def _moved(old: Mapping[str, _Placed], new: Mapping[str, _Placed]) -> set[str]:
    """Return the clauses with another parent, or out of the longest run of siblings that kept their order."""
    rank = {clause_id: i for i, clause_id in enumerate(old)}
    moved = {i for i, p in new.items() if i in old and old[i].parent != p.parent}
    siblings: dict[str, list[str]] = {}
    for clause_id, placed in new.items():
        if clause_id in old and clause_id not in moved:
            siblings.setdefault(placed.parent, []).append(clause_id)
    for line in siblings.values():
        moved |= set(line) - _longest_run(line, rank)
    return moved


def _longest_run(line: list[str], rank: Mapping[str, int]) -> set[str]:
    tails: list[int] = []
    ends: list[str] = []
    before: dict[str, str] = {}
    for item in line:
        at = bisect_left(tails, rank[item])
        if at:
            before[item] = ends[at - 1]
        if at == len(tails):
            tails.append(rank[item])
            ends.append(item)
        else:
            tails[at], ends[at] = rank[item], item
    kept: set[str] = set()
    at_end = ends[-1] if ends else ""
    while at_end:
        kept.add(at_end)
        at_end = before.get(at_end, "")
    return kept


def _removed_after(old: Mapping[str, _Placed], new: Mapping[str, _Placed]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    last = ""
    for clause_id in old:
        if clause_id in new:
            last = clause_id
        else:
            found.setdefault(last, []).append(clause_id)
    return found
