# SPDX-License-Identifier: Apache-2.0
"""The doors of the exchange: card, messages, bundles, parts, receipts. Every request but the card is a signed hop."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.base import clock
from comity.base.canonical import strict_loads
from comity.base.errors import ComityError, Invalid, TooLarge
from comity.directory import queries as directory
from comity.directory import services as directory_services
from comity.directory.rules.card import Card
from comity.exchange.models import Nonce
from comity.exchange.rules import hop
from comity.exchange.services import Handlers, receiving

_View = Callable[..., HttpResponse]


def signed_hop(view: _View) -> _View:
    """Let a view run only for a request signed by a known peer, fresh, and never seen before."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, peer_of(request, at=clock.now()), *args, **kwargs)

    return wrapper


def peer_of(request: HttpRequest, *, at: datetime) -> Card:
    """Return the peer that signed a request; raise `Untrusted`, `UnknownPeer` or `TooLarge`."""
    env = settings.COMITY_ENV
    uri = env["BASE_URL"].rstrip("/") + request.path
    _check_length(request)
    claim = hop.read(request.headers, method=request.method or "", uri=uri)
    peer = directory.peer_by_key(claim.key_id)
    max_age = env["HOP_MAX_AGE_SECONDS"]
    hop.check(claim, public=peer.signing_key, now=int(at.timestamp()), max_age=max_age)
    hop.check_body(claim, _body(request))
    try:
        with transaction.atomic():
            expires = at + timedelta(seconds=2 * max_age)
            Nonce.objects.create(key_id=claim.key_id, nonce=claim.nonce, expires_at=expires)
    except IntegrityError:
        raise hop.BadHop("The request was made before: its nonce is used.") from None
    return peer


@require_GET
def card(_request: HttpRequest) -> HttpResponse:
    """Show this node's card to whoever asks: it holds nothing secret."""
    return HttpResponse(directory_services.own_card(at=clock.now()), content_type="text/plain")


@signed_hop
@require_POST
def messages(request: HttpRequest, peer: Card, *, handlers: Handlers) -> HttpResponse:
    """Take in an envelope; answer with its receipts."""
    receipts = receiving.receive(
        data=_body(request),
        submission=request.headers.get("Comity-Receipt", ""),
        peer=peer,
        handlers=handlers,
        at=clock.now(),
    )
    return JsonResponse({"receipts": receipts})


@signed_hop
@require_POST
def bundles(request: HttpRequest, peer: Card, *, handlers: receiving.Handlers) -> HttpResponse:
    """Take in several envelopes; answer each with its receipts, or with why there is none."""
    said = strict_loads(_body(request))
    listed = said.get("messages") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise Invalid("Messages come as a list.")
    came = [_came(item) for item in listed]
    outcomes = receiving.receive_bundle(came, peer=peer, handlers=handlers, at=clock.now())
    return JsonResponse({"answers": [_answer(outcome) for outcome in outcomes]})


@signed_hop
@require_GET
def part(_request: HttpRequest, peer: Card, message: str, number: int) -> HttpResponse:
    """Say how many chunks of a part are here, so that a broken transfer goes on."""
    return JsonResponse({"chunks": receiving.chunks_here(message=str(message), part=number, peer=peer)})


@signed_hop
@require_http_methods(["PUT"])
def chunk(request: HttpRequest, peer: Card, message: str, number: int, index: int) -> HttpResponse:
    """Take in one chunk of a part."""
    here = receiving.receive_chunk(message=str(message), part=number, number=index, data=_body(request), peer=peer)
    return JsonResponse({"chunks": here})


@signed_hop
@require_POST
def receipts(request: HttpRequest, peer: Card) -> HttpResponse:
    """Take in receipts about messages sent earlier."""
    said = strict_loads(_body(request))
    tokens = said.get("receipts") if isinstance(said, dict) else None
    if not isinstance(tokens, list):
        raise Invalid("Receipts come as a list.")
    receiving.receive_receipts(tokens=tokens, peer=peer)
    return JsonResponse({"kept": len(tokens)})


def _came(item: object) -> receiving.Came:
    said = item if isinstance(item, dict) else {}
    envelope, receipt = said.get("envelope"), said.get("receipt")
    if not isinstance(envelope, str) or not isinstance(receipt, str):
        raise Invalid("A message comes as its envelope and its submission receipt.")
    try:
        return receiving.Came(envelope.encode(), receipt)
    except UnicodeEncodeError:
        raise Invalid("An envelope holds a character that is none.") from None


def _answer(outcome: receiving.Outcome) -> dict[str, object]:
    if isinstance(outcome, ComityError):
        return {"status": outcome.status, "code": outcome.code, "title": outcome.sentence}
    return {"receipts": outcome}


def _check_length(request: HttpRequest) -> None:
    limit = settings.COMITY_ENV["MAX_API_BODY_BYTES"]
    try:
        if int(request.headers.get("Content-Length") or 0) > limit:
            raise TooLarge(f"A request between nodes may have {limit} bytes.")
    except ValueError:
        raise Invalid("The request has no valid length.") from None


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise TooLarge("The request is larger than it said.") from None
    except UnreadablePostError:
        raise Invalid("The request ended before its last byte.") from None
