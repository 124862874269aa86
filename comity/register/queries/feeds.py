# SPDX-License-Identifier: Apache-2.0
"""What a program may read over TAXII: lines of its reader, filtered and paged by place. One filter for every door.

A token reads as its State: the lines written for that State, no others. A token of this node's own State also sees no
more than the person who made it, so that need to know by case holds there too.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.register.models import Feed, FeedLine, FeedObject, FeedStatus, FeedToken
from comity.register.queries import access, watching

WATCH_LIST = "2f1d3c54-6f0b-5b7e-9a53-0b7f3f1c2a01"
INBOX = "2f1d3c54-6f0b-5b7e-9a53-0b7f3f1c2a02"


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that signed in: its token, and the person who answers for it."""

    token: str
    state: str
    may_write: bool
    person: Person


def reader(user: str, secret: str, at: datetime) -> Reader | None:
    """Return who signs in with a token, or None: unknown, revoked, expired, or its person works here no more."""
    row = FeedToken.objects.filter(pk=_uuid(user)).first()
    kept = row.secret_hash if row else "0" * 64
    holds = hmac.compare_digest(hashlib.sha256(secret.encode()).hexdigest(), kept)
    if row is None or not holds or row.revoked_at or row.expires_at <= at:
        return None
    try:
        person = accounts.person(row.by_id)
    except NotFound:
        return None
    if not access.works_here(person) or not person.has(Role.ANALYST):
        return None
    return Reader(str(row.pk), row.state, row.may_write, person)


def tokens(person: Person) -> tuple[FeedToken, ...]:
    """Return the tokens of this node for a person who may make them, the newest first."""
    return tuple(FeedToken.objects.order_by("-made_at", "pk")) if may_manage(person) else ()


def feeds(person: Person) -> tuple[Feed, ...]:
    """Return the feeds of this node for a person who may set them up."""
    return tuple(Feed.objects.order_by("label", "pk")) if may_manage(person) else ()


def may_manage(person: Person) -> bool:
    """Say whether a person may make tokens and feeds: analysts."""
    return access.works_here(person) and person.has(Role.ANALYST)


def lines(who: Reader, collection: str) -> QuerySet[FeedLine]:
    """Return the lines a program may read in a collection; raise `NotFound` for a collection that is not there."""
    if collection == WATCH_LIST:
        found = FeedLine.objects.filter(reader=who.state)
        if who.state == settings.COMITY_ENV["STATE"]:
            uses = FeedObject.watches.through.objects.filter(watch__in=watching.visible(who.person))
            found = found.filter(object__in=uses.values("feedobject"))
        return found
    if collection == INBOX and who.may_write:
        return FeedLine.objects.filter(reader=f"token:{who.token}")
    raise NotFound("There is no such collection.")


def status(who: Reader, status_id: str) -> dict[str, Any]:
    """Return the outcome of a write of this token; raise `NotFound`."""
    found = FeedStatus.objects.filter(pk=_uuid(status_id), token_id=_uuid(who.token)).first()
    if found is None:
        raise NotFound("There is no such status.")
    return dict(found.body)


def inbox(person: Person) -> tuple[FeedLine, ...]:
    """Return what others wrote or was pulled and nobody has judged yet, for those who may."""
    if not may_manage(person):
        return ()
    mine = FeedLine.objects.exclude(object__source="watch").filter(review="", is_last=True)
    told = mine.filter(kind__in=("indicator", "domain-name", "url", "email-addr", "user-account", "software"))
    return tuple(told.select_related("object").order_by("-seq")[:200])


def _uuid(text: str) -> uuid.UUID:
    """Return a UUID; for what is none, one that names nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
