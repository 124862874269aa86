# SPDX-License-Identifier: Apache-2.0
"""Texts for a person and the rooms above: lists, one text, a clause by `slug#clause`, operative clauses, renamings."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base.canonical import sha256_hex
from comity.base.errors import NotFound
from comity.drafting.models import Chair, Signatory, Signature, Text, Version
from comity.drafting.queries import access
from comity.drafting.queries.shapes import (
    CitedClause,
    NameChange,
    SignatoryLine,
    Signed,
    Summary,
    TextView,
    VersionLine,
    summary_of,
)
from comity.drafting.rules import brackets, life, renaming
from comity.drafting.rules import tree as trees
from comity.drafting.rules.life import AGREED_STAGES, Stage
from comity.drafting.rules.tree import Clause, Kind, Tree

PAGE_SIZE = 50


def listed(
    person: Person, *, at: datetime, organisation: str = "", body: str = "", kind: str = "", stage: str = "",
    words: str = "", page: int = 1,
) -> tuple[tuple[Summary, ...], int]:  # fmt: skip
    """Return a page of the texts a person may see, newest change first, and how many there are."""
    rows = access.visible_to(person, on=at.date())
    for field, value in (("organisation", organisation), ("body", body), ("kind", kind), ("stage", stage)):
        rows = rows.filter(**{field: value}) if value else rows
    if words.strip():
        rows = rows.filter(
            Q(title__icontains=words.strip()) | Q(slug__icontains=words.strip()) | Q(place__icontains=words)
        )
    total = rows.count()
    rows = rows.annotate(doubts=Count("doubt", filter=Q(doubt__fate="open"))).order_by("-updated_at", "slug")
    start = (max(page, 1) - 1) * PAGE_SIZE
    return tuple(summary_of(r, open_doubts=r.doubts) for r in rows[start : start + PAGE_SIZE]), total


def view(person: Person, slug: str, *, at: datetime, language: str = "") -> TextView:
    """Return a text with its newest wording the person sees; raise `NotFound`."""
    row = access.row(person, slug, on=at.date())
    by = access.capacities(person, row, on=at.date())
    chosen = language if language in row.languages else row.languages[0]
    version = access.versions(row, by, chosen).order_by("-number").first()
    tree = trees.from_json(version.tree) if version else None
    return TextView(
        summary_of(row), tuple(row.authentic), row.observers_comment, tree, version_line(version) if version else None,
        brackets.open_wording(tree) if tree else (), by,
        life.possible(stage=Stage(row.stage), kind=Kind(row.kind), by=by), signatories(row),
    )  # fmt: skip


def tree_of(found: TextView) -> Tree:
    """Return the wording of a view; raise `NotFound` when there is none yet."""
    if found.tree is None:
        raise NotFound("There is no wording yet.")
    return found.tree


def chairs(person: Person, slug: str, *, at: datetime) -> tuple[Person, ...]:
    """Return who chairs the negotiation of a text."""
    row = access.row(person, slug, on=at.date())
    return tuple(accounts.person(c.user_id) for c in Chair.objects.filter(text=row).order_by("pk"))


def version_line(row: Version) -> VersionLine:
    """Return a version as shown, without its wording."""
    made_by = accounts.name_of(row.made_by_id)
    return VersionLine(row.language, row.number, row.digest, row.is_shown, row.note, made_by, row.made_at)


def signatories(text: Text) -> tuple[SignatoryLine, ...]:
    """Return the signatory table, each person with the other spellings under which they signed."""
    lines = list(Signatory.objects.filter(text=text).order_by("place"))
    signed: dict[int, list[Signed]] = {}
    for s in Signature.objects.filter(signatory__in=lines).order_by("language"):
        shown = Signed(s.language, s.version, s.at, sha256_hex(bytes(s.public_key)))
        signed.setdefault(s.signatory_id, []).append(shown)
    keys = {line.person_key for line in lines}
    others = Signatory.objects.filter(person_key__in=keys).exclude(text=text).select_related("text").order_by("pk")
    found = []
    for line in lines:
        same = [o for o in others if (o.person_key, o.state) == (line.person_key, line.state)]
        also = tuple(dict.fromkeys(o.name for o in same if o.name != line.name))
        found.append(
            SignatoryLine(
                line.state, line.country, line.institution, line.office, line.name, line.on_paper, line.user_id,
                tuple(signed.get(line.pk, ())), also, tuple(dict.fromkeys(o.text.slug for o in same)),
            )
        )  # fmt: skip
    return tuple(found)


def clause(person: Person, ref: str, *, at: datetime, language: str = "") -> CitedClause:
    """Return the clause cited as `slug#clause`; raise `NotFound` for an unknown text or clause, or one not theirs."""
    slug, _, clause_id = ref.partition("#")
    found = view(person, slug, at=at, language=language)
    if found.tree is None or found.version is None:
        raise NotFound("There is no such clause.")
    for item in trees.walk(found.tree.preamble + found.tree.clauses):
        if item.id == clause_id:
            return _cited(found.summary, found.tree, found.version.number, item)
    raise NotFound("There is no such clause.")


def operative(person: Person, slug: str, *, at: datetime, language: str = "") -> tuple[CitedClause, ...]:
    """Return the clauses that decide something: the body, each with its items; the preamble is left out."""
    found = view(person, slug, at=at, language=language)
    if found.tree is None or found.version is None:
        return ()
    return tuple(_cited(found.summary, found.tree, found.version.number, c) for c in found.tree.clauses)


def name_changes(person: Person, *, at: datetime) -> tuple[NameChange, ...]:
    """Return the adopted texts that changed names of bodies, oldest first."""
    found = []
    for row in access.visible_to(person, on=at.date()).filter(stage__in=AGREED_STAGES):
        version = access.current(row, row.languages[0])
        if version is None:
            continue
        day = row.signed_date or row.adopted_date
        found += [
            NameChange(row.slug, r.clause, row.organisation, row.body, day, r.old, r.new)
            for r in renaming.renamings(trees.from_json(version.tree))
        ]
    return tuple(sorted(found, key=lambda c: (c.date, c.text, c.clause)))


def source_facts(person: Person, slug: str, *, at: datetime) -> dict[str, object]:
    """Return what an import found beside the wording (attendees, hosts, outcomes, meetings …) as JSON values."""
    return dict(access.row(person, slug, on=at.date()).source or {})


def _cited(summary: Summary, tree: Tree, version: int, item: Clause) -> CitedClause:
    return CitedClause(
        f"{summary.slug}#{item.id}", summary.slug, item.id, item.number, item.heading, item.text, version,
        tree.language, summary.title, tuple(_cited(summary, tree, version, c) for c in item.children),
    )  # fmt: skip
