# SPDX-License-Identifier: Apache-2.0
"""Linking: when an entry comes or changes, look for it in the node's other cases and tell the teams.

The machine only tells. It looks at everything the node may match, whatever the person who enters may read; what each
team then learns is decided where it is shown (`queries.linkage`). The team of an open case is never told of a
restricted one.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comity.names.bulk import score_pairs
from comity.register.models import Entry, IndexedName, Key, Link, Notice, Statement
from comity.register.queries.searching import gathered
from comity.register.rules import evidence, linkage
from comity.register.rules.evidence import Agreement
from comity.register.rules.linkage import Reason

_CANDIDATES = 100


def find_links(row: Entry, *, at: datetime) -> int:
    """Link an entry to those of other cases it may be the same as, in the caller's transaction; return how many."""
    reasons = _exact(row)
    for other, reason in _named(row).items():
        reasons.setdefault(other, []).append(reason)
    found = Entry.objects.filter(pk__in=list(reasons), state="active").select_related("case")
    made = 0
    for neighbour in found:
        # A person and a telephone share the number, so they are linked; a like name joins only things of one kind.
        kept = [r for r in reasons[neighbour.pk] if r.code == "exact" or neighbour.schema == row.schema]
        made += _link(row, neighbour, kept, at) if kept else 0
    return made


def _link(row: Entry, other: Entry, reasons: list[Reason], at: datetime) -> bool:
    left, right = sorted((row, other), key=lambda entry: str(entry.pk))
    _, is_new = Link.objects.update_or_create(
        left=left, right=right,
        defaults={"strength": linkage.strength(reasons),
                  "reasons": [{"code": r.code, "prop": r.prop, "weight": r.weight} for r in reasons]},
        create_defaults={"strength": linkage.strength(reasons), "found_at": at,
                         "reasons": [{"code": r.code, "prop": r.prop, "weight": r.weight} for r in reasons]},
    )  # fmt: skip
    if is_new:
        for one, two in ((row, other), (other, row)):
            if one.case is not None and not (two.case and two.case.is_restricted):
                Notice.objects.create(case=one.case, kind="link", entry=one, other=two, at=at)
    return is_new


def _exact(row: Entry) -> dict[UUID, list[Reason]]:
    mine = list(Key.objects.filter(entry=row).values_list("key", flat=True))
    found: dict[UUID, list[Reason]] = {}
    for key, other in (
        Key.objects.filter(key__in=mine)
        .exclude(entry=row)
        .exclude(entry__case=row.case_id)
        .values_list("key", "entry_id")
    ):
        found.setdefault(other, []).append(linkage.exact_reason(key))
    return found


def _named(row: Entry) -> dict[UUID, Reason]:
    born = list(
        Statement.objects.filter(entry=row, prop="birthDate", is_retracted=False).values_list("value", flat=True)
    )
    names = list(IndexedName.objects.filter(entry=row).values_list("value", flat=True))
    best: dict[UUID, float] = {}
    for name in names if born else ():
        rows = list(
            IndexedName.objects.filter(pk__in=gathered(name, most=_CANDIDATES))
            .exclude(entry=row).exclude(entry__case=row.case_id).values_list("entry_id", "value")
        )  # fmt: skip
        for (other, _), score in zip(rows, score_pairs((name, value) for _, value in rows), strict=True):
            best[other] = max(best.get(other, 0.0), score)
    likely = [other for other, score in best.items() if score >= linkage.LIKE_NAME]
    theirs: dict[UUID, list[str]] = {}
    for other, value in Statement.objects.filter(entry__in=likely, prop="birthDate", is_retracted=False).values_list(
        "entry_id", "value"
    ):
        theirs.setdefault(other, []).append(value)
    found = {other: linkage.name_reason(best[other], _birth(born, theirs.get(other, []))) for other in likely}
    return {other: reason for other, reason in found.items() if reason}


def _birth(mine: list[str], theirs: list[str]) -> Agreement:
    found = [e.agreement for value in mine if (e := evidence.birth(value, theirs))]
    return min(found, key=evidence.ORDER.index, default=Agreement.UNKNOWN)
