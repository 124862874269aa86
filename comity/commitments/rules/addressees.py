# SPDX-License-Identifier: Apache-2.0
"""Whom a promise binds. “Each State” is followed State by State; every other addressee is one owner.

An owner is a State's code, or one of `secretariat` and `experts`. The Secretariat keeps the papers of an expert group
and reports for it; what the Secretariat owns is reviewed by the member States' delegates, all else by the Secretariat.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing
from comity.base.errors import Invalid
from comity.base.wording import StateName
from comity.commitments.rules.lifecycle import Side

SECRETARIAT, EXPERTS = "secretariat", "experts"


class Addressee(StrEnum):
    """The kinds of addressee."""

    EACH_STATE = "each-state"
    STATE = "state"
    HOST = "host"
    SECRETARIAT = "secretariat"
    EXPERTS = "experts"


def owners(kind: Addressee, *, named: Sequence[str], members: Sequence[str]) -> tuple[str, ...]:
    """Return the owners of a commitment; raise `Invalid` when a named State is missing or no member.

    `named` are the States a text names; for “each State” they narrow it to those who signed, all members when empty.
    """
    strangers = [state for state in named if state not in members]
    if strangers:
        raise Invalid(
            "{state} is not a member of the organisation on that day.", state=StateName(strangers[0]), field="states"
        )
    if kind is Addressee.EACH_STATE:
        return tuple(sorted(named or members))
    if kind in {Addressee.STATE, Addressee.HOST}:
        if not named:
            raise Invalid("Name the State the commitment is addressed to.", field="states")
        return tuple(sorted(named))
    return (SECRETARIAT if kind is Addressee.SECRETARIAT else EXPERTS,)


def sides(person: Person, standing: Standing, owner: str) -> frozenset[Side]:
    """Return what a person may act as towards an owner; nothing for an observer or another State's delegate."""
    is_office = owner in {SECRETARIAT, EXPERTS}
    if standing is Standing.SECRETARIAT:
        return frozenset({Side.SECRETARIAT, Side.OWNER if is_office else Side.REVIEWER})
    if standing is Standing.MEMBER:
        if is_office:
            return frozenset({Side.REVIEWER})
        return frozenset({Side.OWNER}) if person.state == owner else frozenset()
    return frozenset()
