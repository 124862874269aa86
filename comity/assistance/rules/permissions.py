# SPDX-License-Identifier: Apache-2.0
"""Which role may take which act. Need to know comes first: a role without access to the request has no say."""

from __future__ import annotations

from comity.accounts.rules.roles import Person, Role
from comity.assistance.rules.lifecycle import Side
from comity.base.errors import Refused

_CASE = frozenset({Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER})
_CENTRAL = frozenset({Role.CENTRAL_OFFICER})
_EXECUTING = frozenset({Role.EXECUTING_OFFICER, Role.CENTRAL_OFFICER})
# untoc 18(13): central authorities send, receive and decide; the executing authority asks, executes and reports.
_BY_ACT = {
    "give_back": _CENTRAL,
    "send": _CENTRAL,
    "ask": _EXECUTING,
    "execute_part": _EXECUTING,
    "execute": _EXECUTING,
    "report_status": _EXECUTING,
}


class NotYourRole(Refused):
    """The person may see the request and may not take this act."""

    code = "not-your-role"
    status = 403


def may(person: Person, act: str, side: Side) -> bool:
    """Say whether the roles of a person allow an act at their side."""
    default = _CASE if side is Side.REQUESTING else _CENTRAL
    return bool(person.roles & _BY_ACT.get(act, default))


def require(person: Person, act: str, side: Side) -> None:
    """Raise `NotYourRole` unless the roles of a person allow the act."""
    if not may(person, act, side):
        raise NotYourRole("Your role does not allow this step. Ask an officer of the central authority.")
