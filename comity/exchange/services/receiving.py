# SPDX-License-Identifier: Apache-2.0
"""Receiving: from bytes to a delivered message and its receipts. Idempotent by message id, one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from comity.base import faults
from comity.base.canonical import strict_loads
from comity.base.errors import ComityError, Invalid, Refused, Unavailable, Untrusted
from comity.directory.rules.card import Card
from comity.exchange.models import Incoming, Receipt
from comity.exchange.rules import envelope, manifest
from comity.exchange.rules.manifest import Manifest
from comity.exchange.rules.receipts import BadReceipt, Stage
from comity.exchange.services import assembling, stating
from comity.keyring import services as keyring
from comity.ledger import services as ledger

_log = logging.getLogger(__name__)
_MAX_SKEW_SECONDS = 24 * 3600
_MAX_LATER_RECEIPTS = 100


class IdReused(Refused):
    """Another message already has this id."""

    code = "id-reused"


@dataclass(frozen=True, slots=True)
class InPart:
    """A file that came with a message, complete and checked. `path` is the exchange's: adopt it, do not move it."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as handed to the service that answers its kind."""

    id: str
    conversation: str
    reference_to: str
    from_node: str
    from_state: str
    kind: str
    handling: str
    created_at: datetime
    body: Mapping[str, Any]
    parts: tuple[InPart, ...]


Handlers = Mapping[str, Callable[..., None]]


def receive(*, data: bytes, submission: str, peer: Card, handlers: Handlers, at: datetime) -> list[str]:
    """Take in an envelope from `peer` and return every receipt of this node about it, oldest first.

    The same envelope again gives the same stored receipts. What the sender got wrong ends in a signed refusal, also
    stored. Raises without a receipt, so that nothing ends: `Invalid` for bytes that are no envelope, `IdReused`,
    `Untrusted` for a foreign sender.
    """
    outer = envelope.read_outer(data, max_bytes=settings.COMITY_ENV["MAX_ENVELOPE_BYTES"])
    if manifest.node_of(outer.sender) != peer.node_id:
        raise Untrusted("The envelope names another sender than the node that brought it.")
    digest = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            row = _take_in(outer, data, digest, submission, peer, at)
            _advance(row, peer, handlers, at)
            faults.point("receive.before-commit")
    except IntegrityError:  # two deliveries of one message at once: the other one won
        _same(outer.id, digest, peer)
    faults.point("receive.after-commit")
    return _own_receipts(outer.id)


def receive_chunk(  # one chunk of one part of one message
    *, message: str, part: int, number: int, data: bytes, peer: Card
) -> int:
    """Keep a chunk of a part; return how many are here. A chunk already kept, or not yet due, changes nothing."""
    row = Incoming.objects.filter(pk=message, from_node=peer.node_id, state="awaiting-parts").first()
    if row is None:
        return -1
    return assembling.put(message, row.signed_manifest, read_manifest(row, peer), part, number, data)


def chunks_here(*, message: str, part: int, peer: Card) -> int:
    """Return how many chunks of a part are here, -1 when none is awaited."""
    row = Incoming.objects.filter(pk=message, from_node=peer.node_id, state="awaiting-parts").first()
    if row is None:
        return -1
    return assembling.have(message, read_manifest(row, peer), part)


def receive_receipts(*, tokens: list[Any], peer: Card) -> None:
    """Keep receipts a partner pushes; raise `Untrusted` at the first that is not theirs to give."""
    if len(tokens) > _MAX_LATER_RECEIPTS or not all(isinstance(token, str) for token in tokens):
        raise Invalid(f"Send at most {_MAX_LATER_RECEIPTS} receipts at once.")
    for token in tokens:
        stating.accept(token, issuer=peer.node_id, public=peer.signing_key)


def read_manifest(row: Incoming, peer: Card) -> Manifest:
    """Return the manifest of a message taken in."""
    env = settings.COMITY_ENV
    outer = envelope.read_outer(bytes(row.envelope), max_bytes=env["MAX_ENVELOPE_BYTES"])
    return _open(outer, peer)[0]


def _open(outer: envelope.Outer, peer: Card) -> tuple[Manifest, str]:
    env = settings.COMITY_ENV
    return envelope.open_sealed(
        outer,
        key=keyring.current().sealing,
        sender=peer.signing_key,
        max_parts=env["MAX_PARTS"],
        max_part_bytes=env["MAX_PART_BYTES"],
    )


def _take_in(outer: envelope.Outer, data: bytes, digest: str, submission: str, peer: Card, at: datetime) -> Incoming:
    known = Incoming.objects.select_for_update().filter(pk=outer.id).first()
    if known:
        _same(outer.id, digest, peer)
        return known
    row = Incoming(
        id=outer.id,
        conversation=outer.id,
        from_node=peer.node_id,
        envelope=data,
        envelope_sha256=digest,
        received_at=at,
        state="awaiting-parts",
    )
    row.save(force_insert=True)
    try:
        _keep_submission(submission, peer)
        found, row.signed_manifest = _open(outer, peer)
        _acceptable(found, at)
    except ComityError as error:
        _refuse(row, Stage.RELAY_REJECTED, error, at)
        return row
    row.conversation, row.kind = found.conversation, found.kind
    row.save()
    log = found.log
    ledger.witness(node_id=peer.node_id, public=peer.signing_key, note=log.note, base=log.base, proof=log.proof, at=at)
    _state(row, Stage.RELAY_ACCEPTED, at)
    return row


def _keep_submission(token: str, peer: Card) -> None:
    receipt = stating.accept(token, issuer=peer.node_id, public=peer.signing_key)
    if receipt.stage is not Stage.SUBMISSION_ACCEPTED:
        raise BadReceipt("The message does not come with its submission receipt.")


def _acceptable(found: Manifest, at: datetime) -> None:
    env = settings.COMITY_ENV
    if found.recipient != f"{env['NODE_ID']}:{env['AUTHORITY']}":
        raise Refused("The message is addressed to an authority this node does not speak for.")
    if found.expires <= at:
        raise Refused("The message had expired when it came. Nothing was done; send it again.")
    if (found.created - at).total_seconds() > _MAX_SKEW_SECONDS:
        raise Refused("The message is dated more than a day in the future. Compare the clocks of both nodes.")


def _advance(row: Incoming, peer: Card, handlers: Handlers, at: datetime) -> None:
    """Deliver a message whose parts are all here; refuse what has expired meanwhile or cannot be understood."""
    if row.state != "awaiting-parts":
        return
    found = read_manifest(row, peer)
    try:
        _acceptable(found, at)
        parts = assembling.complete(str(row.pk), found)
        if parts is None:
            return
        with transaction.atomic():  # what the handler wrote goes when it refuses; the refusal stays
            handler = handlers.get(found.kind)
            if handler is None:
                raise Refused(f"This node does not understand messages of the kind “{found.kind}”.")
            handler(message=_delivered(found, peer, parts), at=at)
            faults.point("receive.handled")
    except Unavailable:
        raise
    except ComityError as error:
        _refuse(row, Stage.NOT_DELIVERED, error, at)
        return
    row.state = "delivered"
    row.save(update_fields=["state"])
    _state(row, Stage.DELIVERED, at)
    transaction.on_commit(lambda: assembling.clear(str(row.pk)))


def _delivered(found: Manifest, peer: Card, paths: list[Path]) -> Delivered:
    parts = [InPart(p.name, p.media_type, p.size, p.sha256, path) for p, path in zip(found.parts, paths, strict=True)]
    body = found.body
    if body is None:
        if not parts or parts[0].name != manifest.BODY_PART:
            raise Invalid("The message has no body.")
        body = strict_loads(parts.pop(0).path.read_bytes())
        if not isinstance(body, dict):
            raise Invalid("The body of the message is not an object.")
    return Delivered(
        id=found.id,
        conversation=found.conversation,
        reference_to=found.reference_to,
        from_node=peer.node_id,
        from_state=peer.state,
        kind=found.kind,
        handling=found.handling,
        created_at=found.created,
        body=body,
        parts=tuple(parts),
    )


def _refuse(row: Incoming, stage: Stage, error: ComityError, at: datetime) -> None:
    _log.warning("Message %s from %s refused: %s", row.pk, row.from_node, error.code)
    row.state = "refused"
    row.save()
    _state(row, stage, at, code=error.code, text=error.sentence)


def _state(row: Incoming, stage: Stage, at: datetime, *, code: str = "", text: str = "") -> None:
    message = str(row.pk)
    stating.issue(
        message=message,
        envelope=row.envelope_sha256,
        stage=stage,
        peer=row.from_node,
        at=at,
        code=code,
        text=text,
        signed_manifest=row.signed_manifest,
    )
    data = {"stage": stage.value, "envelope": row.envelope_sha256, "from": row.from_node, "code": code}
    ledger.record(event="message.received", subject=f"message:{message}", actor="node", at=at, data=data)


def _same(message: str, digest: str, peer: Card) -> None:
    known = Incoming.objects.get(pk=message)
    if known.envelope_sha256 != digest or known.from_node != peer.node_id:
        raise IdReused("Another message already has this id. Nothing was done.")


def _own_receipts(message: str) -> list[str]:
    mine = Receipt.objects.filter(message=message, issuer=settings.COMITY_ENV["NODE_ID"])
    return list(mine.order_by("pk").values_list("token", flat=True))
