# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: size and root of a log as a C2SP signed note with one Ed25519 signature.

comity/az
42
<root, base64>

— comity/az <base64 of 4 bytes of key hash and 64 of signature>
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base.errors import Untrusted
from comity.keyring.rules import signing

_DASH = "\u2014 "
_ED25519 = b"\x01"  # C2SP signed-note: signature type of Ed25519
_MAX_SIZE_DIGITS = 15
_REMEMBERED = 256  # checkpoints of a few hundred bytes


class BadCheckpoint(Untrusted):
    """A checkpoint is malformed, foreign, or its signature does not hold."""

    code = "bad-checkpoint"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of the log of a node."""

    node_id: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """Return the signed text."""
        return f"comity/{self.node_id}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, *, key: Ed25519PrivateKey) -> str:
    """Return the signed note of a checkpoint."""
    name = f"comity/{checkpoint.node_id}"
    signature = key.sign(checkpoint.body.encode())
    line = base64.b64encode(_key_hash(name, signing.public_bytes(key)) + signature).decode()
    return f"{checkpoint.body}\n{_DASH}{name} {line}\n"


@functools.lru_cache(_REMEMBERED)
def verify(note: str, *, node_id: str, public: bytes) -> Checkpoint:
    """Return the checkpoint of `node_id` signed by `public`; raise `BadCheckpoint` for anything else.

    What held for these bytes is remembered: the next checkpoint is compared with the one before it.
    """
    name = f"comity/{node_id}"
    lines = note.split("\n")
    if len(lines) != 6 or lines[3] or lines[5] or lines[0] != name or not lines[4].startswith(f"{_DASH}{name} "):
        raise BadCheckpoint("A checkpoint does not have the form of this node's.")
    if not (lines[1].isascii() and lines[1].isdigit() and len(lines[1]) <= _MAX_SIZE_DIGITS):
        raise BadCheckpoint("A checkpoint has no size.")
    root, mark = _base64(lines[2]), _base64(lines[4].rsplit(" ", 1)[1])
    checkpoint = Checkpoint(node_id, int(lines[1]), root)
    if len(root) != 32 or mark[:4] != _key_hash(name, public) or not note.startswith(checkpoint.body):
        raise BadCheckpoint("A checkpoint is malformed or signed by another key.")
    signing.check(mark[4:], checkpoint.body.encode(), public=public)
    return checkpoint


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadCheckpoint("A checkpoint is not base64.") from None
    if base64.b64encode(data).decode() != text:
        raise BadCheckpoint("A checkpoint is not in canonical base64.")
    return data
