# SPDX-License-Identifier: Apache-2.0
"""Passkeys of every kind of key sign a challenge; anything else about the assertion is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from comity.accounts.rules import passkeys
from comity.accounts.rules.passkeys import Assertion, BadAssertion
from comity.base.errors import Invalid
from comity.keyring.rules.encoding import encode

HOST, CHALLENGE = "secretariat.example", b"c" * 32
RSA_KEY = rsa.generate_private_key(65537, 2048)
KEYS = {
    "ES256": ec.generate_private_key(ec.SECP256R1()), "EdDSA": ed25519.Ed25519PrivateKey.generate(), "RS256": RSA_KEY,
}  # fmt: skip


def cose(name: str) -> dict[int, Any]:
    public = KEYS[name].public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        numbers = public.public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        return {1: 3, 3: -257, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}
    return {1: 1, 3: -8, -1: 6, -2: public.public_bytes_raw()}


def made(
    name: str = "ES256", *, flags: int = 5, host: str = HOST, client: bytes | None = None, **says: Any
) -> Assertion:
    said = {"type": "webauthn.get", "challenge": encode(CHALLENGE), "origin": f"https://{HOST}", **says}
    data = client if client is not None else json.dumps(said).encode()
    authenticator = hashlib.sha256(host.encode()).digest() + bytes([flags]) + b"\0\0\0\1"
    signed, key = authenticator + hashlib.sha256(data).digest(), KEYS[name]
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return Assertion(b"id", data, authenticator, key.sign(signed, ec.ECDSA(SHA256())))
    if isinstance(key, rsa.RSAPrivateKey):
        return Assertion(b"id", data, authenticator, key.sign(signed, padding.PKCS1v15(), SHA256()))
    return Assertion(b"id", data, authenticator, key.sign(signed))


@pytest.mark.parametrize("name", KEYS)
def test_each_kind_of_key_is_known_and_verifies(name: str) -> None:
    public = passkeys.spki_of_cose(cose(name))

    assert load_der_public_key(public) == KEYS[name].public_key()
    passkeys.verify(made(name), public=public, challenge=CHALLENGE, host=HOST)
    for other in set(KEYS) - {name}:
        with pytest.raises(BadAssertion):
            passkeys.verify(made(other), public=public, challenge=CHALLENGE, host=HOST)


@pytest.mark.parametrize("key", [{}, {1: 2, -1: 2, -2: b"", -3: b""}, {1: 1, -1: 7, -2: b""}, {1: 9}])
def test_other_kinds_of_key_are_refused(key: dict[int, Any]) -> None:
    with pytest.raises(Invalid):
        passkeys.spki_of_cose(key)
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    dsa_like = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(BadAssertion):
        passkeys.verify(made(), public=dsa_like, challenge=CHALLENGE, host=HOST)


@pytest.mark.parametrize(
    "wrong",
    [
        made(type="webauthn.create"), made(challenge=encode(b"d" * 32)), made(challenge="***"),
        made(origin="https://elsewhere.example"), made(origin="nonsense"), made(flags=1), made(flags=4), made(flags=0),
        made(host="elsewhere.example"), made(client=b"not json"), made(client=b"[]"), made(client=b"{}"),
        Assertion(b"id", made().client_data, b"", made().signature),
        Assertion(b"id", made().client_data, made().authenticator_data, b"\0" * 64),
    ],
)  # fmt: skip
def test_an_assertion_over_anything_else_is_refused(wrong: Assertion) -> None:
    public = passkeys.spki_of_cose(cose("ES256"))
    with pytest.raises(BadAssertion):
        passkeys.verify(wrong, public=public, challenge=CHALLENGE, host=HOST)
