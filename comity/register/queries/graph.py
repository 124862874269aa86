# SPDX-License-Identifier: Apache-2.0
"""The graph of links: cases, entries and what joins them, as far as a person may read both sides.

- A link with a side the person may not read is not there: no edge, no node, no count. How many entries have a value is
  counted among those the person may read, and strengths are weighed from these counts: a hidden case moves no figure.
- Victims and witnesses are in no link. Entries that a person ruled to be others are not linked.
- The strongest links come first, as many as `MOST_NODES` entries and cases allow; the rest is said to be left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from comity.accounts.rules.roles import Person
from comity.register.models import Entry, Judgement, Key, Link
from comity.register.queries import access, pages
from comity.register.queries.shapes import EntryRow
from comity.register.rules import linkage, linking
from comity.register.rules.category import Category, matched_within
from comity.register.rules.linkage import Reason
from comity.register.rules.linking import Kind, Shared

MOST_NODES = 300
_MOST_LINKS = 3_000
_UNMATCHED = [c.value for c in Category if not matched_within(c)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the graph is asked for: around a case or an entry, of some kinds, of a least strength; empty means all."""

    case_id: str = ""
    entry_id: str = ""
    kinds: frozenset[Kind] = frozenset()
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two entries the person may read; `is_ruled` when a person ruled that they are the same."""

    one: EntryRow
    two: EntryRow
    strength: float
    reasons: tuple[Shared, ...]
    is_batch: bool
    is_ruled: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The edges shown, the strongest first, and how many readable ones were left out."""

    edges: tuple[Edge, ...]
    left_out: int

    @property
    def entries(self) -> tuple[EntryRow, ...]:
        """Return the entries that edges join, each once, by case and caption."""
        found = {row.id: row for edge in self.edges for row in (edge.one, edge.two)}
        return tuple(sorted(found.values(), key=lambda row: (row.case_reference, row.caption, row.id)))


def graph(person: Person, asked: Asked) -> Graph:
    """Return the links around what is asked for; raise `NotFound` for a case or an entry not theirs."""
    if asked.case_id:
        access.case(person, asked.case_id)
    if asked.entry_id:
        access.entry(person, asked.entry_id)
    edges = sorted(_edges(person, _wanted(person, asked)), key=lambda e: (-e.strength, e.one.id, e.two.id))
    kept = [edge for edge in edges if edge.strength >= asked.least and _is_of(edge, asked.kinds)]
    return _bounded(kept)


def _readable(person: Person) -> QuerySet[Entry]:
    return access.entries(person).exclude(category__in=_UNMATCHED)


def _wanted(person: Person, asked: Asked) -> list[Link]:
    """Return the links whose sides the person may both read: touching what is asked for, or between its neighbours."""
    mine = _readable(person).values("pk")
    found = Link.objects.filter(left__in=mine, right__in=mine)
    if asked.case_id or asked.entry_id:
        centre = Q(left__case=asked.case_id) | Q(right__case=asked.case_id)
        if asked.entry_id:
            centre = Q(left=asked.entry_id) | Q(right=asked.entry_id)
        ends = {end for pair in found.filter(centre).values_list("left_id", "right_id") for end in pair}
        found = found.filter(left__in=ends, right__in=ends)
    apart = Judgement.objects.filter(is_same=False, undone_at=None).values_list("left_id", "right_id")
    known = set(apart.filter(left__in=mine, right__in=mine))
    rows = found.select_related("left__case", "right__case").order_by("-strength", "pk")[:_MOST_LINKS]
    return [row for row in rows if (row.left_id, row.right_id) not in known]


def _edges(person: Person, rows: list[Link]) -> list[Edge]:
    sides = {side for row in rows for side in (row.left_id, row.right_id)}
    keys = _keys(sides)
    holders = _holders(person, {key for found in keys.values() for key in found})
    same = Judgement.objects.filter(is_same=True, undone_at=None, left__in=sides, right__in=sides)
    ruled = set(same.values_list("left_id", "right_id"))
    made = []
    for row in rows:
        schemas = (row.left.schema, row.right.schema)
        common = keys.get(row.left_id, set()) & keys.get(row.right_id, set())
        reasons = [shared for key in sorted(common) if (shared := _exact(key, schemas, holders[key]))]
        kept = [Reason(r["code"], r["prop"], r["weight"]) for r in row.reasons if r["code"] != "exact"]
        reasons += [linkage.shared(reason) for reason in kept]
        if reasons:
            made.append(
                Edge(
                    pages.entry_row(row.left), pages.entry_row(row.right), linking.strength(reasons),
                    linking.ordered(reasons), any(reason.code == "batch" for reason in kept),
                    (row.left_id, row.right_id) in ruled,
                )
            )  # fmt: skip
    return made


def _keys(entries: set[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for entry, key in Key.objects.filter(entry__in=entries).values_list("entry_id", "key"):
        found.setdefault(entry, set()).add(key)
    return found


def _holders(person: Person, keys: set[str]) -> Counter[str]:
    """Return how many entries have each value, of those the person may read."""
    rows = Key.objects.filter(key__in=keys, entry__in=_readable(person).values("pk"))
    return Counter(dict(rows.values("key").annotate(n=Count("entry")).values_list("key", "n")))


def _exact(key: str, schemas: tuple[str, str], holders: int) -> Shared | None:
    prop, _, value = key.removeprefix("exact:").partition(":")
    kind = linking.kind_of(prop, schemas)
    return Shared(kind, prop, value, holders) if kind else None


def _is_of(edge: Edge, kinds: frozenset[Kind]) -> bool:
    return not kinds or any(reason.kind in kinds for reason in edge.reasons)


def _bounded(edges: list[Edge]) -> Graph:
    nodes: set[str] = set()
    kept: list[Edge] = []
    for edge in edges:
        more = {edge.one.id, edge.two.id, f"case {edge.one.case_id}", f"case {edge.two.case_id}"} - nodes
        if len(nodes) + len(more) <= MOST_NODES:
            nodes |= more
            kept.append(edge)
    return Graph(tuple(kept), len(edges) - len(kept))
