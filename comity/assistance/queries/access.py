# SPDX-License-Identifier: Apache-2.0
"""Need to know: the one filter through which every read for a person passes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person, Role
from comity.assistance.models import Member, Request
from comity.assistance.rules.lifecycle import State
from comity.base.errors import NotFound


def visible_to(person: Person) -> QuerySet[Request]:
    """Return the requests a person may know of.

    Members of a request; besides them officers of the central authority, except for drafts not yet submitted and
    requests restricted to their members. Administrators and auditors: none.
    """
    if not person.reads_content:
        return Request.objects.none()
    mine = Q(pk__in=Member.objects.filter(user_id=person.id, has_access=True).values("request_id"))
    if person.has(Role.CENTRAL_OFFICER):
        mine |= Q(is_restricted=False) & ~Q(state=State.DRAFT)
    return Request.objects.filter(mine)


def row(person: Person, request_id: str, *, for_update: bool = False) -> Request:
    """Return a request for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    rows = visible_to(person)
    found = (rows.select_for_update(of=("self",)) if for_update else rows).filter(pk=request_id).first()
    if found is None:
        raise NotFound("There is no such request.")
    return found
