# SPDX-License-Identifier: Apache-2.0
"""The envelope: a manifest signed, then sealed, bound to its outer header (suite-1.md §2). Raises, never says False."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base import ids, moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, TooLarge, Untrusted
from comity.exchange.rules import manifest as manifests
from comity.exchange.rules.manifest import Manifest
from comity.keyring.rules import encoding, sealing, signing

KIND = "comity-manifest+jws"
_MEMBERS = {"v", "suite", "id", "from", "to", "created", "sealed"}


class BadEnvelope(Invalid):
    """The bytes are not an envelope of suite 1."""

    code = "bad-envelope"


class HeaderDiffers(Untrusted):
    """What is signed inside is not what stands outside."""

    code = "header-differs"


@dataclass(frozen=True, slots=True)
class Outer:
    """What a relay may see."""

    id: str
    sender: str
    recipient: str
    created: datetime
    sealed: bytes

    @property
    def info(self) -> bytes:
        """Return the header bytes the seal is bound to."""
        return canonical(_header(self.id, self.sender, self.recipient, self.created))


def write(manifest: Manifest, *, key: Ed25519PrivateKey, to: bytes, max_bytes: int) -> tuple[bytes, str]:
    """Return envelope bytes and the signed manifest; raise `TooLarge` above `max_bytes`."""
    signed = signing.sign(canonical(manifests.as_value(manifest)), key=key, kind=KIND)
    header = _header(manifest.id, manifest.sender, manifest.recipient, manifest.created)
    sealed = sealing.seal(signed.encode(), to=to, info=canonical(header))
    data = canonical({**header, "sealed": encoding.encode(sealed)})
    if len(data) > max_bytes:
        raise TooLarge(f"The message is {len(data)} bytes; an envelope may have {max_bytes}. Send files as parts.")
    return data, signed


def read_outer(data: bytes, *, max_bytes: int) -> Outer:
    """Return the outer header; raise `BadEnvelope` or `TooLarge`. Nothing in it is trusted yet."""
    if len(data) > max_bytes:
        raise TooLarge(f"An envelope may have {max_bytes} bytes.")
    said: Any = strict_loads(data)
    if not isinstance(said, dict) or set(said) != _MEMBERS or said["v"] != 1 or said["suite"] != manifests.SUITE:
        raise BadEnvelope("The bytes are not an envelope of suite comity-1.")
    if not all(isinstance(said[k], str) for k in _MEMBERS - {"v"}) or canonical(said) != data:
        raise BadEnvelope("The envelope is not in canonical form.")
    manifests.node_of(said["from"])
    manifests.node_of(said["to"])
    return Outer(
        ids.parse_uuid(said["id"]),
        said["from"],
        said["to"],
        moments.from_text(said["created"]),
        encoding.decode(said["sealed"]),
    )


def open_sealed(
    outer: Outer, *, key: sealing.SealingKey, sender: bytes, max_parts: int, max_part_bytes: int
) -> tuple[Manifest, str]:
    """Return the manifest and its signed form.

    Raises `CannotOpen`, `BadSignature` (not signed by `sender`), `BadManifest`, or `HeaderDiffers`.
    """
    opened = sealing.open_sealed(outer.sealed, key=key, info=outer.info)
    try:
        signed = opened.decode("ascii")
    except UnicodeDecodeError:
        raise BadEnvelope("The sealed content is not a signed manifest.") from None
    payload = signing.verify(signed, public=sender, kind=KIND)
    found = manifests.from_value(strict_loads(payload), max_parts=max_parts, max_part_bytes=max_part_bytes)
    if (found.id, found.sender, found.recipient, found.created) != (
        outer.id,
        outer.sender,
        outer.recipient,
        outer.created,
    ):
        raise HeaderDiffers("The signed manifest names another message than its envelope.")
    return found, signed


def _header(message: str, sender: str, recipient: str, created: datetime) -> dict[str, Any]:
    return {
        "v": 1,
        "suite": manifests.SUITE,
        "id": message,
        "from": sender,
        "to": recipient,
        "created": moments.to_text(created),
    }
