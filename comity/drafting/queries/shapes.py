# SPDX-License-Identifier: Apache-2.0
"""The frozen shapes in which texts are shown to pages, papers and the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comity.drafting.models import Pair as PairRow
from comity.drafting.models import Text
from comity.drafting.rules.brackets import Open
from comity.drafting.rules.languages import Pair
from comity.drafting.rules.life import Row, Who
from comity.drafting.rules.tree import Tree


@dataclass(frozen=True, slots=True)
class Summary:
    """One text in a list. Dates are `YYYY-MM-DD`, a year or a month where only that is known, or empty."""

    slug: str
    organisation: str
    body: str
    kind: str
    title: str
    languages: tuple[str, ...]
    stage: str
    place: str
    adopted_date: str
    signed_date: str
    force_date: str
    comments_until: date | None
    decision: str
    superseded_by: str
    updated_at: datetime
    is_imported: bool = False
    open_doubts: int = 0

    @property
    def date(self) -> str:
        """Return the day the text bears: signed, else adopted."""
        return self.signed_date or self.adopted_date


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version without its wording."""

    language: str
    number: int
    digest: str
    is_shown: bool
    note: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as shown. `key` is the SHA-256 of the public key."""

    language: str
    version: int
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """A line of the signatory table. `also` are other spellings under which the same person signed elsewhere."""

    state: str
    country: str
    institution: str
    office: str
    name: str
    on_paper: bool
    user_id: int | None
    signatures: tuple[Signed, ...]
    also: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as shown."""

    id: int
    state: str
    change: str
    clause: str
    target: str
    is_inside: bool
    heading: str
    wording: str
    reason: str
    version: int
    fate: str
    answer: str
    taken_into: int | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as shown; no State: the Secretariat's."""

    clause: str
    state: str
    body: str
    made_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act on a text."""

    act: str
    stage: str
    actor: str
    state: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """What a clause cites; `target` (and `target_clause`) where the cited text is held here."""

    relation: str
    clause: str
    words: str
    target: str
    target_clause: str


@dataclass(frozen=True, slots=True)
class CitingLine:
    """A text that cites, amends or takes the place of another (`relation`)."""

    relation: str
    text: str
    clause: str
    title: str


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """What an import was unsure of."""

    id: int
    kind: str
    words: str
    guess: str
    alternatives: tuple[str, ...]
    first_line: int
    last_line: int
    fate: str
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class TextView:
    """A text for one person: its newest wording they see, and what they may do."""

    summary: Summary
    authentic: tuple[str, ...]
    observers_comment: bool
    tree: Tree | None
    version: VersionLine | None
    open_wording: tuple[Open, ...]
    by: frozenset[Who]
    acts: tuple[Row, ...]
    signatories: tuple[SignatoryLine, ...]

    @property
    def has_signatures(self) -> bool:
        """Say whether somebody signed by passkey, so that there is something to verify."""
        return any(line.signatures for line in self.signatories)

    @property
    def may_review(self) -> bool:
        """Say whether the person reviews what an import was unsure of."""
        return Who.SECRETARIAT in self.by

    @property
    def is_desk(self) -> bool:
        """Say whether the person drafts the text: the Secretariat or its chair."""
        return bool(self.by & {Who.SECRETARIAT, Who.CHAIR})

    @property
    def can(self) -> frozenset[str]:
        """Return the names of the acts the person may take now."""
        return frozenset(row.act for row in self.acts)

    def may(self, act: str) -> bool:
        """Say whether the person may take this act now."""
        return any(row.act == act for row in self.acts)


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause as other rooms know it: `ref` is `slug#clause`."""

    ref: str
    text: str
    clause: str
    number: str
    heading: str
    wording: str
    version: int
    language: str
    title: str
    items: tuple[CitedClause, ...] = ()

    @property
    def address(self) -> str:
        """Return the page of the clause."""
        return f"/texts/{self.text}/clauses/{self.clause}/"


@dataclass(frozen=True, slots=True)
class NameChange:
    """A text that changed the name of a body."""

    text: str
    clause: str
    organisation: str
    body: str
    date: str
    old: str
    new: str


def pairs_of(text: Text, language: str) -> dict[str, Pair]:
    """Return the last pair of each clause of a language."""
    rows = PairRow.objects.filter(text=text, language=language).order_by("pk")
    return {r.clause: Pair(r.lead_wording, r.wording, r.lead_version, r.version) for r in rows}


def summary_of(text: Text, *, open_doubts: int = 0) -> Summary:
    """Return the row as shown in lists."""
    return Summary(
        text.slug, text.organisation, text.body, text.kind, text.title, tuple(text.languages), text.stage, text.place,
        text.adopted_date, text.signed_date, text.force_date, text.comments_until, text.decision, text.superseded_by,
        text.updated_at, text.source_digest is not None, open_doubts,
    )  # fmt: skip
