# SPDX-License-Identifier: Apache-2.0
"""What case teams are told. A notice is for the team of its case; one without a case is for the central officers.

A notice names its entry only to those who may read it now; what was withdrawn or purged is told without a name.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person, Role
from comity.register.models import CaseMember, Notice, Seen
from comity.register.queries import access
from comity.register.queries.shapes import NoticeRow

_MOST = 50


def unseen(person: Person) -> int:
    """Return how many notices a person has not seen."""
    return min(_told(person).filter(at__gt=_seen(person)).count(), _MOST)


def notices(person: Person) -> tuple[NoticeRow, ...]:
    """Return what a person is told, newest first."""
    seen, readable = _seen(person), access.entries(person)
    rows = list(_told(person).select_related("case").order_by("-at", "-pk")[:_MOST])
    names: dict[object, str] = dict(readable.filter(pk__in=[row.entry_id for row in rows]).values_list("pk", "caption"))
    return tuple(
        NoticeRow(
            kind=row.kind, case_id=str(row.case_id or ""), case_reference=row.case.reference if row.case else "",
            entry_id=str(row.entry_id) if row.entry_id in names else "", entry=names.get(row.entry_id, ""), at=row.at,
            is_new=row.at > seen,
        )
        for row in rows
    )  # fmt: skip


def _told(person: Person) -> QuerySet[Notice]:
    if not access.works_here(person):
        return Notice.objects.none()
    mine = Q(case__in=CaseMember.objects.filter(user_id=person.id, has_access=True).values("case_id"))
    if person.has(Role.CENTRAL_OFFICER, Role.ANALYST):
        mine |= Q(case=None)
    return Notice.objects.filter(mine)


def _seen(person: Person) -> datetime:
    found = Seen.objects.filter(user_id=person.id).values_list("until", flat=True).first()
    return found or datetime.min.replace(tzinfo=UTC)
