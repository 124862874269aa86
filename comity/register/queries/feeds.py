# SPDX-License-Identifier: Apache-2.0
"""What a program may read over TAXII: lines of its reader, filtered and paged by place. One filter for every door.

A token reads as its State: the lines written for that State, no others. A token of this node's own State also sees no
more than the person who made it, so that need to know by case holds there too.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import Invalid, NotFound
from comity.register.models import Feed, FeedLine, FeedObject, FeedStatus, FeedToken
from comity.register.queries import access, watching
from comity.register.rules.stix import reading

WATCH_LIST = "2f1d3c54-6f0b-5b7e-9a53-0b7f3f1c2a01"
INBOX = "2f1d3c54-6f0b-5b7e-9a53-0b7f3f1c2a02"
MOST_A_PAGE = 2_000
_WORDS = frozenset({"first", "last", "all"})


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that signed in: its token, and the person who answers for it."""

    token: str
    state: str
    may_write: bool
    person: Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: filters and place."""

    limit: int
    after: int
    added_after: datetime | None
    ids: frozenset[str]
    kinds: frozenset[str]
    versions: frozenset[str]
    specs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer; `body` is the object as JSON text."""

    seq: int
    added_at: datetime
    object_id: str
    version: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its lines, and whether there are more."""

    lines: tuple[Line, ...]
    more: bool


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


def asked(query: Mapping[str, str]) -> Asked:
    """Return what a query string asks for; raise `Invalid` for a value TAXII does not know."""
    unknown = [k for k in query if k.startswith("match[") and k not in _MATCHES]
    if unknown:
        raise Invalid("“{given}” is not a filter of TAXII 2.1.", given=unknown[0])
    limit, after, since = query.get("limit", ""), query.get("next", ""), query.get("added_after", "")
    if limit and not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit)):
        raise Invalid("“limit” is a whole number above zero.")
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Invalid("“next” is what the page before gave.")
    versions = _words(query, "match[version]") or frozenset({"last"})
    for word in versions - _WORDS:
        reading.version_of(word)
    return Asked(
        min(int(limit or MOST_A_PAGE), MOST_A_PAGE), int(after or 0), reading.version_of(since) if since else None,
        _words(query, "match[id]"), _words(query, "match[type]"), versions, _words(query, "match[spec_version]"),
    )  # fmt: skip


_MATCHES = {"match[id]", "match[type]", "match[version]", "match[spec_version]"}


def page(who: Reader, collection: str, wants: Asked, *, object_id: str = "", every_version: bool = False) -> Page:
    """Return a page of a collection, in the order of places; raise `NotFound` for an object that is not there."""
    found = lines(who, collection)
    if object_id:
        found = found.filter(object_id_text=object_id)
        if not found.exists():
            raise NotFound("There is no such object.")
    found = found.filter(seq__gt=wants.after)
    if wants.added_after:
        found = found.filter(added_at__gt=wants.added_after)
    if wants.ids:
        found = found.filter(object_id_text__in=wants.ids)
    if wants.kinds:
        found = found.filter(kind__in=wants.kinds)
    if wants.specs and "2.1" not in wants.specs:
        found = found.none()
    if not every_version:
        found = _versions(found, wants.versions)
    values = found.order_by("seq").values_list("seq", "added_at", "object_id_text", "version", "object__body")
    rows = list(values[: wants.limit + 1])
    return Page(tuple(Line(*row) for row in rows[: wants.limit]), len(rows) > wants.limit)


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


def _versions(found: QuerySet[FeedLine], wanted: frozenset[str]) -> QuerySet[FeedLine]:
    if "all" in wanted:
        return found
    kept = found.none()
    if "last" in wanted:
        kept = kept | found.filter(is_last=True)
    if "first" in wanted:
        kept = kept | found.filter(is_first=True)
    moments = [reading.version_of(word) for word in wanted - _WORDS]
    return kept | found.filter(version__in=moments) if moments else kept


def _words(query: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(word for word in query.get(name, "").split(",") if word)


def _uuid(text: str) -> uuid.UUID:
    """Return a UUID; for what is none, one that names nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def written(at: datetime) -> str:
    """Return a moment as TAXII writes it: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def version_text(at: datetime) -> str:
    """Return a version as STIX writes it: milliseconds, or microseconds where they are not zero."""
    text = written(at)
    return f"{text[:-4]}Z" if text.endswith("000Z") else text
