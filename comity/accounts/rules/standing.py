# SPDX-License-Identifier: Apache-2.0
"""What a person is to an organisation on a day: its Secretariat, a member's delegate, an observer's, or nobody.

Everything of meetings, texts and commitments asks here first. Nobody sees an organisation they have no standing in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.reference.schema import Membership


class Standing(StrEnum):
    """A person's place in an organisation."""

    SECRETARIAT = "secretariat"
    MEMBER = "member"
    OBSERVER = "observer"
    NONE = ""


def standing(person: Person, organisation: str, *, membership: Iterable[Membership], on: date) -> Standing:
    """Return the standing of a person in an organisation (its code in the reference data, such as ECO) on a day."""
    if person.has(Role.SECRETARIAT_OFFICER):
        return Standing.SECRETARIAT
    if not person.has(Role.DELEGATE):
        return Standing.NONE
    roles = {
        row.role
        for row in membership
        if (row.organisation, row.state) == (organisation, person.state) and row.since <= on.isoformat()
    }
    return Standing.MEMBER if "member" in roles else Standing.OBSERVER if "observer" in roles else Standing.NONE


def required(person: Person, organisation: str, *, membership: Iterable[Membership], on: date) -> Standing:
    """Return the standing; raise `NotFound` when there is none: what is not yours to see is not there."""
    found = standing(person, organisation, membership=membership, on=on)
    if found is Standing.NONE:
        raise NotFound("There is no such page.")
    return found
