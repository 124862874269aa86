# SPDX-License-Identifier: Apache-2.0
"""What the pages of one text show: proposals, positions, comments, trail, comparison, languages, doubts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.drafting.models import Act, Comment, Doubt, Proposal, Reference, Text, Version
from comity.drafting.models import Position as PositionRow
from comity.drafting.queries import access
from comity.drafting.queries.shapes import (
    CitingLine,
    CommentLine,
    DoubtLine,
    ProposalLine,
    ReferenceLine,
    TrailLine,
    VersionLine,
    pairs_of,
)
from comity.drafting.queries.texts import version_line
from comity.drafting.rules import comparing, languages, positions
from comity.drafting.rules import tree as trees
from comity.drafting.rules.comparing import Comparison
from comity.drafting.rules.languages import Beside, Step
from comity.drafting.rules.life import HIDDEN_STAGES, Who
from comity.drafting.rules.positions import MatrixRow, Position
from comity.drafting.rules.tree import Clause, Tree
from comity.reference import load


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix State × clause: the members, and a row for each clause of the body (or those spoken of)."""

    states: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Languages:
    """Two language versions beside each other."""

    lead: Tree
    other: Tree | None
    language: str
    rows: tuple[Beside, ...]

    @property
    def warnings(self) -> int:
        """Return how many clauses are out of step."""
        return sum(row.step is not Step.IN_STEP for row in self.rows)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and what became of each clause."""

    before: VersionLine
    after: VersionLine
    what: Comparison


def versions(person: Person, slug: str, *, at: datetime) -> tuple[VersionLine, ...]:
    """Return every version the person sees, newest first per language."""
    row, by = _seen(person, slug, at)
    found = access.versions(row, by).defer("tree").order_by("language", "-number")
    return tuple(version_line(v) for v in found)


def proposals(person: Person, slug: str, *, at: datetime, clause: str | None = None) -> tuple[ProposalLine, ...]:
    """Return the proposals on a text (on one clause if given), open ones first, oldest first."""
    row, _by = _seen(person, slug, at)
    rows = Proposal.objects.filter(text=row).select_related("made_by").order_by("pk")
    rows = rows if clause is None else rows.filter(clause=clause)
    found = [
        ProposalLine(
            p.pk, p.state, p.change, p.clause, p.target, p.is_inside, p.heading, p.wording, p.reason, p.version, p.fate,
            p.answer, p.taken_into, str(p.made_by), p.made_at,
        )
        for p in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda p: p.fate != "open"))


def comments(person: Person, slug: str, *, at: datetime, clause: str | None = None) -> tuple[CommentLine, ...]:
    """Return the comments on a text (on one clause if given), oldest first."""
    row, _by = _seen(person, slug, at)
    rows = Comment.objects.filter(text=row).select_related("made_by").order_by("pk")
    rows = rows if clause is None else rows.filter(clause=clause)
    return tuple(CommentLine(c.clause, c.state, c.body, str(c.made_by), c.at) for c in rows)


def trail(person: Person, slug: str, *, at: datetime, limit: int = 200) -> tuple[TrailLine, ...]:
    """Return the acts on a text, newest first; what its drafters did before the first circulation is theirs alone."""
    row, by = _seen(person, slug, at)
    rows = Act.objects.filter(text=row).order_by("-pk")
    rows = rows if access.is_desk(by) else rows.exclude(stage__in=HIDDEN_STAGES)
    return tuple(TrailLine(a.act, a.stage, a.actor_name, a.state, a.data, a.at) for a in rows[:limit])


def matrix(person: Person, slug: str, *, at: datetime) -> Matrix:
    """Return what each member says of each clause of the newest version."""
    row, by = _seen(person, slug, at)
    version = _newest(row, by, row.languages[0])
    tree = trees.from_json(version.tree)
    said = positions.latest(_positions(row, tree))
    states = load().members(row.organisation, on=at.date())
    rows = []
    for clause in trees.walk(tree.preamble + tree.clauses):
        says = {s: said[s, clause.id] for s in states if (s, clause.id) in said}
        rows.append(MatrixRow(clause.id, clause.number, clause.heading or clause.text[:120], says))
    return Matrix(states, tuple(rows), version.number)


def positions_on(person: Person, slug: str, clause: str, *, at: datetime) -> tuple[Position, ...]:
    """Return every State's last word on a clause, in order of State."""
    row, by = _seen(person, slug, at)
    tree = trees.from_json(_newest(row, by, row.languages[0]).tree)
    found = positions.latest(_positions(row, tree, clause))
    return tuple(found[key] for key in sorted(found))


def positions_all(person: Person, slug: str, *, at: datetime) -> tuple[Position, ...]:
    """Return every State's last word on every clause of the newest version they see."""
    row, by = _seen(person, slug, at)
    version = access.versions(row, by, row.languages[0]).order_by("-number").first()
    if version is None or not PositionRow.objects.filter(text=row).exists():
        return ()
    return tuple(positions.latest(_positions(row, trees.from_json(version.tree))).values())


def compare(person: Person, slug: str, *, at: datetime, language: str, before: int, after: int) -> Compared:
    """Return what became of every clause between two versions of a language; raise `NotFound`."""
    row, by = _seen(person, slug, at)
    seen = {v.number: v for v in access.versions(row, by, language).filter(number__in=(before, after))}
    if before not in seen or after not in seen:
        raise NotFound("There is no such version.")
    one, other = seen[before], seen[after]
    what = comparing.compare(trees.from_json(one.tree), trees.from_json(other.tree))
    return Compared(version_line(one), version_line(other), what)


def beside(person: Person, slug: str, language: str, *, at: datetime) -> Languages:
    """Return the leading language and another beside each other; raise `NotFound` for one the text is not in."""
    row, by = _seen(person, slug, at)
    if language not in row.languages[1:]:
        raise NotFound("There is no such language version.")
    lead = trees.from_json(_newest(row, by, row.languages[0]).tree)
    version = access.versions(row, by, language).order_by("-number").first()
    other = trees.from_json(version.tree) if version else None
    empty = Tree(lead.title, language, (), ())
    return Languages(lead, other, language, languages.beside(lead, other or empty, pairs_of(row, language)))


def out_of_step(person: Person, slug: str, *, at: datetime) -> dict[str, int]:
    """Return by language how many clauses do not agree with the leading one, for languages with a wording."""
    row, by = _seen(person, slug, at)
    if access.versions(row, by, row.languages[0]).first() is None:
        return {}
    found = [beside(person, slug, code, at=at) for code in row.languages[1:]]
    return {x.language: x.warnings for x in found if x.other is not None}


def tree_at(person: Person, slug: str, *, at: datetime, language: str, number: int) -> Tree:
    """Return the wording of one version; raise `NotFound`."""
    row, by = _seen(person, slug, at)
    found = access.versions(row, by, language).filter(number=number).first()
    if found is None:
        raise NotFound("There is no such version.")
    return trees.from_json(found.tree)


def references(person: Person, slug: str, *, at: datetime) -> tuple[ReferenceLine, ...]:
    """Return what the text cites; links only lead to texts the person may see."""
    row, _by = _seen(person, slug, at)
    visible = set(access.visible_to(person, on=at.date()).values_list("slug", flat=True))
    return tuple(
        ReferenceLine(r.relation, r.clause, r.words, r.target if r.target in visible else "", r.target_clause)
        for r in Reference.objects.filter(text=row).order_by("pk")
    )


def cited_by(person: Person, slug: str, *, at: datetime) -> tuple[CitingLine, ...]:
    """Return the texts that cite, amend or take the place of this one."""
    row, _by = _seen(person, slug, at)
    visible = access.visible_to(person, on=at.date()).values("pk")
    rows = Reference.objects.filter(target=row.slug, text__in=visible).exclude(text=row).select_related("text")
    return tuple(CitingLine(r.relation, r.text.slug, r.clause, r.text.title) for r in rows.order_by("pk"))


def doubts(person: Person, slug: str, *, at: datetime) -> tuple[DoubtLine, ...]:
    """Return what the import of a text was unsure of, in order of the source."""
    row, by = _seen(person, slug, at)
    if not access.is_desk(by):
        raise NotFound("There is no such page.")
    return tuple(
        DoubtLine(
            d.pk, d.kind, d.words, d.guess, tuple(d.alternatives), d.first_line, d.last_line, d.fate, d.answer,
            accounts.name_of(d.answered_by_id),
        )
        for d in Doubt.objects.filter(text=row).order_by("place")
    )  # fmt: skip


def find(tree: Tree, clause_id: str) -> tuple[Clause, int, bool]:
    """Return a clause with its depth and whether it stands in the preamble; raise `NotFound`."""
    for item in languages.placed(tree):
        if item[0].id == clause_id:
            return item
    raise NotFound("There is no such clause.")


def _seen(person: Person, slug: str, at: datetime) -> tuple[Text, frozenset[Who]]:
    row = access.row(person, slug, on=at.date())
    return row, access.capacities(person, row, on=at.date())


def _newest(row: Text, by: frozenset[Who], language: str) -> Version:
    found = access.versions(row, by, language).order_by("-number").first()
    if found is None:
        raise NotFound("There is no wording yet.")
    return found


def _positions(row: Text, tree: Tree, clause: str = "") -> Iterable[Position]:
    stands = languages.wordings(tree)
    rows = PositionRow.objects.filter(text=row).order_by("pk")
    for p in rows.filter(clause=clause) if clause else rows:
        is_stale = stands.get(p.clause) != p.wording
        yield Position(p.state, p.clause, positions.Stance(p.stance), p.note, p.at, p.version, is_stale)
