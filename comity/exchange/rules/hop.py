# SPDX-License-Identifier: Apache-2.0
"""The hop: an HTTP message signature (RFC 9421) by the sending node over exactly the components of suite 1 (§5).

The digest of the body is always recomputed (RFC 9530): the field the peer sent is compared, never believed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base.errors import Untrusted
from comity.keyring.rules import signing

_COMPONENTS = '("@method" "@target-uri" "content-digest" "comity-receipt")'
_INPUT = re.compile(
    r'hop=\("@method" "@target-uri" "content-digest" "comity-receipt"\)'
    r';created=([0-9]{1,12});nonce="([A-Za-z0-9_-]{22})";keyid="([A-Za-z0-9_-]{43})";alg="ed25519"'
)
_SIGNATURE = re.compile(r"hop=:([A-Za-z0-9+/]{86}==):")
NO_RECEIPT = "none"


class BadHop(Untrusted):
    """The request between two nodes is not signed as suite 1 demands."""

    code = "bad-hop"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of itself before its signature is checked. `created` in seconds since 1970."""

    key_id: str
    created: int
    nonce: str
    digest: str
    base: bytes
    signature: bytes


def sign(  # the components RFC 9421 covers
    *, method: str, uri: str, body: bytes, receipt: str, created: int, nonce: str, key: Ed25519PrivateKey
) -> dict[str, str]:
    """Return the header fields of a signed request. `nonce`: 22 characters of base64url."""
    key_id = signing.key_id(signing.public_bytes(key))
    params = f'{_COMPONENTS};created={created};nonce="{nonce}";keyid="{key_id}";alg="ed25519"'
    base = _base(method, uri, _digest(body), receipt, params)
    return {
        "Content-Digest": _digest(body),
        "Comity-Receipt": receipt,
        "Signature-Input": f"hop={params}",
        "Signature": f"hop=:{base64.b64encode(key.sign(base)).decode()}:",
    }


def read(headers: Mapping[str, str], *, method: str, uri: str) -> Claim:
    """Return what a request claims; raise `BadHop`. Needs no body: a stranger's is never read."""
    found = _INPUT.fullmatch(headers.get("Signature-Input", ""))
    mark = _SIGNATURE.fullmatch(headers.get("Signature", ""))
    if not found or not mark:
        raise BadHop("The request is not signed in the form of suite comity-1.")
    digest = headers.get("Content-Digest", "")
    params = headers["Signature-Input"].removeprefix("hop=")
    base = _base(method, uri, digest, headers.get("Comity-Receipt", ""), params)
    return Claim(found[3], int(found[1]), found[2], digest, base, base64.b64decode(mark[1]))


def check(claim: Claim, *, public: bytes, now: int, max_age: int) -> None:
    """Raise `BadHop` unless the claim was signed by `public` within `max_age` seconds of `now`."""
    if abs(now - claim.created) > max_age:
        raise BadHop("The request is too old or from the future. Compare the clocks of both nodes.")
    signing.check(claim.signature, claim.base, public=public)


def check_body(claim: Claim, body: bytes) -> None:
    """Raise `BadHop` unless the body is the one whose digest was signed."""
    if claim.digest != _digest(body):
        raise BadHop("The body of the request is not the one that was signed.")


def _digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _base(method: str, uri: str, digest: str, receipt: str, params: str) -> bytes:
    return (
        f'"@method": {method}\n"@target-uri": {uri}\n"content-digest": {digest}\n'
        f'"comity-receipt": {receipt}\n"@signature-params": {params}'
    ).encode()
