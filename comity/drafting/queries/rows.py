# SPDX-License-Identifier: Apache-2.0
"""The clauses of a text as rows of a page, with what was said of each. A text of thousands of clauses is paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from comity.accounts.rules.roles import Person
from comity.drafting.queries import pages
from comity.drafting.queries.shapes import TextView
from comity.drafting.rules.languages import placed
from comity.drafting.rules.passages import Cited, Passage, cut
from comity.drafting.rules.tree import Clause, Tree

ROWS_PER_PAGE = 150


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause on a page; `stances` counts what States say of it as it stands."""

    id: str
    number: str
    heading: str
    passages: tuple[Passage, ...]
    depth: int
    in_preamble: bool
    proposals: int = 0
    comments: int = 0
    stances: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows. `starts` names the first clause of each page."""

    rows: tuple[ClauseRow, ...]
    page: int
    starts: tuple[str, ...]


def of(person: Person, view: TextView, *, at: datetime, page: int = 1) -> Rows:
    """Return a page of the clauses of a text with proposals, comments and stances counted."""
    if view.tree is None:
        return Rows((), 1, ())
    slug = view.summary.slug
    proposed = Counter(p.clause for p in pages.proposals(person, slug, at=at) if p.fate == "open")
    said = Counter(c.clause for c in pages.comments(person, slug, at=at))
    stances: dict[str, Counter[str]] = {}
    for position in pages.positions_all(person, slug, at=at):
        if not position.is_stale:
            stances.setdefault(position.clause, Counter())[position.stance] += 1
    cited = cited_in(person, slug, at=at)
    clauses, number, starts = paged(view.tree, page)
    rows = tuple(
        ClauseRow(
            c.id, c.number, c.heading, cut(c.text, cited.get(c.id, ())), depth, pre, proposed[c.id], said[c.id],
            tuple(sorted(stances.get(c.id, Counter()).items())),
        )
        for c, depth, pre in clauses
    )  # fmt: skip
    return Rows(rows, number, starts)


def plain(tree: Tree) -> tuple[ClauseRow, ...]:
    """Return every clause without what was said of it."""
    return tuple(ClauseRow(c.id, c.number, c.heading, cut(c.text), depth, pre) for c, depth, pre in placed(tree))


def paged(
    tree: Tree, page: int, size: int = ROWS_PER_PAGE
) -> tuple[list[tuple[Clause, int, bool]], int, tuple[str, ...]]:
    """Return the clauses of a page, its number (the last page for one too far), and where each page starts."""
    found = placed(tree)
    starts = tuple(found[i][0].number or found[i][0].id for i in range(0, len(found), size))
    number = min(max(page, 1), max(len(starts), 1))
    return found[(number - 1) * size : number * size], number, starts


def page_of(tree: Tree, clause_id: str, size: int = ROWS_PER_PAGE) -> int:
    """Return the page a clause stands on, 1 for an unknown one."""
    return next((i // size + 1 for i, item in enumerate(placed(tree)) if item[0].id == clause_id), 1)


def cited_in(person: Person, slug: str, *, at: datetime) -> Mapping[str, tuple[Cited, ...]]:
    """Return by clause the words that cite texts held here, with their addresses."""
    found: dict[str, tuple[Cited, ...]] = {}
    for r in pages.references(person, slug, at=at):
        if r.target:
            href = f"/texts/{r.target}/" + (f"clauses/{r.target_clause}/" if r.target_clause else "")
            found[r.clause] = (*found.get(r.clause, ()), Cited(r.clause, r.words, href))
    return found
