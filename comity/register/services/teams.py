# SPDX-License-Identifier: Apache-2.0
"""Teams: who works on a case; and what people have seen of what they are told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.register import queries
from comity.register.models import CaseMember, Seen
from comity.register.services.recording import record


def could_work(person: Person) -> bool:
    """Say whether a person may be taken into a team."""
    return queries.works_here(person)


def join_team(*, case_id: str, user_id: int, by: Person, at: datetime) -> None:
    """Take a colleague into the team of a case; raise `NotFound`, or `Invalid` for someone who cannot work on it."""
    with transaction.atomic():
        case = queries.case(by, case_id)
        _of_the_team(case_id, by)
        if not could_work(accounts.person(user_id)):
            raise Invalid("This colleague does not work with the register.", field="user")
        CaseMember.objects.update_or_create(case=case, user_id=user_id, defaults={"has_access": True})
        record("case", case.pk, "joined", by, at, user=user_id)


def leave_team(*, case_id: str, user_id: int, by: Person, at: datetime) -> None:
    """End a colleague's place in a team: from now on the case does not exist for them. The last member stays."""
    with transaction.atomic():
        case = queries.case(by, case_id)
        _of_the_team(case_id, by)
        members = CaseMember.objects.select_for_update().filter(case=case, has_access=True)
        if not members.exclude(user_id=user_id).exists():
            raise Refused("A case keeps at least one person in its team.")
        if not members.filter(user_id=user_id).update(has_access=False):
            raise NotFound("There is no such colleague in the team.")
        record("case", case.pk, "left", by, at, user=user_id)


def mark_seen(*, by: Person, at: datetime) -> None:
    """Note until when a person has seen what they are told."""
    Seen.objects.update_or_create(user_id=by.id, defaults={"until": at})


def _of_the_team(case_id: str, by: Person) -> None:
    if not CaseMember.objects.filter(case_id=case_id, user_id=by.id, has_access=True).exists():
        raise Refused("Only the team of a case changes who belongs to it.")
