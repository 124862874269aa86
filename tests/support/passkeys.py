# SPDX-License-Identifier: Apache-2.0
"""A passkey made of a key alone: registers itself with a person and signs challenges as an authenticator would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from comity.accounts.rules.passkeys import Assertion
from comity.keyring.rules.encoding import encode

HOST = "localhost"


@dataclass
class SoftPasskey:
    """An ES256 passkey at one host. `flags`: holder present (1) and verified (4)."""

    host: str = HOST
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    flags: int = 5

    def register(self, user_id: int) -> SoftPasskey:
        """Keep the passkey for a person as the sign-in library does."""
        attested = AttestedCredentialData.create(
            b"\0" * 16, self.credential, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), 0x45, 0, attested)
        made = AttestationObject.create("none", data, {})
        client = json.dumps({"type": "webauthn.create", "challenge": "AAAA", "origin": f"http://{self.host}"}).encode()
        credential = {
            "id": encode(self.credential), "rawId": encode(self.credential), "type": "public-key",
            "response": {"clientDataJSON": encode(client), "attestationObject": encode(bytes(made))},
        }  # fmt: skip
        assert cbor.decode(bytes(made))["fmt"] == "none"
        Authenticator.objects.create(
            user_id=user_id, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": credential}
        )
        return self

    def assertion(self, challenge: bytes, *, kind: str = "webauthn.get", origin: str = "") -> Assertion:
        """Sign a challenge."""
        client = json.dumps(
            {"type": kind, "challenge": encode(challenge), "origin": origin or f"http://{self.host}:8000"}
        ).encode()
        data = hashlib.sha256(self.host.encode()).digest() + bytes([self.flags]) + b"\0\0\0\x01"
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return Assertion(self.credential, client, data, signed)
