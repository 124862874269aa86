# SPDX-License-Identifier: Apache-2.0
"""Links between the node's own cases, as far as a person may know of them.

- The other entry is shown to who may read it. Who may not learns: another case of this node; ask the central officers.
- A link to a restricted case is not there at all for who may not read that case, the central officers included: that
  the case exists is its secret. Its own team sees the link. So two restricted cases learn nothing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.register.models import Entry, Judgement, Link
from comity.register.queries import access, pages
from comity.register.queries.shapes import EntryRow
from comity.register.rules.linkage import Reason

_MOST = 200


@dataclass(frozen=True, slots=True)
class LinkShown:
    """An entry of the case and what it may be the same as; who may not read `other` is told whom to `ask`."""

    entry: EntryRow
    other: EntryRow | None
    strength: float
    reasons: tuple[Reason, ...]
    found_at: datetime
    ask: tuple[str, ...]


def links(person: Person, case_id: str) -> tuple[LinkShown, ...]:
    """Return the links of the entries of a case, the strongest first; raise `NotFound` for a case not theirs."""
    access.case(person, case_id)
    mine = access.entries(person).filter(case_id=case_id)
    return _shown(person, Link.objects.filter(Q(left__in=mine) | Q(right__in=mine)), {row.pk for row in mine})


def links_of(person: Person, entry_id: str) -> tuple[LinkShown, ...]:
    """Return the links of one entry; raise `NotFound` for an entry not theirs."""
    row = access.entry(person, entry_id)
    return _shown(person, Link.objects.filter(Q(left=row) | Q(right=row)), {row.pk})


def _shown(person: Person, found: Any, mine: set[Any]) -> tuple[LinkShown, ...]:
    rows = list(found.select_related("left__case", "right__case").order_by("-strength", "pk")[:_MOST])
    sides = {side.pk for row in rows for side in (row.left, row.right)}
    readable = set(access.entries(person).filter(pk__in=sides).values_list("pk", flat=True))
    apart = set(
        Judgement.objects.filter(is_same=False, undone_at=None, left__in=sides).values_list("left_id", "right_id")
    )
    officers = tuple(p.name for p in accounts.people(Role.CENTRAL_OFFICER))
    return tuple(
        LinkShown(
            entry=pages.entry_row(one), other=pages.entry_row(two) if two.pk in readable else None,
            strength=row.strength, reasons=tuple(Reason(r["code"], r["prop"], r["weight"]) for r in row.reasons),
            found_at=row.found_at, ask=() if two.pk in readable else officers,
        )
        for row in rows if (row.left_id, row.right_id) not in apart
        for one, two in [(row.left, row.right) if row.left_id in mine else (row.right, row.left)]
        if two.pk in readable or not _is_secret(two)
    )  # fmt: skip


def _is_secret(row: Entry) -> bool:
    return row.case is not None and row.case.is_restricted
