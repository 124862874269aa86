# SPDX-License-Identifier: Apache-2.0
"""Language versions beside each other, and where one was changed and the other not.

The first language of a text leads. A *pair* says that on one day a wording of the leading language and a wording of
another were found to say the same. Two clauses are in step while both wordings are still those of their pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Refused
from comity.drafting.rules.tree import Clause, Tree, walk


class LanguagesApart(Refused):
    """Two authentic languages do not say the same."""

    code = "languages-apart"


class Step(StrEnum):
    """How two language versions of one clause stand to each other."""

    IN_STEP = "in-step"
    LEAD_CHANGED = "lead-changed"
    OTHER_CHANGED = "other-changed"
    BOTH_CHANGED = "both-changed"
    ONLY_LEAD = "only-lead"
    ONLY_OTHER = "only-other"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings found to say the same; `lead_version` and `version` say in which versions they stood."""

    lead_wording: str
    wording: str
    lead_version: int
    version: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One clause in both languages. `pair` is what it rests on, if anything."""

    id: str
    lead: Clause | None
    other: Clause | None
    depth: int
    in_preamble: bool
    step: Step
    pair: Pair | None


def wording_of(clause: Clause) -> str:
    """Return a short hash of heading and text: what a pair and a position remember of a clause."""
    return sha256_hex(canonical([clause.heading, clause.text]))[:32]


def wordings(tree: Tree) -> dict[str, str]:
    """Return the wording hash of every clause by id."""
    return {c.id: wording_of(c) for c in walk(tree.preamble + tree.clauses)}


def beside(lead: Tree, other: Tree, pairs: Mapping[str, Pair]) -> tuple[Beside, ...]:
    """Return both versions clause by clause, in the order of the leading one; what only the other has stands last."""
    ours = {c.id: (c, depth, pre) for c, depth, pre in placed(lead)}
    theirs = {c.id: (c, depth, pre) for c, depth, pre in placed(other)}
    rows = [
        _beside(i, c, theirs[i][0] if i in theirs else None, depth, pairs.get(i), in_preamble=pre)
        for i, (c, depth, pre) in ours.items()
    ]
    for i, (c, depth, pre) in theirs.items():
        if i not in ours:
            rows.append(_beside(i, None, c, depth, pairs.get(i), in_preamble=pre))
    return tuple(rows)


def require_in_step(lead: Tree, other: Tree, pairs: Mapping[str, Pair]) -> None:
    """Raise `LanguagesApart` when a clause of the two languages is out of step."""
    apart = [row for row in beside(lead, other, pairs) if row.step is not Step.IN_STEP]
    if apart:
        raise LanguagesApart(
            "Clauses that do not agree in “{lead}” and “{other}”: {count}, the first “{clause}”."
            " Both will be authentic: translate them, or say that they agree.",
            lead=lead.language,
            other=other.language,
            clause=apart[0].id,
            count=len(apart),
        )


def matched(before: Tree | None, after: Tree, lead: Tree, pairs: Mapping[str, Pair]) -> frozenset[str]:
    """Return the clauses a new version in another language newly puts in step with the leading one.

    A clause reworded while the leading wording stayed as it was is not among them: one side alone was changed, and a
    person has to say whether the two still agree.
    """
    was = wordings(before) if before else {}
    leads = wordings(lead)
    return frozenset(
        i
        for i, wording in wordings(after).items()
        if i in leads and was.get(i) != wording and (i not in pairs or pairs[i].lead_wording != leads[i])
    )


def placed(tree: Tree) -> list[tuple[Clause, int, bool]]:
    """Return every clause in reading order with its depth and whether it stands in the preamble."""
    found: list[tuple[Clause, int, bool]] = []

    def level(clauses: tuple[Clause, ...], depth: int, *, in_preamble: bool) -> None:
        for clause in clauses:
            found.append((clause, depth, in_preamble))
            level(clause.children, depth + 1, in_preamble=in_preamble)

    level(tree.preamble, 0, in_preamble=True)
    level(tree.clauses, 0, in_preamble=False)
    return found


def _beside(
    clause_id: str, lead: Clause | None, other: Clause | None, depth: int, pair: Pair | None, *, in_preamble: bool
) -> Beside:
    return Beside(clause_id, lead, other, depth, in_preamble, _step(lead, other, pair), pair)


def _step(lead: Clause | None, other: Clause | None, pair: Pair | None) -> Step:
    if lead is None:
        return Step.ONLY_OTHER
    if other is None:
        return Step.ONLY_LEAD
    lead_kept = pair is not None and pair.lead_wording == wording_of(lead)
    other_kept = pair is not None and pair.wording == wording_of(other)
    if lead_kept:
        return Step.IN_STEP if other_kept else Step.OTHER_CHANGED
    return Step.LEAD_CHANGED if other_kept else Step.BOTH_CHANGED
