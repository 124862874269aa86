# SPDX-License-Identifier: Apache-2.0
"""Signatures: compact JWS (RFC 7515) with Ed25519 (RFC 8037). The bytes verified are the bytes returned."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules import encoding

_ALGORITHM = "Ed25519"  # RFC 9864: the fully specified name


_PARTNERS = 1024  # keys kept ready: more than a federation has


class BadSignature(Untrusted):
    """A signature does not hold, or is not in the one form accepted."""

    code = "bad-signature"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 raw bytes of the public half."""
    return key.public_key().public_bytes_raw()


@functools.lru_cache(_PARTNERS)
def key_id(public: bytes) -> str:
    """Return the RFC 7638 thumbprint of an Ed25519 public key of 32 raw bytes."""
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": encoding.encode(public)}
    return encoding.encode(hashlib.sha256(canonical(jwk)).digest())


def sign(payload: bytes, *, key: Ed25519PrivateKey, kind: str) -> str:
    """Return `payload` as compact JWS; `kind` becomes the header's `typ`, so one form never passes for another."""
    header = _header(public_bytes(key), kind)
    signed = f"{encoding.encode(header)}.{encoding.encode(payload)}"
    return f"{signed}.{encoding.encode(key.sign(signed.encode()))}"


def verify(token: str, *, public: bytes, kind: str) -> bytes:
    """Return the payload of a JWS made by the key `public`; raise `BadSignature` otherwise.

    The protected header must be exactly the one `sign` writes: no other algorithm, type, key or extra member.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise BadSignature("A signed statement does not have three parts.")
    expected = _header(public, kind)
    try:
        header, payload, signature = (encoding.decode(part) for part in parts)
    except Invalid as error:
        raise BadSignature(error.sentence) from None
    if header != expected:
        raise BadSignature("A signed statement names another algorithm, type or key than expected.")
    check(signature, f"{parts[0]}.{parts[1]}".encode(), public=public)
    return payload


def check(signature: bytes, data: bytes, *, public: bytes) -> None:
    """Raise `BadSignature` unless `signature` over `data` was made by the key `public`."""
    try:
        _public_key(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        raise BadSignature("A signature does not hold.") from None


def unverified_payload(token: str) -> dict[str, Any]:
    """Return the payload of a JWS as an object WITHOUT checking it: only to learn whose key to ask for."""
    parts = token.split(".")
    if len(parts) != 3:
        raise BadSignature("A signed statement does not have three parts.")
    value = strict_loads(encoding.decode(parts[1]))
    if not isinstance(value, dict):
        raise BadSignature("A signed statement is not an object.")
    return value


@functools.lru_cache(_PARTNERS)
def _header(public: bytes, kind: str) -> bytes:
    return canonical({"alg": _ALGORITHM, "kid": key_id(public), "typ": kind})


@functools.lru_cache(_PARTNERS)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
