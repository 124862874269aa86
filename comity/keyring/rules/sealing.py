# SPDX-License-Identifier: Apache-2.0
"""Seals: HPKE (RFC 9180) with the hybrid KEM ML-KEM-768 + X25519, HKDF-SHA256 and AES-256-GCM.

The hybrid keeps recorded traffic secret even from a later quantum computer. A public sealing key travels as the
1184 raw bytes of ML-KEM-768 followed by the 32 of X25519; a private one as its 64-byte seed and 32 bytes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from comity.base.errors import Invalid, Untrusted

PUBLIC_BYTES = 1184 + 32
PRIVATE_BYTES = 64 + 32
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class CannotOpen(Untrusted):
    """What was sealed does not open with this key and this header."""

    code = "cannot-open"


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A private sealing key."""

    lattice: mlkem.MLKEM768PrivateKey
    curve: x25519.X25519PrivateKey

    @classmethod
    def generate(cls) -> SealingKey:
        """Return a fresh key."""
        return cls(mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, data: bytes) -> SealingKey:
        """Return the key `private_bytes` wrote."""
        if len(data) != PRIVATE_BYTES:
            raise Invalid("A sealing key has the wrong length.")
        return cls(
            mlkem.MLKEM768PrivateKey.from_seed_bytes(data[:64]), x25519.X25519PrivateKey.from_private_bytes(data[64:])
        )

    def private_bytes(self) -> bytes:
        """Return the seed and the scalar, 96 bytes."""
        return self.lattice.private_bytes_raw() + self.curve.private_bytes_raw()

    def public_bytes(self) -> bytes:
        """Return the public half, 1216 bytes."""
        return self.lattice.public_key().public_bytes_raw() + self.curve.public_key().public_bytes_raw()


def seal(plain: bytes, *, to: bytes, info: bytes) -> bytes:
    """Return `plain` sealed to the public key `to`, bound to `info`; raise `Invalid` for a malformed key."""
    return bytes(_SUITE.encrypt(plain, _public_key(to), info=info))


def open_sealed(sealed: bytes, *, key: SealingKey, info: bytes) -> bytes:
    """Return what `seal` sealed; raise `CannotOpen` when the key, the header or a byte differs."""
    private = hpke.MLKEM768X25519PrivateKey(key.lattice, key.curve)
    try:
        return bytes(_SUITE.decrypt(sealed, private, info=info))
    except (InvalidTag, ValueError):
        raise CannotOpen("The message cannot be opened with this node's key and this header.") from None


@functools.lru_cache(1024)
def _public_key(to: bytes) -> hpke.MLKEM768X25519PublicKey:
    if len(to) != PUBLIC_BYTES:
        raise Invalid("A public sealing key has the wrong length.")
    try:
        return hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(to[:1184]), x25519.X25519PublicKey.from_public_bytes(to[1184:])
        )
    except ValueError:
        raise Invalid("A public sealing key is malformed.") from None
