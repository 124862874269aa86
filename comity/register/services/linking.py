# SPDX-License-Identifier: Apache-2.0
"""Linking: when an entry comes or changes, look for it in the node's other cases and tell the teams.

The machine only tells. It looks at everything the node may match, whatever the person who enters may read; what each
team then learns is decided where it is shown (`queries.linkage`). The team of an open case is never told of a
restricted one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comity.ledger import services as ledger
from comity.names.bulk import score_pairs
from comity.register.models import Entry, Link, Notice
from comity.register.queries.likely import Likely, births, likely, names, shared_keys
from comity.register.rules import evidence, linkage
from comity.register.rules.evidence import Agreement
from comity.register.rules.linkage import Reason


def find_links(rows: Sequence[Entry], *, at: datetime) -> int:
    """Link entries to those of other cases they may be the same as, in the caller's transaction; return how many."""
    ledger.take_turn()  # two who enter at once see each other's entries
    found = likely(rows)
    wanted = {other for others in found.values() for other in others}
    others = {row.pk: row for row in Entry.objects.filter(pk__in=wanted, state="active").select_related("case")}
    born = births([*(row.pk for row in rows), *others])
    pairs: list[tuple[Entry, Entry, list[Reason]]] = []
    for row in rows:
        for key, why in found[row.pk].items():
            # A person and a telephone share the number, so they are linked; a like name joins things of one kind.
            if key in others and (reasons := _reasons(row, others[key], why, born)):
                pairs.append((row, others[key], reasons))
    return _link(pairs, at)


def recheck_links(row: Entry) -> int:
    """Weigh the links of an entry anew after a value was taken back; return how many fell away."""
    found = list(Link.objects.filter(Q(left=row) | Q(right=row)).select_related("left", "right"))
    keys = shared_keys([row]).get(row.pk, {})
    born = births(side for link in found for side in (link.left_id, link.right_id))
    gone = 0
    for link in found:
        other = link.right if link.left_id == row.pk else link.left
        why = Likely(keys.get(other.pk, []), best_score(row.pk, other.pk))
        if reasons := _reasons(row, other, why, born):
            _weigh(link, reasons, (row, other))
            link.save(update_fields=["strength", "reasons"])
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
    why = Likely(shared_keys([row]).get(row.pk, {}).get(other.pk, []), best_score(one, two))
    reasons = [*_reasons(row, other, why, births([one, two])), linkage.batch_reason(weighed)]
    return bool(_link([(row, other, reasons)], at))


def best_score(one: UUID, two: UUID) -> float:
    """Return the score of the likest names of two entries, 0 when either has none."""
    held = names([one, two])
    return max(score_pairs((a, b) for a in held.get(one, ()) for b in held.get(two, ())), default=0.0)


def _reasons(row: Entry, other: Entry, why: Likely, born: Mapping[UUID, list[str]]) -> list[Reason]:
    exact = [found for key in why.keys if (found := linkage.exact_reason(key, (row.schema, other.schema)))]
    if row.schema != other.schema:
        return exact
    birth = _birth(born.get(row.pk, []), born.get(other.pk, []))
    named = linkage.name_reason(why.score, birth, is_alone=not exact)
    return [*exact, named] if named else exact


def _link(pairs: Sequence[tuple[Entry, Entry, list[Reason]]], at: datetime) -> int:
    """Keep a link for each pair and tell the teams of the new ones; return how many are new."""
    sides = {row.pk for row, _, _ in pairs}
    known = {(k.left_id, k.right_id): k for k in Link.objects.filter(Q(left__in=sides) | Q(right__in=sides))}
    made: dict[tuple[UUID, UUID], Link] = {}
    notices: list[Notice] = []
    for row, other, reasons in pairs:
        left, right = sorted((row, other), key=lambda entry: str(entry.pk))
        place = (left.pk, right.pk)
        link = known.get(place) or made.get(place) or Link(left=left, right=right, found_at=at)
        _weigh(link, reasons, (row, other))
        if place in known:
            link.save(update_fields=["strength", "reasons"])
            continue
        made[place] = link
        notices += [
            Notice(case=one.case, kind="link", entry=one, other=two, at=at)
            for one, two in ((row, other), (other, row))
            if one.case is not None and not (two.case and two.case.is_restricted)
        ]
    Link.objects.bulk_create(made.values(), batch_size=500)
    Notice.objects.bulk_create(notices, batch_size=500)
    return len(made)


def _weigh(link: Link, reasons: list[Reason], sides: tuple[Entry, Entry]) -> None:
    link.strength = linkage.strength(reasons, tuple(side.schema for side in sides))
    link.reasons = [{"code": r.code, "prop": r.prop, "weight": r.weight} for r in reasons]


def _birth(mine: list[str], theirs: list[str]) -> Agreement:
    found = [e.agreement for value in mine if (e := evidence.birth(value, theirs))]
    return min(found, key=evidence.ORDER.index, default=Agreement.UNKNOWN)
