# SPDX-License-Identifier: Apache-2.0
"""Calendar subscriptions: a signed address per person that can be revoked and shows what its person may see today."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.ledger import services as ledger
from comity.meetings.models import Feed
from comity.meetings.queries import access

_SALT = "comity.meetings.feed"


def make_feed(*, by: Person, at: datetime) -> str:
    """Make a person's calendar address and return its token; an address made before stops working."""
    with transaction.atomic():
        _end(by, at)
        row = Feed.objects.create(id=uuid.uuid4(), user_id=by.id, created_at=at)
        ledger.record(event="calendar.made", subject=f"person:{by.id}", actor=f"person:{by.id}", at=at)
    return Signer(salt=_SALT).sign(str(row.pk))


def revoke_feed(*, by: Person, at: datetime) -> None:
    """Make a person's calendar address stop working at once."""
    with transaction.atomic():
        if _end(by, at):
            ledger.record(event="calendar.revoked", subject=f"person:{by.id}", actor=f"person:{by.id}", at=at)


def token_of(person: Person) -> str:
    """Return the token of a person's address, empty when there is none."""
    row = Feed.objects.filter(user_id=person.id, revoked_at__isnull=True).first()
    return Signer(salt=_SALT).sign(str(row.pk)) if row else ""


def person_of(token: str) -> Person:
    """Return whose address a token is; raise `NotFound` for a forged or revoked one, and for who has left the node."""
    try:
        row = Feed.objects.filter(pk=uuid.UUID(Signer(salt=_SALT).unsign(token)), revoked_at__isnull=True).first()
    except (BadSignature, ValueError):
        row = None
    if row is None:
        raise NotFound(access.NOT_THERE)
    person = accounts.person(row.user_id)
    if not person.attends_meetings:
        raise NotFound(access.NOT_THERE)
    return person


def _end(by: Person, at: datetime) -> int:
    return Feed.objects.filter(user_id=by.id, revoked_at__isnull=True).update(revoked_at=at)
