# SPDX-License-Identifier: Apache-2.0
"""Need to know in the register: the one filter through which every read for a person passes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.register.models import Case, CaseMember, Entry

_WORKERS = (Role.ANALYST, Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER)


def cases(person: Person) -> QuerySet[Case]:
    """Return the cases a person may know of: their teams' and, for analysts, every case that is not restricted."""
    if not person.has(*_WORKERS):
        return Case.objects.none()
    mine = Q(pk__in=CaseMember.objects.filter(user_id=person.id, has_access=True).values("case_id"))
    if person.has(Role.ANALYST):
        mine |= Q(is_restricted=False)
    return Case.objects.filter(mine)


def entries(person: Person) -> QuerySet[Entry]:
    """Return the entries a person may read whole: those of their cases, not withdrawn, not purged."""
    return Entry.objects.filter(case__in=cases(person), state="active")


def case(person: Person, case_id: str) -> Case:
    """Return a case for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    return _one(cases(person), case_id, "There is no such case.")


def entry(person: Person, entry_id: str, *, for_update: bool = False) -> Entry:
    """Return an entry for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    rows = entries(person)
    return _one(
        rows.select_for_update(of=("self",)) if for_update else rows, entry_id, "There is no such entry."
    )


def _one(rows: QuerySet, key: str, sentence: str):  # type: ignore[no-untyped-def,type-arg]  # rows of either table
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(sentence)
    return found
