# SPDX-License-Identifier: Apache-2.0
"""A message as the service that answers its kind gets it, and what must be so before it is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from comity.base.canonical import strict_loads
from comity.base.errors import Invalid, Refused
from comity.directory.rules.card import Card
from comity.exchange.models import Incoming
from comity.exchange.rules import envelope, manifest
from comity.exchange.rules.manifest import Manifest
from comity.keyring import services as keyring

_MAX_SKEW_SECONDS = 24 * 3600


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


def open_manifest(outer: envelope.Outer, peer: Card) -> tuple[Manifest, str]:
    """Return the manifest of an envelope and its signed form; raises as `envelope.open_sealed`."""
    env = settings.COMITY_ENV
    return envelope.open_sealed(
        outer,
        key=keyring.current().sealing,
        sender=peer.signing_key,
        max_parts=env["MAX_PARTS"],
        max_part_bytes=env["MAX_PART_BYTES"],
    )


def read_manifest(row: Incoming, peer: Card) -> Manifest:
    """Return the manifest of a message taken in."""
    outer = envelope.read_outer(bytes(row.envelope), max_bytes=settings.COMITY_ENV["MAX_ENVELOPE_BYTES"])
    return open_manifest(outer, peer)[0]


def check(found: Manifest, *, at: datetime) -> None:
    """Raise `Refused` for a message to another authority, an expired one, and one from the future."""
    env = settings.COMITY_ENV
    if found.recipient != f"{env['NODE_ID']}:{env['AUTHORITY']}":
        raise Refused("The message is addressed to an authority this node does not speak for.")
    if found.expires <= at:
        raise Refused("The message had expired when it came. Nothing was done; send it again.")
    if (found.created - at).total_seconds() > _MAX_SKEW_SECONDS:
        raise Refused("The message is dated more than a day in the future. Compare the clocks of both nodes.")


def delivered(found: Manifest, peer: Card, paths: list[Path]) -> Delivered:
    """Return the message with its files; raise `Invalid` where its body is none."""
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
