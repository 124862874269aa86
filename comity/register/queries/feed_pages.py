# SPDX-License-Identifier: Apache-2.0
"""A page of a collection over TAXII 2.1: filters and place of a request, and the rows that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import QuerySet

from comity.base.errors import Invalid, NotFound
from comity.register.models import FeedLine
from comity.register.queries.feeds import Reader, lines
from comity.register.rules.stix import reading

MOST_A_PAGE = 2_000
_WORDS = frozenset({"first", "last", "all"})
_MATCHES = {"match[id]", "match[type]", "match[version]", "match[spec_version]"}
Row = TypeVar("Row")


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
    """A line of an answer without its object."""

    seq: int
    added_at: datetime
    object_id: str
    version: datetime


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """An answer: its rows, the moments of the first and the last, the place of the last, whether there are more."""

    rows: tuple[Row, ...]
    first_at: datetime | None
    last_at: datetime | None
    last: int
    more: bool


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


def manifest(who: Reader, collection: str, wants: Asked, *, object_id: str = "", every: bool = False) -> Page[Line]:
    """Return a page of ids and versions, in the order of places; raise `NotFound` for an object that is not there."""
    found = _asked_for(lines(who, collection), wants, object_id, every=every)
    rows = list(found.values_list("seq", "added_at", "object_id_text", "version")[: wants.limit + 1])
    kept = tuple(Line(*row) for row in rows[: wants.limit])
    if not kept:
        return Page((), None, None, 0, more=False)
    return Page(kept, kept[0].added_at, kept[-1].added_at, kept[-1].seq, more=len(rows) > wants.limit)


def bodies(who: Reader, collection: str, wants: Asked, *, object_id: str = "") -> Page[str]:
    """Return a page of objects as JSON text, in the order of places; raise `NotFound` as `manifest` does.

    A page says two moments; to make them of every line is half of the work, so only those two are read.
    """
    found = _asked_for(lines(who, collection), wants, object_id)
    rows = list(found.values_list("seq", "object__body")[: wants.limit + 1])
    kept = rows[: wants.limit]
    if not kept:
        return Page((), None, None, 0, more=False)
    first, last = kept[0][0], kept[-1][0]
    moments = dict(FeedLine.objects.filter(seq__in=(first, last)).values_list("seq", "added_at"))
    if not {first, last} <= moments.keys():  # deleted since
        return bodies(who, collection, wants, object_id=object_id)
    more = len(rows) > wants.limit
    return Page(tuple(body for _, body in kept), moments[first], moments[last], last, more=more)


def _asked_for(found: QuerySet[FeedLine], wants: Asked, object_id: str, *, every: bool = False) -> QuerySet[FeedLine]:
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
    if not every:
        found = _versions(found, wants.versions)
    return found.order_by("seq")


def written(at: datetime) -> str:
    """Return a moment as TAXII writes it: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def version_text(at: datetime) -> str:
    """Return a version as STIX writes it: milliseconds, or microseconds where they are not zero."""
    text = written(at)
    return f"{text[:-4]}Z" if text.endswith("000Z") else text


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
