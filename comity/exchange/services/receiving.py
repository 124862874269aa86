# SPDX-License-Identifier: Apache-2.0
"""Receiving: from bytes to a delivered message and its receipts. Idempotent by message id, one transaction."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from comity.base import faults
from comity.base.canonical import strict_loads
from comity.base.errors import ComityError, Invalid, Refused, Unavailable, Untrusted
from comity.directory import queries as directory
from comity.directory.rules.card import Card
from comity.exchange.models import Incoming, Outgoing
from comity.exchange.rules import envelope, manifest, receipts
from comity.exchange.rules.manifest import Manifest
from comity.exchange.rules.receipts import BadReceipt, Stage
from comity.exchange.services import assembling, stating
from comity.exchange.services.chain import Chain
from comity.exchange.services.handling import Delivered, Handlers, InPart, Opened
from comity.keyring import services as keyring
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger

_log = logging.getLogger(__name__)
_MAX_SKEW_SECONDS = 24 * 3600
_MAX_LATER_RECEIPTS = 100


class IdReused(Refused):
    """Another message already has this id."""

    code = "id-reused"


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
            taken = _take_in(outer, data, digest, submission, peer, at)
            _advance(taken, peer, handlers, at)
            faults.point("receive.before-commit")
    except IntegrityError:  # two deliveries of one message at once: the other one won
        _same(Incoming.objects.get(pk=outer.id), digest, peer)
        taken = _Taken(Incoming(), Chain.of(outer.id), None)
    faults.point("receive.after-commit")
    return taken.chain.tokens_of(settings.COMITY_ENV["NODE_ID"])


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
    stating.accept(tokens, issuer=peer.node_id, public=peer.signing_key)


def end_incomplete(*, at: datetime) -> None:
    """Refuse messages whose files did not all come before they expired, and forget what came of them."""
    for key in Incoming.objects.filter(state="awaiting-parts").values_list("pk", flat=True):
        with transaction.atomic():
            row = Incoming.objects.select_for_update().get(pk=key)
            try:
                _acceptable(read_manifest(row, directory.peer(row.from_node)), at)
            except ComityError as error:
                _refuse(_Taken(row, Chain.of(str(row.pk)), None), Stage.NOT_DELIVERED, error, at)


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


@dataclass(slots=True)
class _Taken:
    """A message being taken in: its row, its receipts, and its manifest if it was just opened."""

    row: Incoming
    chain: Chain
    found: Manifest | None
    witnessed: int | None = None


def _take_in(outer: envelope.Outer, data: bytes, digest: str, submission: str, peer: Card, at: datetime) -> _Taken:
    known = Incoming.objects.select_for_update().filter(pk=outer.id).first()
    if known:
        _same(known, digest, peer)
        return _Taken(known, Chain.of(outer.id), None)
    if Outgoing.objects.filter(pk=outer.id).exists():
        raise IdReused("This node itself sent a message of this id. Nothing was done.")
    row = Incoming(
        id=outer.id,
        conversation=outer.id,
        from_node=peer.node_id,
        envelope=data,
        envelope_sha256=digest,
        received_at=at,
        state="awaiting-parts",
    )
    taken = _Taken(row, Chain(outer.id), None)
    receipt, fault = None, None
    try:
        receipt = _read_submission(submission, outer.id, digest, peer)
        found, row.signed_manifest = _open(outer, peer)
        _acceptable(found, at)
        log = found.log
        ledger.witness(
            node_id=peer.node_id, public=peer.signing_key, note=log.note, base=log.base, proof=log.proof, at=at
        )
        taken.witnessed = ledger_queries.witnessed_size(peer.node_id)
        taken.found, row.conversation, row.kind = found, found.conversation, found.kind
    except ComityError as error:
        fault = error
    row.save(force_insert=True)
    if receipt:
        taken.chain.store(receipt, submission)
    if fault or taken.found is None:
        _refuse(taken, Stage.RELAY_REJECTED, fault or Invalid("The message could not be read."), at)
        return taken
    _state(taken, Stage.RELAY_ACCEPTED, at)
    return taken


def _read_submission(token: str, message: str, digest: str, peer: Card) -> receipts.Receipt:
    receipt = receipts.read(token, issuer=peer.node_id, public=peer.signing_key)
    wanted = (Stage.SUBMISSION_ACCEPTED, message, digest, "")
    if (receipt.stage, receipt.message, receipt.envelope, receipt.previous) != wanted:
        raise BadReceipt("The message does not come with its submission receipt.")
    return receipt


def _acceptable(found: Manifest, at: datetime) -> None:
    env = settings.COMITY_ENV
    if found.recipient != f"{env['NODE_ID']}:{env['AUTHORITY']}":
        raise Refused("The message is addressed to an authority this node does not speak for.")
    if found.expires <= at:
        raise Refused("The message had expired when it came. Nothing was done; send it again.")
    if (found.created - at).total_seconds() > _MAX_SKEW_SECONDS:
        raise Refused("The message is dated more than a day in the future. Compare the clocks of both nodes.")


def _advance(taken: _Taken, peer: Card, handlers: Handlers, at: datetime) -> None:
    """Deliver a message whose parts are all here; refuse what has expired meanwhile or cannot be understood."""
    row = taken.row
    if row.state != "awaiting-parts":
        return
    try:
        found = taken.found or read_manifest(row, peer)
        _acceptable(found, at)
        parts = assembling.complete(str(row.pk), found)
        if parts is None:
            return
        with transaction.atomic():  # what the handler wrote goes when it refuses; the refusal stays
            handler = handlers.get(found.kind)
            if handler is None:
                raise Refused(f"This node does not understand messages of the kind “{found.kind}”.")
            reading = handler.take(message=_delivered(found, peer, parts), at=at)
            faults.point("receive.handled")
    except Unavailable:
        raise
    except ComityError as error:
        _refuse(taken, Stage.NOT_DELIVERED, error, at)
        return
    row.state = "delivered"
    row.reading = reading or "" if handler.opened is Opened.READ else ""
    row.save(update_fields=["state", "reading"])
    _state(taken, Stage.DELIVERED, at)
    if not row.reading:
        _issue(taken, Stage.RETRIEVED, at)
    if found.parts:
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


def _refuse(taken: _Taken, stage: Stage, error: ComityError, at: datetime) -> None:
    row = taken.row
    _log.warning("Message %s from %s refused: %s", row.pk, row.from_node, error.code)
    row.state = "refused"
    row.save(update_fields=["state"])
    _state(taken, stage, at, code=error.code, text=error.sentence)
    transaction.on_commit(lambda: assembling.clear(str(row.pk)))


def _state(taken: _Taken, stage: Stage, at: datetime, *, code: str = "", text: str = "") -> None:
    _issue(taken, stage, at, code=code, text=text)
    row = taken.row
    data = {"stage": stage.value, "envelope": row.envelope_sha256, "from": row.from_node, "code": code}
    ledger.record(event="message.received", subject=f"message:{row.pk}", actor="node", at=at, data=data)


def _issue(taken: _Taken, stage: Stage, at: datetime, *, code: str = "", text: str = "") -> None:
    row = taken.row
    stating.issue(
        message=str(row.pk),
        envelope=row.envelope_sha256,
        stage=stage,
        peer=row.from_node,
        at=at,
        code=code,
        text=text,
        signed_manifest=row.signed_manifest,
        chain=taken.chain,
        witnessed=taken.witnessed,
    )


def _same(known: Incoming, digest: str, peer: Card) -> None:
    if known.envelope_sha256 != digest or known.from_node != peer.node_id:
        raise IdReused("Another message already has this id. Nothing was done.")
