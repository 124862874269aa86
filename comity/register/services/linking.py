# SPDX-License-Identifier: Apache-2.0
"""Linking: when an entry comes or changes, look for it in the node's other cases and tell the teams.

The machine only tells. It looks at everything the node may match, whatever the person who enters may read; what each
team then learns is decided where it is shown (`queries.linkage`). The team of an open case is never told of a
restricted one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comity.names.bulk import score_pairs
from comity.register.models import Entry, IndexedName, Key, Link, Notice, Statement
from comity.register.queries.searching import gathered
from comity.register.rules import evidence, linkage
from comity.register.rules.evidence import Agreement
from comity.register.rules.linkage import Reason

_CANDIDATES = 100


def find_links(row: Entry, *, at: datetime) -> int:
    """Link an entry to those of other cases it may be the same as, in the caller's transaction; return how many."""
    keys = _shared_keys(row)
    scores = _like_names(row, set(keys))
    births = _births([row.pk, *keys, *scores])
    found = Entry.objects.filter(pk__in={*keys, *scores}, state="active").select_related("case")
    made = 0
    for other in found:
        # A person and a telephone share the number, so they are linked; a like name joins only things of one kind.
        reasons = _reasons(row, other, keys.get(other.pk, []), scores.get(other.pk, 0.0), births)
        made += _link(row, other, reasons, at) if reasons else 0
    return made


def recheck_links(row: Entry) -> int:
    """Weigh the links of an entry anew after a value was taken back; return how many fell away."""
    found = list(Link.objects.filter(Q(left=row) | Q(right=row)).select_related("left", "right"))
    keys = _shared_keys(row)
    births = _births([side for link in found for side in (link.left_id, link.right_id)])
    gone = 0
    for link in found:
        other = link.right if link.left_id == row.pk else link.left
        reasons = _reasons(row, other, keys.get(other.pk, []), best_score(row.pk, other.pk), births)
        if reasons:
            _keep(link, reasons)
        else:
            link.delete()
            gone += 1
    return gone


def link_pair(one: UUID, two: UUID, *, weighed: float, at: datetime) -> bool:
    """Link two entries of different cases because the whole register was weighed; say whether the link is new."""
    rows = list(Entry.objects.filter(pk__in=(one, two), state="active").select_related("case"))
    if len(rows) < 2 or rows[0].case_id == rows[1].case_id:
        return False
    row, other = rows
    if Link.objects.filter(Q(left=row, right=other) | Q(left=other, right=row)).exists():
        return False
    keys = _shared_keys(row).get(other.pk, [])
    reasons = _reasons(row, other, keys, best_score(one, two), _births([one, two]))
    return _link(row, other, [*reasons, linkage.batch_reason(weighed)], at)


def best_score(one: UUID, two: UUID) -> float:
    """Return the score of the likest names of two entries, 0 when either has none."""
    names: dict[UUID, list[str]] = {one: [], two: []}
    rows = IndexedName.objects.filter(entry__in=(one, two)).order_by("pk")
    for entry, value in rows.values_list("entry_id", "value"):
        names[entry].append(value)
    return max(score_pairs((a, b) for a in names[one] for b in names[two]), default=0.0)


def _reasons(row: Entry, other: Entry, keys: list[str], score: float, births: Mapping[UUID, list[str]]) -> list[Reason]:
    exact = [found for key in keys if (found := linkage.exact_reason(key, (row.schema, other.schema)))]
    if row.schema != other.schema:
        return exact
    birth = _birth(births.get(row.pk, []), births.get(other.pk, []))
    named = linkage.name_reason(score, birth, is_alone=not exact)
    return [*exact, named] if named else exact


def _link(row: Entry, other: Entry, reasons: list[Reason], at: datetime) -> bool:
    left, right = sorted((row, other), key=lambda entry: str(entry.pk))
    link, is_new = Link.objects.get_or_create(
        left=left, right=right, defaults={"strength": 0.0, "reasons": [], "found_at": at}
    )
    link.left, link.right = left, right
    _keep(link, reasons)
    if is_new:
        for one, two in ((row, other), (other, row)):
            if one.case is not None and not (two.case and two.case.is_restricted):
                Notice.objects.create(case=one.case, kind="link", entry=one, other=two, at=at)
    return is_new


def _keep(link: Link, reasons: list[Reason]) -> None:
    link.strength = linkage.strength(reasons, (link.left.schema, link.right.schema))
    link.reasons = [{"code": r.code, "prop": r.prop, "weight": r.weight} for r in reasons]
    link.save(update_fields=["strength", "reasons"])


def _shared_keys(row: Entry) -> dict[UUID, list[str]]:
    """Return entry → the exact keys it shares with `row`, of entries of other cases."""
    mine = list(Key.objects.filter(entry=row).values_list("key", flat=True))
    rows = Key.objects.filter(key__in=mine).exclude(entry=row).exclude(entry__case=row.case_id).order_by("pk")
    found: dict[UUID, list[str]] = {}
    for key, other in rows.values_list("key", "entry_id"):
        found.setdefault(other, []).append(key)
    return found


def _like_names(row: Entry, near: set[UUID]) -> dict[UUID, float]:
    """Return entry → score: of all names where a birth date may agree, else only of entries that are `near` already."""
    is_born = Statement.objects.filter(entry=row, prop="birthDate", is_retracted=False).exists()
    best: dict[UUID, float] = {}
    for name in IndexedName.objects.filter(entry=row).order_by("pk").values_list("value", flat=True):
        wanted = Q(entry__in=near) | Q(pk__in=gathered(name, most=_CANDIDATES)) if is_born else Q(entry__in=near)
        rows = IndexedName.objects.filter(wanted).exclude(entry=row).exclude(entry__case=row.case_id)
        pairs = list(rows.order_by("pk").values_list("entry_id", "value"))
        for (other, _), score in zip(pairs, score_pairs((name, value) for _, value in pairs), strict=True):
            best[other] = max(best.get(other, 0.0), score)
    return {other: score for other, score in best.items() if score >= linkage.LIKE_NAME}


def _births(entries: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Statement.objects.filter(entry__in=list(entries), prop="birthDate", is_retracted=False).order_by("pk")
    for entry, value in rows.values_list("entry_id", "value"):
        found.setdefault(entry, []).append(value)
    return found


def _birth(mine: list[str], theirs: list[str]) -> Agreement:
    found = [e.agreement for value in mine if (e := evidence.birth(value, theirs))]
    return min(found, key=evidence.ORDER.index, default=Agreement.UNKNOWN)
