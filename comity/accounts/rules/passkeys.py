# SPDX-License-Identifier: Apache-2.0
"""Passkeys as other rooms know them, and what a passkey's assertion proves (W3C Web Authentication Level 2, §7.2).

Public keys are DER SubjectPublicKeyInfo, so that any library verifies with them. The signature counter is not judged:
synchronised passkeys send zero, and a signature over a text is checked by its challenge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from comity.base.canonical import strict_loads
from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules.encoding import decode

_UP, _UV = 0x01, 0x04
_EC2_KTY, _OKP_KTY, _RSA_KTY = 2, 1, 3


class BadAssertion(Untrusted):
    """A passkey's signature does not hold, or is over something else."""

    code = "bad-assertion"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A person's passkey: its credential id and its public key (DER SubjectPublicKeyInfo)."""

    credential: bytes
    public: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the browser hands over: raw `clientDataJSON`, `authenticatorData` and signature."""

    credential: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes


def spki_of_cose(key: Mapping[int, Any]) -> bytes:
    """Return a COSE key (RFC 9053) as DER SubjectPublicKeyInfo; raise `Invalid` for a kind passkeys do not use."""
    public: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey
    if key.get(1) == _EC2_KTY and key.get(-1) == 1:
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(key[-2], "big"), int.from_bytes(key[-3], "big"), ec.SECP256R1()
        )
        public = numbers.public_key()
    elif key.get(1) == _OKP_KTY and key.get(-1) == 6:
        public = ed25519.Ed25519PublicKey.from_public_bytes(key[-2])
    elif key.get(1) == _RSA_KTY:
        public = rsa.RSAPublicNumbers(int.from_bytes(key[-2], "big"), int.from_bytes(key[-1], "big")).public_key()
    else:
        raise Invalid("This passkey uses a kind of key Comity does not know.")
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def verify(assertion: Assertion, *, public: bytes, challenge: bytes, host: str) -> None:
    """Raise `BadAssertion` unless the passkey signed `challenge` at `host`, its holder present and verified."""
    try:
        data = strict_loads(assertion.client_data)
        said, kind, origin = decode(str(data["challenge"])), data["type"], str(data["origin"])
    except (Invalid, Untrusted, KeyError, TypeError):
        raise BadAssertion("The browser's part of the signature is not well formed.") from None
    if kind != "webauthn.get" or urlsplit(origin).hostname != host:
        raise BadAssertion("The signature was made for another purpose or on another site.")
    if said != challenge:
        raise BadAssertion("The signature is over another wording than this one.")
    flags = assertion.authenticator_data[32:33]
    if assertion.authenticator_data[:32] != hashlib.sha256(host.encode()).digest() or not flags:
        raise BadAssertion("The passkey belongs to another site.")
    if not flags[0] & _UP or not flags[0] & _UV:
        raise BadAssertion("The passkey did not verify its holder. Use one with a PIN, a fingerprint or a face.")
    _check(public, assertion)


def _check(public: bytes, assertion: Assertion) -> None:
    signed = assertion.authenticator_data + hashlib.sha256(assertion.client_data).digest()
    key = load_der_public_key(public)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(assertion.signature, signed, ec.ECDSA(SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(assertion.signature, signed)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(assertion.signature, signed, padding.PKCS1v15(), SHA256())
        else:
            raise BadAssertion("This passkey uses a kind of key Comity does not know.")
    except InvalidSignature:
        raise BadAssertion("The signature does not hold.") from None
