# SPDX-License-Identifier: Apache-2.0
"""The five roles, and a person as other rooms know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Invalid


class Role(StrEnum):
    """What a person does at the node."""

    CASE_PROSECUTOR = "case-prosecutor"
    CENTRAL_OFFICER = "central-officer"
    EXECUTING_OFFICER = "executing-officer"
    NODE_ADMIN = "node-admin"
    AUDITOR = "auditor"


# Who runs the machine must not also read the cases on it.
_CONTENT_ROLES = frozenset({Role.CASE_PROSECUTOR, Role.CENTRAL_OFFICER, Role.EXECUTING_OFFICER})


@dataclass(frozen=True, slots=True)
class Person:
    """A person of this node."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Say whether the person has one of `roles`."""
        return bool(self.roles & set(roles))

    @property
    def reads_content(self) -> bool:
        """Say whether any role of the person works with requests."""
        return bool(self.roles & _CONTENT_ROLES)


def chosen(names: Iterable[str]) -> tuple[Role, ...]:
    """Return the roles of these names; raise `Invalid` for none, an unknown one, or a forbidden pair."""
    unknown = sorted(set(names) - {role.value for role in Role})
    if unknown:
        raise Invalid(f"“{unknown[0]}” is not a role. Use one of: {', '.join(Role)}.")
    roles = tuple(sorted({Role(name) for name in names}))
    if not roles:
        raise Invalid(f"Name at least one role: {', '.join(Role)}.")
    if Role.NODE_ADMIN in roles and _CONTENT_ROLES & set(roles):
        raise Invalid("A node administrator cannot also work with requests: who runs the node does not read its cases.")
    return roles
