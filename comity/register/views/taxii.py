# SPDX-License-Identifier: Apache-2.0
"""TAXII 2.1 server: discovery, one API root, two collections. Source: TAXII 2.1 (OASIS Standard, 10 June 2021).

`watch` is the watch list as the token's State may see it, read only; `inbox` is what the token itself wrote. Whatever
a token may not see answers exactly like what does not exist.
"""

from __future__ import annotations

import base64
import binascii
import functools
import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from comity.base import clock
from comity.base.canonical import strict_loads
from comity.base.errors import ComityError, Invalid, TooLarge
from comity.register import services
from comity.register.queries import feed_pages, feeds
from comity.register.queries.feed_pages import Page
from comity.register.queries.feeds import INBOX, WATCH_LIST, Reader

TAXII = "application/taxii+json;version=2.1"
_ACCEPTED = re.compile(r"^(application/taxii\+json(;version=2\.1)?|application/\*|\*/\*)$")
_SENT = re.compile(r"^application/taxii\+json(;version=2\.1)?$")
View = Callable[..., HttpResponse]


class NotAcceptable(ComityError):
    """The program accepts no answer TAXII 2.1 gives."""

    code = "not-acceptable"
    status = 406


class UnsupportedType(ComityError):
    """What was sent is not a TAXII 2.1 envelope."""

    code = "unsupported-media-type"
    status = 415


def door(*methods: str) -> Callable[[View], View]:
    """Let a view run for programs with a token; answer errors as TAXII does."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def wrapper(request: HttpRequest, **words: str) -> HttpResponse:
            who = _signed_in(request)
            if not settings.COMITY_ENV["STATE"]:
                return _error("There is no such page.", 404, "not-found")
            if who is None:
                answer = _error("Sign in with a token of this node.", 401, "sign-in")
                answer["WWW-Authenticate"] = 'Basic realm="TAXII", charset="UTF-8"'
                return answer
            if request.method not in methods:
                answer = _error("This address does not take that method.", 405, "method")
                answer["Allow"] = ", ".join(methods)
                return answer
            try:
                _check_types(request)
                return view(request, who, **words)
            except Invalid as error:
                return _error(error.sentence, 413 if isinstance(error, TooLarge) else 400, error.code)
            except ComityError as error:
                return _error(error.sentence, error.status, error.code)

        return wrapper

    return decorate


@door("GET")
def discovery(request: HttpRequest, _who: Reader) -> HttpResponse:
    """Say which API root there is."""
    root = request.build_absolute_uri("/taxii2/watch/")
    title = f"{settings.COMITY_ENV['NAME']}: watch list"
    return _answer({"title": title, "default": root, "api_roots": [root]})


@door("GET")
def api_root(_request: HttpRequest, _who: Reader) -> HttpResponse:
    """Describe the API root."""
    most = settings.COMITY_ENV["MAX_API_BODY_BYTES"]
    return _answer({"title": "Watch list", "versions": [TAXII], "max_content_length": most})


@door("GET")
def collections(_request: HttpRequest, who: Reader) -> HttpResponse:
    """List the collections of a token."""
    return _answer(
        {"collections": [_collection(key) for key in (WATCH_LIST, INBOX) if key == WATCH_LIST or who.may_write]}
    )


@door("GET")
def collection(_request: HttpRequest, who: Reader, collection_id: str) -> HttpResponse:
    """Describe a collection."""
    feeds.lines(who, collection_id)
    return _answer(_collection(collection_id))


@door("GET")
def manifest(request: HttpRequest, who: Reader, collection_id: str) -> HttpResponse:
    """List ids and versions of a collection."""
    page = feed_pages.manifest(who, collection_id, feed_pages.asked(request.GET))
    rows = [
        {"id": line.object_id, "date_added": feed_pages.written(line.added_at),
         "version": feed_pages.version_text(line.version), "media_type": "application/stix+json;version=2.1"}
        for line in page.rows
    ]  # fmt: skip
    return _paged(page, json.dumps(rows, separators=(",", ":")), "objects")


@door("GET", "POST")
def objects(request: HttpRequest, who: Reader, collection_id: str) -> HttpResponse:
    """Read a page of a collection, or write to it."""
    if request.method == "POST":
        body = services.write_feed(who=who, collection=collection_id, objects=_envelope(request), at=clock.now())
        return _answer(body, status=202)
    page = feed_pages.bodies(who, collection_id, feed_pages.asked(request.GET))
    return _paged(page, f"[{','.join(page.rows)}]", "objects")


@door("GET", "DELETE")
def one(request: HttpRequest, who: Reader, collection_id: str, object_id: str) -> HttpResponse:
    """Read an object, or delete one this token wrote."""
    wants = feed_pages.asked(request.GET)
    if request.method == "DELETE":
        versions = wants.versions if "match[version]" in request.GET else frozenset({"all"})
        services.delete_from_feed(
            who=who, collection=collection_id, object_id=object_id, versions=versions, at=clock.now()
        )
        return _answer({})
    page = feed_pages.bodies(who, collection_id, wants, object_id=object_id)
    return _paged(page, f"[{','.join(page.rows)}]", "objects")


@door("GET")
def versions(request: HttpRequest, who: Reader, collection_id: str, object_id: str) -> HttpResponse:
    """List the versions of an object, the latest first."""
    page = feed_pages.manifest(who, collection_id, feed_pages.asked(request.GET), object_id=object_id, every=True)
    found = sorted((feed_pages.version_text(line.version) for line in page.rows), reverse=True)
    return _paged(page, json.dumps(found), "versions")


@door("GET")
def status(_request: HttpRequest, who: Reader, status_id: str) -> HttpResponse:
    """Tell the outcome of a write."""
    return _answer(feeds.status(who, status_id))


def _collection(key: str) -> dict[str, Any]:
    is_inbox = key == INBOX
    return {
        "id": key, "title": "Inbox" if is_inbox else "Watch list", "alias": "inbox" if is_inbox else "watch",
        "description": "What this token wrote, until a person judges it." if is_inbox
        else "Indicators of web services used in drug trafficking, as this token's State may see them.",
        "can_read": True, "can_write": is_inbox, "media_types": ["application/stix+json;version=2.1"],
    }  # fmt: skip


def _paged(page: Page[Any], rows: str, name: str) -> HttpResponse:
    """Answer with a page whose rows are JSON text already: objects are stored as they are sent."""
    head = f'"more":true,"next":"{page.last}",' if page.more else '"more":false,'
    answer = HttpResponse(f'{{{head}"{name}":{rows}}}' if page.rows else "{}", content_type=TAXII)
    if page.first_at and page.last_at:
        answer["X-TAXII-Date-Added-First"] = feed_pages.written(page.first_at)
        answer["X-TAXII-Date-Added-Last"] = feed_pages.written(page.last_at)
    return answer


def _envelope(request: HttpRequest) -> list[Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.COMITY_ENV["MAX_API_BODY_BYTES"]:
        raise TooLarge("The envelope is larger than this server takes; see max_content_length.")
    said = strict_loads(request.body)
    found = said.get("objects") if isinstance(said, dict) else None
    if not isinstance(found, list) or not found:
        raise Invalid("An envelope has “objects”, a list of at least one.")
    return found


def _signed_in(request: HttpRequest) -> Reader | None:
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        user, _, secret = base64.b64decode(said, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return feeds.reader(user, secret, clock.now())


def _check_types(request: HttpRequest) -> None:
    accepted = request.headers.get("Accept", "*/*").replace(" ", "").split(",")
    if not any(_ACCEPTED.match(re.sub(r";q=[0-9.]+$", "", kind)) for kind in accepted):
        raise NotAcceptable(f"This server answers as {TAXII}.")
    if request.method == "POST" and not _SENT.match(request.headers.get("Content-Type", "").replace(" ", "")):
        raise UnsupportedType(f"This server takes {TAXII}.")


def _answer(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=TAXII, status=status)


def _error(sentence: str, status: int, code: str) -> HttpResponse:
    return _answer({"title": sentence, "error_code": code, "http_status": str(status)}, status=status)
