# SPDX-License-Identifier: Apache-2.0
"""Acts on accounts: create, invite, accept, change roles, deactivate."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from comity.accounts import queries
from comity.accounts.models import Invitation, User
from comity.accounts.rules import roles as rules
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import StateName
from comity.ledger import services as ledger
from comity.reference import load

_INVITATION_LIFE = timedelta(days=7)


def create_account(
    *, login: str, display_name: str, password: str, roles: Sequence[str], at: datetime, state: str = ""
) -> Person:
    """Make an account; raise `Invalid` for a taken address, a weak password, an unknown role or State."""
    email = _free_address(login)
    chosen = rules.chosen(roles)
    acts_for = _acts_for(chosen, state)
    if not display_name.strip():
        raise Invalid("Give the person's name.")
    user = User(email=email, display_name=display_name.strip(), roles=list(chosen), state=acts_for, created_at=at)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None
    user.set_password(password)
    with transaction.atomic():
        user.save()
        ledger.record(
            event="account.created",
            subject=f"person:{user.pk}",
            actor="node-admin",
            at=at,
            data={"roles": list(chosen), "state": acts_for},
        )
    return queries.person(user.pk)


def invite(*, email: str, display_name: str, roles: Sequence[str], by: int, at: datetime, state: str = "") -> str:
    """Invite a person and return the secret of their link, shown once; only node administrators invite."""
    _only_admins(by)
    address = _free_address(email)
    chosen = rules.chosen(roles)
    acts_for = _acts_for(chosen, state)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.create(
            secret_hash=_hash(secret),
            email=address,
            display_name=display_name.strip() or address,
            roles=list(chosen),
            state=acts_for,
            invited_by_id=by,
            created_at=at,
            expires_at=at + _INVITATION_LIFE,
        )
        ledger.record(event="account.invited", subject=f"person:{by}", actor=f"person:{by}", at=at)
    return secret


def accept_invitation(*, secret: str, password: str, at: datetime) -> Person:
    """Make the account an invitation promises; raise `NotFound` for a used, expired or unknown link."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(secret_hash=_hash(secret)).first()
        if found is None or found.accepted_at or found.expires_at <= at:
            raise NotFound("This invitation is used, expired or unknown. Ask the node administrator for a new one.")
        person = create_account(
            login=found.email, display_name=found.display_name, password=password, roles=found.roles, at=at,
            state=found.state,
        )  # fmt: skip
        found.accepted_at = at
        found.save(update_fields=["accepted_at"])
    return person


def change_roles(*, user_id: int, roles: Sequence[str], by: int, at: datetime) -> Person:
    """Give a person other roles; raise `Refused` when the last administrator would be lost."""
    _only_admins(by)
    chosen = rules.chosen(roles)
    rules.state_for(chosen, queries.person(user_id).state, known=load().states)
    with transaction.atomic():
        if Role.NODE_ADMIN not in chosen:
            _keep_one_admin(user_id)
        if not User.objects.filter(pk=user_id, is_active=True).update(roles=list(chosen)):
            raise NotFound("There is no such person at this node.")
        data = {"roles": list(chosen)}
        ledger.record(event="account.roles", subject=f"person:{user_id}", actor=f"person:{by}", at=at, data=data)
    return queries.person(user_id)


def deactivate(*, user_id: int, by: int, at: datetime) -> None:
    """End a person's access at once; what they did stays."""
    _only_admins(by)
    with transaction.atomic():
        _keep_one_admin(user_id)
        if not User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
            raise NotFound("There is no such person at this node.")
        ledger.record(event="account.ended", subject=f"person:{user_id}", actor=f"person:{by}", at=at)


def _acts_for(roles: Sequence[Role], state: str) -> str:
    # At a State's own node everybody acts for that State; at the Secretariat's each delegate names theirs.
    own = settings.COMITY_ENV["STATE"]
    if own and state.strip().upper() not in {"", own}:
        raise Invalid("This node serves {state}: its people act for no other State.", state=StateName(own))
    return rules.state_for(roles, state or own, known=load().states)


def _only_admins(user_id: int) -> None:
    if not queries.person(user_id).has(Role.NODE_ADMIN):
        raise NotFound("There is no such page.")


def _keep_one_admin(leaving: int) -> None:
    admins = queries.people(Role.NODE_ADMIN)
    if [p.id for p in admins] == [leaving]:
        raise Refused("This is the last administrator of the node. Make another one first.")


def _free_address(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("“{given}” is not an e-mail address.", given=text) from None
    if User.objects.filter(email__iexact=email).exists():
        raise Invalid("{email} has an account already.", email=email)
    return email


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
