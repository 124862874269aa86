# SPDX-License-Identifier: Apache-2.0
"""Posting: seal a message and put it into the outbox, in the transaction of the act it belongs to."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.base import ids
from comity.base.canonical import canonical
from comity.base.errors import Invalid, TooLarge
from comity.directory import queries as directory
from comity.exchange.models import Outgoing, SeenLog
from comity.exchange.rules import envelope
from comity.exchange.rules.manifest import BODY_PART, Log, Manifest, Part, node_of
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import stating
from comity.exchange.services.chain import Chain, store
from comity.keyring import services as keyring
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger

_BODY_IN_ENVELOPE = 24 * 1024


@dataclass(frozen=True, slots=True)
class OutPart:
    """A file to send. `path` must keep its content until the message is answered."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: str


def post(  # what a message is made of
    *,
    to_node: str,
    kind: str,
    body: Mapping[str, Any],
    conversation: str,
    at: datetime,
    parts: Sequence[OutPart] = (),
    reference_to: str = "",
    handling: str = "normal",
) -> str:
    """Seal `body` and `parts` to a node's central authority and queue them; return the message id.

    Raises `UnknownPeer`, `TooLarge`, or `Invalid`. Nothing leaves before the caller's transaction commits.
    """
    env, peer = settings.COMITY_ENV, directory.peer(to_node)
    message = ids.new_uuid()
    travelling = list(parts)
    in_envelope: Mapping[str, Any] | None = body
    if len(canonical(body)) > _BODY_IN_ENVELOPE:
        travelling.insert(0, _body_part(message, body))
        in_envelope = None
    if len(travelling) > env["MAX_PARTS"] or any(p.size > env["MAX_PART_BYTES"] for p in travelling):
        raise TooLarge(
            f"A message may carry {env['MAX_PARTS']} files of {env['MAX_PART_BYTES']} bytes each. Send more messages."
        )
    with transaction.atomic():
        manifest = Manifest(
            id=message,
            sender=f"{env['NODE_ID']}:{env['AUTHORITY']}",
            recipient=peer.authority_id,
            created=at,
            expires=at + timedelta(hours=env["MESSAGE_LIFE_HOURS"]),
            conversation=conversation,
            reference_to=reference_to,
            kind=kind,
            handling=handling,
            body=in_envelope,
            log=_log(to_node),
            parts=tuple(Part(p.name, p.media_type, p.size, p.sha256, secrets.token_bytes(32)) for p in travelling),
        )
        data, signed = envelope.write(
            manifest, key=keyring.current().signing, to=peer.sealing_key, max_bytes=env["MAX_ENVELOPE_BYTES"]
        )
        _queue(manifest, data, signed, [p.path for p in travelling])
        stating.wake(to_node, at=at)
    return message


def _queue(manifest: Manifest, data: bytes, signed: str, files: list[str]) -> None:
    """Write the outbox row, the ledger entry and the first receipt of a sealed message."""
    digest, peer, at = hashlib.sha256(data).hexdigest(), node_of(manifest.recipient), manifest.created
    Outgoing.objects.create(
        id=manifest.id,
        conversation=manifest.conversation,
        to_node=peer,
        recipient=manifest.recipient,
        kind=manifest.kind,
        created_at=at,
        expires_at=manifest.expires,
        envelope=data,
        envelope_sha256=digest,
        signed_manifest=signed,
        files=files,
        next_at=at,
    )
    entry = {"kind": manifest.kind, "to": peer, "envelope": digest}
    ledger.record(event="message.posted", subject=f"message:{manifest.id}", actor="node", at=at, data=entry)
    chain = Chain(manifest.id)
    proven = ledger_queries.witnessed_size(peer)
    stating.add(chain, Stage.SUBMISSION_ACCEPTED, envelope=digest, at=at, witnessed=proven, signed_manifest=signed)
    store([chain])


def _log(to_node: str) -> Log:
    size, note = ledger.take_checkpoint()
    seen = SeenLog.objects.filter(pk=to_node).values_list("size", flat=True).first() or 0
    base = min(seen, size)
    return Log(note, base, tuple(ledger_queries.consistency_proof(base, size)))


def _body_part(message: str, body: Mapping[str, Any]) -> OutPart:
    data = canonical(body)
    if len(data) > settings.COMITY_ENV["MAX_PART_BYTES"]:
        raise Invalid("The text of the message is too long. Attach it as a file.")
    folder = Path(settings.FILES) / "outgoing"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{message}.json"
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # before the row that names it
    return OutPart(BODY_PART, "application/json", len(data), hashlib.sha256(data).hexdigest(), str(path))
