# SPDX-License-Identifier: Apache-2.0
"""The life of a text as one table: who may do what when, what must be given, and where it is seen.

Read top to bottom it is the way of the Plan of Interaction: tasked in Baku (September 2023), drafted and circulated by
the Secretariat, endorsed in Dushanbe (16 May 2024). Buttons, guards and the generated page derive from it. Sources:
“eco-report-2025” is the ECO report of 2025, “ankara-declaration-2023” the declaration signed there, “antalya-…”,
“bishkek-…”, “baku-final-document-2007” likewise; `practice` marks what no document fixes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Refused
from comity.drafting.rules.tree import Kind


class Stage(StrEnum):
    """Where a text stands."""

    TASKED = "tasked"
    DRAFT = "draft"
    CIRCULATED = "circulated"
    COMMENTS = "comments"
    REDRAFT = "redraft"
    ADOPTED = "adopted"
    ENDORSED = "endorsed"
    ISSUED = "issued"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    SAME = "(unchanged)"
    WHEN_ALL = "(signed once every head of delegation has)"


class Who(StrEnum):
    """In what capacity a person acts on a text; one person may have several."""

    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    DELEGATE = "delegate"
    OBSERVER = "observer"
    HEAD = "head-of-delegation"


G, W = Stage, Who

_DESK = (W.SECRETARIAT, W.CHAIR)
_OPEN = (G.CIRCULATED, G.COMMENTS, G.REDRAFT)
_MAKING = (G.TASKED, G.DRAFT, *_OPEN)
_DONE = (G.ADOPTED, G.ENDORSED)
_BINDING = (*_DONE, G.ISSUED, G.SIGNED, G.IN_FORCE)
OPEN_STAGES = frozenset(_MAKING)
AGREED_STAGES = frozenset(_BINDING)
CLOSED_STAGES = frozenset({*_BINDING, G.SUPERSEDED, G.WITHDRAWN})
# Before the first circulation a text is its drafters' own.
HIDDEN_STAGES = frozenset({G.DRAFT})
_AGREED_KINDS = frozenset(Kind) - {Kind.REPORT}
_SIGNED_KINDS = frozenset(Kind) - {Kind.REPORT, Kind.FINAL_DOCUMENT}
_FORCE_KINDS = frozenset({Kind.CONVENTION, Kind.STATUTE, Kind.PLAN_OF_INTERACTION, Kind.ACTION_PLAN})


@dataclass(frozen=True, slots=True)
class Row:
    """One act. `given` names the data it must carry; `steps` of life are buttons, the others act on clauses."""

    act: str
    start: tuple[Stage, ...]
    end: Stage
    by: tuple[Who, ...]
    given: tuple[str, ...]
    source: str
    kinds: frozenset[Kind] = frozenset(Kind)
    is_step: bool = False


TABLE = (
    Row("begin_draft", (G.TASKED,), G.DRAFT, _DESK, (), "eco-report-2025: “prepared a draft Plan of Interaction”",
        is_step=True),
    Row("write", (G.DRAFT, G.REDRAFT), G.SAME, _DESK, ("wording",), "practice"),
    Row("translate", (G.DRAFT, *_OPEN, *_DONE), G.SAME, _DESK, ("wording", "language"), "practice"),
    Row("circulate", (G.DRAFT, G.REDRAFT), G.CIRCULATED, _DESK, (),
        "eco-report-2025: “circulated amongst the Member States”", is_step=True),
    Row("open_comments", (G.CIRCULATED, G.COMMENTS), G.COMMENTS, _DESK, ("until",), "practice", is_step=True),
    Row("propose", _OPEN, G.SAME, (W.DELEGATE,), ("clause", "change"), "practice"),
    Row("withdraw_proposal", _OPEN, G.SAME, (W.DELEGATE,), ("proposal",), "practice"),
    Row("position", _OPEN, G.SAME, (W.DELEGATE,), ("clause", "stance"), "practice"),
    Row("comment", _OPEN, G.SAME, (*_DESK, W.DELEGATE, W.OBSERVER), ("wording",), "practice"),
    Row("take", _OPEN, G.SAME, _DESK, ("proposals",), "practice"),
    Row("decline", _OPEN, G.SAME, _DESK, ("proposal",), "practice"),
    Row("redraft", (G.CIRCULATED, G.COMMENTS), G.REDRAFT, _DESK, (), "practice", is_step=True),
    Row("adopt", _OPEN, G.ADOPTED, _DESK, ("decision", "place", "date"),
        "eco-report-2025: “adopted the Plan of Interaction”; baku-final-document-2007", _AGREED_KINDS, is_step=True),
    Row("endorse", _OPEN, G.ENDORSED, _DESK, ("decision", "place", "date"),
        "eco-report-2025: “endorsed/approved by the 5th Meeting”", _AGREED_KINDS, is_step=True),
    Row("issue", (G.DRAFT, *_OPEN), G.ISSUED, (W.SECRETARIAT,), ("place", "date"), "eco-report-2025, its title page",
        frozenset({Kind.REPORT}), is_step=True),
    Row("name_signatory", (*_MAKING, *_DONE), G.SAME, (W.SECRETARIAT,), ("person", "state", "institution", "name"),
        "ankara-declaration-2023: table of signatories", _SIGNED_KINDS),
    Row("sign", _DONE, G.WHEN_ALL, (W.HEAD,), ("language", "signature"),
        "ankara-declaration-2023: “Signed in Ankara, on the 23 of October 2023, in English”", _SIGNED_KINDS),
    Row("enter_into_force", (*_DONE, G.SIGNED), G.IN_FORCE, (W.SECRETARIAT,), ("date",),
        "eco-report-2025: “the Charter of the ECO [RCCACO] came into force”", _FORCE_KINDS, is_step=True),
    Row("amend", _BINDING, G.SAME, (W.SECRETARIAT,), ("text",),
        "ankara-declaration-2023#c3: a later declaration amends the name of the Council", is_step=True),
    Row("supersede", _BINDING, G.SUPERSEDED, (W.SECRETARIAT,), ("text",), "practice", is_step=True),
    Row("withdraw", _MAKING, G.WITHDRAWN, _DESK, ("reason",), "practice", is_step=True),
)  # fmt: skip

BY_ACT = {row.act: row for row in TABLE}


class NotNow(Refused):
    """The act does not fit where the text stands, or who acts."""

    code = "text-not-now"


def step(act: str, *, stage: Stage, kind: Kind, by: Collection[Who], is_last: bool = False) -> Stage:
    """Return the stage after `act`; raise `NotNow` when the table has no such step for these capacities.

    `is_last`: no head of delegation is left to sign after this one.
    """
    row = BY_ACT.get(act)
    if row is None or stage not in row.start or kind not in row.kinds or not set(row.by) & set(by):
        if row is not None and stage in CLOSED_STAGES and act in {"write", "take", "propose", "position", "comment"}:
            raise NotNow("This text is adopted: its wording is changed only by a new text that amends or replaces it.")
        raise NotNow("This step is not possible any more, or not yet. Reload the text to see where it stands.")
    if row.end is Stage.WHEN_ALL:
        return Stage.SIGNED if is_last else stage
    return stage if row.end is Stage.SAME else row.end


def possible(*, stage: Stage, kind: Kind, by: Collection[Who]) -> tuple[Row, ...]:
    """Return the acts open to these capacities at this stage, in the order of the table."""
    return tuple(r for r in TABLE if stage in r.start and kind in r.kinds and set(r.by) & set(by))


_WAY = (G.TASKED, G.DRAFT, G.CIRCULATED, G.COMMENTS, G.ADOPTED, G.SIGNED, G.IN_FORCE)
_PLACE = {G.REDRAFT: G.COMMENTS, G.ENDORSED: G.ADOPTED, G.ISSUED: G.ADOPTED}


def way(*, stage: Stage, kind: Kind, is_imported: bool = False) -> tuple[tuple[Stage, str], ...]:
    """Return the stages a text of this kind goes through, each "done", "here" or "ahead".

    A stage that stands for another (endorsed for adopted, a second draft for comments) takes its place. Of a text taken
    in as published nothing is said before its adoption.
    """
    stands = _PLACE.get(stage, stage)
    if stands not in _WAY:
        return ((stage, "here"),)
    left_out = {G.SIGNED: kind not in _SIGNED_KINDS, G.IN_FORCE: kind not in _FORCE_KINDS}
    shown = [s for s in _WAY if s is stands or not left_out.get(s, False)]
    at = shown.index(stands)
    agreed = G.ISSUED if kind is Kind.REPORT else G.ADOPTED
    named = [stage if i == at else agreed if s is G.ADOPTED else s for i, s in enumerate(shown)]
    told = tuple((s, "done" if i < at else "here" if i == at else "ahead") for i, s in enumerate(named))
    return told[shown.index(G.ADOPTED) :] if is_imported else told
