# SPDX-License-Identifier: Apache-2.0
"""Carrying: one drain per destination sends what waits, in order, resumes files, and takes the receipts home."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from comity.base import clock, faults
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import ComityError, Invalid, Unavailable, Untrusted
from comity.directory import queries as directory
from comity.directory.rules.card import Card
from comity.exchange.models import Outgoing, Receipt
from comity.exchange.rules import chunks, hop, manifest
from comity.exchange.rules.manifest import Manifest
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import stating
from comity.keyring import services as keyring
from comity.keyring.rules import encoding, signing

_log = logging.getLogger(__name__)
_LONGEST_PAUSE_SECONDS = 300
_MAX_ANSWER_BYTES = 256 * 1024
_PUSH_AT_ONCE = 50


def carry(*, payload: dict[str, Any], at: datetime) -> datetime | None:
    """Send what waits for one node; return when to try again, or None when nothing waits.

    Raises `Unavailable` when the node does not answer at all: the queue then waits longer and longer.
    """
    peer = directory.peer(payload["node"])
    waiting = Outgoing.objects.filter(to_node=peer.node_id, is_settled=False)
    with httpx.Client(timeout=settings.COMITY_ENV["PEER_TIMEOUT_SECONDS"], follow_redirects=False) as client:
        line = _Line(client, peer)
        for row in waiting.filter(next_at__lte=at).order_by("created_at", "pk"):
            _try(line, row)
        _push_receipts(line)
    upcoming = waiting.order_by("next_at").values_list("next_at", flat=True).first()
    return max(upcoming, at + timedelta(milliseconds=200)) if upcoming else None


class _Line:
    """One connection to a peer on which every request is signed."""

    def __init__(self, client: httpx.Client, peer: Card) -> None:
        self.client, self.peer = client, peer

    def send(self, method: str, path: str, body: bytes = b"", receipt: str = hop.NO_RECEIPT) -> Any:
        """Return the JSON answer; raise `Unavailable` without connection, `Invalid` for any answer but 200."""
        uri = self.peer.base_url + path
        headers = hop.sign(
            method=method,
            uri=uri,
            body=body,
            receipt=receipt,
            created=int(clock.now().timestamp()),
            nonce=encoding.encode(secrets.token_bytes(16)),
            key=keyring.current().signing,
        )
        try:
            with self.client.stream(method, uri, content=body, headers=headers) as answer:
                data = b""
                for block in answer.iter_bytes():
                    data += block
                    if len(data) > _MAX_ANSWER_BYTES:
                        raise Invalid(f"{self.peer.node_id} answered with more than an answer can be.")
        except httpx.HTTPError as error:
            raise Unavailable(f"{self.peer.node_id} does not answer: {type(error).__name__}.") from None
        if answer.status_code != 200:
            raise Invalid(f"{self.peer.node_id} answered {answer.status_code}: {_title(data)}")
        return strict_loads(data)


def _try(line: _Line, row: Outgoing) -> None:
    """Send one message. Whatever is not a signed receipt never ends it: it is noted, and tried again."""
    at = clock.now()
    Outgoing.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, next_at=at + _pause(row.attempts))
    try:
        _send(line, row)
    except Unavailable as error:
        _note(row, error, at)
        raise
    except ComityError as error:
        _log.warning("Message %s to %s: %s", row.pk, row.to_node, error.sentence)
        _note(row, error, at)


def _note(row: Outgoing, error: ComityError, at: datetime) -> None:
    Outgoing.objects.filter(pk=row.pk).update(last_error=error.sentence)
    row.refresh_from_db()
    if row.expires_at <= at and row.state in {"queued", "relayed"}:
        stating.expire(row, at=at)


def _send(line: _Line, row: Outgoing) -> None:
    message = str(row.pk)
    own = Receipt.objects.filter(message=message, stage=Stage.SUBMISSION_ACCEPTED).values_list("token", flat=True)
    submission = own[0]
    faults.point("carry.before-send")
    _take_home(line, line.send("POST", "/exchange/messages", bytes(row.envelope), submission))
    faults.point("carry.after-send")
    row.refresh_from_db()
    if row.is_settled:
        return
    payload = signing.unverified_payload(row.signed_manifest)
    env = settings.COMITY_ENV
    found = manifest.from_value(payload, max_parts=env["MAX_PARTS"], max_part_bytes=env["MAX_PART_BYTES"])
    for number in range(len(found.parts)):
        _send_part(line, row, found, number)
    _take_home(line, line.send("POST", "/exchange/messages", bytes(row.envelope), submission))
    row.refresh_from_db()
    if not row.is_settled:
        raise Invalid(f"{row.to_node} took the message in and did not say what became of it.")


def _send_part(line: _Line, row: Outgoing, found: Manifest, number: int) -> None:
    part, address = found.parts[number], f"/exchange/messages/{row.pk}/parts/{number}"
    here = line.send("GET", address)["chunks"]
    if here < 0:  # no longer awaited: the next answer says why
        return
    total, bound_to = chunks.count(part.size), chunks.binding(row.signed_manifest, number)
    with Path(row.files[number]).open("rb") as file:
        file.seek(here * chunks.CHUNK_BYTES)
        for index in range(here, total):
            sealed = chunks.seal(
                file.read(chunks.CHUNK_BYTES),
                key=part.key,
                number=index,
                is_final=index == total - 1,
                bound_to=bound_to,
            )
            if line.send("PUT", f"{address}/{index}", sealed)["chunks"] != index + 1:
                raise Invalid(f"{row.to_node} did not keep a piece of “{part.name}”.")
            faults.point("carry.chunk-sent")


def _take_home(line: _Line, answer: Any) -> None:
    tokens = answer.get("receipts") if isinstance(answer, dict) else None
    if not isinstance(tokens, list) or not tokens or not all(isinstance(token, str) for token in tokens):
        raise Untrusted(f"{line.peer.node_id} answered without receipts.")
    for token in tokens:
        stating.accept(token, issuer=line.peer.node_id, public=line.peer.signing_key)


def _push_receipts(line: _Line) -> None:
    while rows := list(Receipt.objects.filter(to_push=line.peer.node_id).order_by("pk")[:_PUSH_AT_ONCE]):
        try:
            line.send("POST", "/exchange/receipts", canonical({"receipts": [row.token for row in rows]}))
        except Invalid as error:
            raise Unavailable(f"Receipts could not be handed over. {error.sentence}") from None
        Receipt.objects.filter(pk__in=[row.pk for row in rows]).update(to_push="")


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=min(2 ** min(attempts, 16), _LONGEST_PAUSE_SECONDS))


def _title(data: bytes) -> str:
    try:
        return str(strict_loads(data)["title"])
    except (ComityError, KeyError, TypeError):
        return data[:200].decode("utf-8", "replace")
