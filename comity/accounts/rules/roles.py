# SPDX-License-Identifier: Apache-2.0
"""The roles, and a person as other rooms know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Invalid
from comity.base.wording import Listing


class Role(StrEnum):
    """What a person does at the node."""

    CASE_PROSECUTOR = "case-prosecutor"
    CENTRAL_OFFICER = "central-officer"
    EXECUTING_OFFICER = "executing-officer"
    NODE_ADMIN = "node-admin"
    AUDITOR = "auditor"
    ANALYST = "analyst"
    SECRETARIAT_OFFICER = "secretariat-officer"
    DELEGATE = "delegate"


# Who runs the machine must not also read the cases on it.
_CONTENT_ROLES = frozenset({Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER, Role.EXECUTING_OFFICER})
_MEETING_ROLES = frozenset({Role.SECRETARIAT_OFFICER, Role.DELEGATE})


@dataclass(frozen=True, slots=True)
class Person:
    """A person of this node; `state` is the State a person acts for (ISO 3166 alpha-2), empty for the Secretariat's."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    state: str = ""

    def has(self, *roles: Role) -> bool:
        """Say whether the person has one of `roles`."""
        return bool(self.roles & set(roles))

    @property
    def reads_content(self) -> bool:
        """Say whether any role of the person works with requests."""
        return bool(self.roles & _CONTENT_ROLES)

    @property
    def attends_meetings(self) -> bool:
        """Say whether any role of the person works with meetings, texts and commitments."""
        return bool(self.roles & _MEETING_ROLES)


def chosen(names: Iterable[str]) -> tuple[Role, ...]:
    """Return the roles of these names; raise `Invalid` for none, an unknown one, or a forbidden pair."""
    unknown = sorted(set(names) - {role.value for role in Role})
    if unknown:
        raise Invalid("“{given}” is not a role. Use one of: {known}.", given=unknown[0], known=Listing(Role))
    roles = tuple(sorted({Role(name) for name in names}))
    if not roles:
        raise Invalid("Name at least one role: {known}.", known=Listing(Role))
    if Role.NODE_ADMIN in roles and (_CONTENT_ROLES | {Role.ANALYST}) & set(roles):
        raise Invalid("A node administrator cannot also work with requests: who runs the node does not read its cases.")
    return roles


def state_for(roles: Iterable[Role], state: str, *, known: Iterable[str]) -> str:
    """Return the State a person with `roles` acts for; raise `Invalid` when it is missing, unknown or out of place."""
    code, held = state.strip().upper(), set(roles)
    if code and code not in set(known):
        raise Invalid("“{state}” is not a State Comity knows. Use a code such as AZ.", state=state)
    if Role.DELEGATE in held and not code:
        raise Invalid("A delegate acts for a State: name it by its code, such as AZ.")
    if Role.SECRETARIAT_OFFICER in held and (code or Role.DELEGATE in held):
        raise Invalid("An officer of the Secretariat acts for no State.")
    return code
