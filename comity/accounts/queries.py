# SPDX-License-Identifier: Apache-2.0
"""Reads of accounts."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from comity.accounts.models import Invitation, User
from comity.accounts.rules.passkeys import Passkey, spki_of_cose
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound


def person(user_id: int) -> Person:
    """Return a person who can sign in; raise `NotFound`."""
    row = User.objects.filter(pk=user_id, is_active=True).first()
    if row is None:
        raise NotFound("There is no such person at this node.")
    return _person(row)


def people(*roles: Role) -> tuple[Person, ...]:
    """Return the people who have one of `roles` (all people when none is named), by name."""
    everyone = (_person(row) for row in User.objects.filter(is_active=True).order_by("display_name", "pk"))
    return tuple(p for p in everyone if not roles or p.has(*roles))


def name_of(user_id: int | None) -> str:
    """Return the name of a person, also of one who left; empty for nobody."""
    return User.objects.filter(pk=user_id or 0).values_list("display_name", flat=True).first() or ""


def by_email(email: str) -> Person | None:
    """Return the person with this address, or None."""
    row = User.objects.filter(email__iexact=email, is_active=True).first()
    return _person(row) if row else None


def open_invitations() -> tuple[tuple[str, str], ...]:
    """Return name and address of everyone invited who has not come yet."""
    rows = Invitation.objects.filter(accepted_at__isnull=True).order_by("created_at")
    return tuple(rows.values_list("display_name", "email"))


def _person(row: User) -> Person:
    return Person(row.pk, row.display_name, row.email, frozenset(Role(name) for name in row.roles), row.state)


def passkeys(user_id: int) -> tuple[Passkey, ...]:
    """Return a person's passkeys, oldest first."""
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    found = []
    for row in rows:
        held = row.wrap()
        data = held.authenticator_data.credential_data
        found.append(Passkey(bytes(data.credential_id), spki_of_cose(data.public_key), held.name))
    return tuple(found)
