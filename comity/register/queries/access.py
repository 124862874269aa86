# SPDX-License-Identifier: Apache-2.0
"""Need to know in the register: the one filter through which every read for a person passes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.register.models import Case, CaseMember, Entry

_WORKERS = (Role.ANALYST, Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER)


def key(text: str) -> UUID:
    """Return an id a person or page gave; what is no id is answered like what does not exist."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound("There is no such entry.") from None


def works_here(person: Person) -> bool:
    """Say whether a person works with the register at all; who runs the node never does."""
    return person.has(*_WORKERS) and not person.has(Role.NODE_ADMIN)


def cases(person: Person) -> QuerySet[Case]:
    """Return the cases a person may know of: their teams' and, for analysts, every case that is not restricted."""
    if not works_here(person):
        return Case.objects.none()
    mine = Q(pk__in=CaseMember.objects.filter(user_id=person.id, has_access=True).values("case_id"))
    if person.has(Role.ANALYST):
        mine |= Q(is_restricted=False)
    return Case.objects.filter(mine)


def entries(person: Person) -> QuerySet[Entry]:
    """Return the entries a person may read whole: those of their cases, not withdrawn, not purged.

    What another State gave and nobody has linked to a case yet is for central officers and analysts.
    """
    mine = Q(case__in=cases(person))
    if works_here(person) and person.has(Role.CENTRAL_OFFICER, Role.ANALYST):
        mine |= Q(case=None)
    return Entry.objects.filter(mine, state="active")


def readable(person: Person, ids: Iterable[UUID]) -> set[UUID]:
    """Return those of a few hundred entries that a person may read: `entries`, asked for by id in a large register.

    A database that reads `entries(...).filter(pk__in=…)` may walk every entry of every case first.
    """
    found = dict(Entry.objects.filter(pk__in=set(ids), state="active").values_list("pk", "case_id"))
    known: set[UUID | None] = set(
        cases(person).filter(pk__in=set(found.values()) - {None}).values_list("pk", flat=True)
    )
    if works_here(person) and person.has(Role.CENTRAL_OFFICER, Role.ANALYST):
        known.add(None)
    return {entry for entry, of in found.items() if of in known}


def case(person: Person, case_id: str) -> Case:
    """Return a case for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    found = cases(person).filter(pk=key(case_id)).first()
    if found is None:
        raise NotFound("There is no such case.")
    return found


def entry(person: Person, entry_id: str, *, for_update: bool = False) -> Entry:
    """Return an entry for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    rows = entries(person).select_related("case")
    found = (rows.select_for_update(of=("self",)) if for_update else rows).filter(pk=key(entry_id)).first()
    if found is None:
        raise NotFound("There is no such entry.")
    return found
