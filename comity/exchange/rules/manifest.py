# SPDX-License-Identifier: Apache-2.0
"""The manifest: what an envelope says inside its seal, and the strict reading of it (suite-1.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.base import ids, moments
from comity.base.errors import Invalid

SUITE = "comity-1"
BODY_PART = "body.json"
_KINDS = 64
_HANDLING = ("normal", "restricted")


class BadManifest(Invalid):
    """A manifest is not in the form of suite 1."""

    code = "bad-manifest"


@dataclass(frozen=True, slots=True)
class Part:
    """A file beside the envelope. `size` in bytes, `sha256` in hex, `key` 32 random bytes of AES-256."""

    name: str
    media_type: str
    size: int
    sha256: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Log:
    """The sender's ledger: its checkpoint and the proof that it extends the log of size `base`."""

    note: str
    base: int
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything sealed. `sender` and `recipient` are authority ids such as `az:central`."""

    id: str
    sender: str
    recipient: str
    created: datetime
    expires: datetime
    conversation: str
    reference_to: str
    kind: str
    handling: str
    body: Mapping[str, Any] | None
    log: Log
    parts: tuple[Part, ...]


def node_of(authority: str) -> str:
    """Return the node of an authority id; raise `Invalid`."""
    node, colon, unit = authority.partition(":")
    if not colon or not unit.isidentifier():
        raise BadManifest("An authority id looks like az:central.")
    return ids.parse_node_id(node)


def as_value(manifest: Manifest) -> dict[str, Any]:
    """Return the manifest as the JSON value that is signed."""
    return {
        "v": 1,
        "suite": SUITE,
        "id": manifest.id,
        "from": manifest.sender,
        "to": manifest.recipient,
        "created": moments.to_text(manifest.created),
        "expires": moments.to_text(manifest.expires),
        "conversation": manifest.conversation,
        "reference_to": manifest.reference_to,
        "kind": manifest.kind,
        "handling": manifest.handling,
        "body": dict(manifest.body) if manifest.body is not None else None,
        "log": {"note": manifest.log.note, "base": manifest.log.base, "proof": list(manifest.log.proof)},
        "parts": [
            {"name": p.name, "media_type": p.media_type, "size": p.size, "sha256": p.sha256, "key": p.key.hex()}
            for p in manifest.parts
        ],
    }


def from_value(value: Any, *, max_parts: int, max_part_bytes: int) -> Manifest:
    """Return the manifest in a JSON value; raise `BadManifest` for anything not of suite 1 or over a limit.

    Unknown members are ignored, so that later versions can add some; a missing or mistyped one is refused.
    """
    said = _object(value, "manifest")
    if said.get("v") != 1 or said.get("suite") != SUITE:
        raise BadManifest("The message is of a version or suite this node does not speak.")
    body = said.get("body")
    listed = said.get("parts")
    if not isinstance(listed, list) or len(listed) > max_parts:
        raise BadManifest(f"The message lists no parts, or more than {max_parts}.")
    log = _object(said.get("log"), "log")
    proof = log.get("proof")
    if not isinstance(proof, list) or len(proof) > 128:
        raise BadManifest("The proof of the sender's ledger is malformed.")
    handling = _text(said, "handling", 32)
    if handling not in _HANDLING:
        raise BadManifest("The handling code is unknown.")
    found = Manifest(
        id=ids.parse_uuid(_text(said, "id", 36)),
        sender=_text(said, "from", 64),
        recipient=_text(said, "to", 64),
        created=moments.from_text(_text(said, "created", 32)),
        expires=moments.from_text(_text(said, "expires", 32)),
        conversation=ids.parse_uuid(_text(said, "conversation", 36)),
        reference_to=_text(said, "reference_to", 36, may_be_empty=True),
        kind=_text(said, "kind", _KINDS),
        handling=handling,
        body=None if body is None else _object(body, "body"),
        log=Log(_text(log, "note", 1024), _number(log, "base"), tuple(_text({"": p}, "", 64) for p in proof)),
        parts=tuple(_part(item, max_part_bytes) for item in listed),
    )
    if found.expires <= found.created:
        raise BadManifest("The message expires before it was made.")
    if len({part.name for part in found.parts}) != len(found.parts):
        raise BadManifest("Two parts have the same name.")
    return found


def _part(value: Any, max_bytes: int) -> Part:
    said = _object(value, "part")
    size = _number(said, "size")
    if size > max_bytes:
        raise BadManifest(f"A part is larger than {max_bytes} bytes.")
    name = _text(said, "name", 200)
    if name != name.strip() or any(c in name for c in "/\\\0") or name in {".", ".."} or not name.isprintable():
        raise BadManifest("A part has a name no file may have.")
    try:
        key, digest = bytes.fromhex(_text(said, "key", 64)), bytes.fromhex(_text(said, "sha256", 64))
    except ValueError:
        raise BadManifest("A part's key or hash is malformed.") from None
    if len(key) != 32 or len(digest) != 32:
        raise BadManifest("A part's key or hash has the wrong length.")
    return Part(name, _text(said, "media_type", 100), size, digest.hex(), key)


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadManifest(f"The {what} is not an object.")
    return value


def _text(said: Mapping[str, Any], key: str, longest: int, *, may_be_empty: bool = False) -> str:
    value = said.get(key)
    if not isinstance(value, str) or len(value) > longest or not (value or may_be_empty):
        raise BadManifest(f"The member “{key}” is missing, not a text, or too long.")
    return value


def _number(said: Mapping[str, Any], key: str) -> int:
    value = said.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadManifest(f"The member “{key}” is not a number.")
    return value
