# SPDX-License-Identifier: Apache-2.0
"""A node's card: what it says of itself, signed by the key it names (JWS, typ `comity-card+jws`)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base import ids, moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules import encoding, sealing, signing

KIND = "comity-card+jws"
MAX_BYTES = 16 * 1024
_FIELDS = {"v", "node_id", "state", "name", "base_url", "signing_key", "sealing_key", "issued_at"}


@dataclass(frozen=True, slots=True)
class Card:
    """What a node says of itself. `signing_key` and `sealing_key` are raw public bytes."""

    node_id: str
    state: str
    name: str
    base_url: str
    signing_key: bytes
    sealing_key: bytes
    issued_at: datetime

    @property
    def signing_key_id(self) -> str:
        """Return the fingerprint."""
        return signing.key_id(self.signing_key)

    @property
    def authority_id(self) -> str:
        """Return the id of the central authority the node speaks for."""
        return f"{self.node_id}:central"


def write(card: Card, *, key: Ed25519PrivateKey) -> bytes:
    """Return the card signed by `key`, which must be the one it names."""
    payload = canonical(
        {
            "v": 1,
            "node_id": card.node_id,
            "state": card.state,
            "name": card.name,
            "base_url": card.base_url,
            "signing_key": encoding.encode(card.signing_key),
            "sealing_key": encoding.encode(card.sealing_key),
            "issued_at": moments.to_text(card.issued_at),
        }
    )
    return signing.sign(payload, key=key, kind=KIND).encode()


@functools.lru_cache(1024)
def read(data: bytes) -> Card:
    """Return the card in `data`, worked out once for the same bytes.

    Raises `Invalid` when malformed, `Untrusted` when it is not signed by its own key.
    """
    if len(data) > MAX_BYTES:
        raise Invalid("The card is larger than a card can be.")
    try:
        token = data.strip().decode("ascii")
    except UnicodeDecodeError:
        raise Invalid("That is not a card: it is not plain text.") from None
    said = signing.unverified_payload(token)
    if not set(said) >= _FIELDS or said["v"] != 1 or not all(isinstance(said[k], str) for k in _FIELDS - {"v"}):
        raise Invalid("That is not a card of a Comity node, version 1.")
    key = encoding.decode(said["signing_key"])
    said = strict_loads(signing.verify(token, public=key, kind=KIND))
    card = Card(
        node_id=ids.parse_node_id(said["node_id"]),
        state=said["state"],
        name=said["name"],
        base_url=said["base_url"].rstrip("/"),
        signing_key=key,
        sealing_key=encoding.decode(said["sealing_key"]),
        issued_at=moments.from_text(said["issued_at"]),
    )
    if not card.base_url.startswith(("https://", "http://")) or len(card.sealing_key) != sealing.PUBLIC_BYTES:
        raise Untrusted("The card names no usable address or sealing key.")
    return card
