# SPDX-License-Identifier: Apache-2.0
"""Heads of delegation become signatories of the texts of their meeting, by accreditation and not otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Refused
from comity.drafting import services as drafting
from comity.meetings.services import acting, attending


def name_signatories(*, meeting: str, text: str, by: Person, at: datetime) -> tuple[str, ...]:
    """Give the head of every accepted member delegation the right to sign a text; return their States.

    Raises `Refused` when no head is accredited with an account of this node.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "name_signatories", at=at)
        found = [(state, head) for state, head in attending.heads(meeting) if head.user_id]
        if not found:
            raise Refused("No head of delegation is accredited with an account here and full powers in order.")
        for state, head in found:
            drafting.name_signatory(
                text=text, person_id=head.user_id or 0, state=state, institution=head.institution or head.function,
                office=head.function, name=head.name, by=by, at=at,
            )  # fmt: skip
        states = tuple(state for state, _ in found)
        acting.done(opening, "name_signatories", by=by, at=at, data={"text": text, "states": list(states)})
    return states
