# SPDX-License-Identifier: Apache-2.0
"""Parts cut into chunks of 1 MiB, each sealed with AES-256-GCM (suite-1.md §4).

The nonce is seven zero bytes, the chunk's number and a final flag; every part has its own key, so no nonce repeats.
The hash of the signed manifest and the part's number are associated data: a chunk fits one place of one message.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.base.errors import Untrusted

CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16


class BadChunk(Untrusted):
    """A chunk was changed, moved, or belongs to another message."""

    code = "bad-chunk"


def count(size: int) -> int:
    """Return how many chunks a part of `size` bytes has; an empty part has one empty chunk."""
    return max(1, -(-size // CHUNK_BYTES))


def binding(signed_manifest: str, part: int) -> bytes:
    """Return the associated data of every chunk of a part."""
    return hashlib.sha256(signed_manifest.encode()).digest() + part.to_bytes(4, "big")


def seal(plain: bytes, *, key: bytes, number: int, is_final: bool, bound_to: bytes) -> bytes:
    """Return a sealed chunk."""
    return AESGCM(key).encrypt(_nonce(number, is_final=is_final), plain, bound_to)


def open_chunk(sealed: bytes, *, key: bytes, number: int, is_final: bool, bound_to: bytes) -> bytes:
    """Return the bytes of a chunk; raise `BadChunk`."""
    try:
        return AESGCM(key).decrypt(_nonce(number, is_final=is_final), sealed, bound_to)
    except (InvalidTag, ValueError):
        raise BadChunk("A piece of a file does not belong where it was put, or was changed.") from None


def _nonce(number: int, *, is_final: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([is_final])
