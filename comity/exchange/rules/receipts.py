# SPDX-License-Identifier: Apache-2.0
"""Receipts: signed statements about an envelope, each naming the one before it (suite-1.md §6).

Named and ordered like the evidences of ETSI EN 319 522-1; `registered` and `returned` are ours.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base import ids, moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Untrusted
from comity.keyring.rules import signing

KIND = "comity-receipt+jws"


class Stage(StrEnum):
    """What a receipt states. ETSI names in comments."""

    SUBMISSION_ACCEPTED = "submission-accepted"  # SubmissionAcceptance
    SUBMISSION_REJECTED = "submission-rejected"  # SubmissionRejection
    RELAY_ACCEPTED = "relay-accepted"  # RelayAcceptance
    RELAY_REJECTED = "relay-rejected"  # RelayRejection
    RELAY_FAILED = "relay-failed"  # RelayFailure
    DELIVERED = "delivered"  # ContentConsignment
    NOT_DELIVERED = "not-delivered"  # ContentConsignmentFailure
    RETRIEVED = "retrieved"  # ContentHandover
    NOT_RETRIEVED = "not-retrieved"  # ContentHandoverFailure
    REGISTERED = "registered"
    RETURNED = "returned"


BY_SENDER = frozenset(
    {
        Stage.SUBMISSION_ACCEPTED,
        Stage.SUBMISSION_REJECTED,
        Stage.RELAY_FAILED,
        Stage.NOT_DELIVERED,
        Stage.NOT_RETRIEVED,
    }
)
BY_RECIPIENT = frozenset(
    {
        Stage.RELAY_ACCEPTED,
        Stage.RELAY_REJECTED,
        Stage.DELIVERED,
        Stage.NOT_DELIVERED,
        Stage.RETRIEVED,
        Stage.REGISTERED,
        Stage.RETURNED,
    }
)
NEGATIVE = frozenset(
    {
        Stage.SUBMISSION_REJECTED,
        Stage.RELAY_REJECTED,
        Stage.RELAY_FAILED,
        Stage.NOT_DELIVERED,
        Stage.NOT_RETRIEVED,
        Stage.RETURNED,
    }
)


class BadReceipt(Untrusted):
    """A receipt is malformed, foreign, or about something else."""

    code = "bad-receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A statement about an envelope.

    `envelope`: SHA-256 of its bytes in hex; `previous`: SHA-256 of the receipt before, or empty; `code` and `text`:
    why, in a refusal; `reference`: the number a person gave it; `manifest`: SHA-256 of the signed manifest, which
    ties the receipt to the content; `witnessed`: up to which size the issuer has proven the other side's ledger.
    """

    stage: Stage
    message: str
    envelope: str
    previous: str
    issuer: str
    at: datetime
    code: str = ""
    text: str = ""
    reference: str = ""
    manifest: str = ""
    witnessed: int = 0


def write(receipt: Receipt, *, key: Ed25519PrivateKey) -> str:
    """Return the signed receipt."""
    payload = {
        "v": 1,
        "stage": receipt.stage.value,
        "message": receipt.message,
        "envelope": receipt.envelope,
        "previous": receipt.previous,
        "issuer": receipt.issuer,
        "at": moments.to_text(receipt.at),
        "code": receipt.code,
        "text": receipt.text,
        "reference": receipt.reference,
        "manifest": receipt.manifest,
        "witnessed": receipt.witnessed,
    }
    return signing.sign(canonical(payload), key=key, kind=KIND)


def read(token: str, *, issuer: str, public: bytes) -> Receipt:
    """Return a receipt signed by `issuer`; raise `BadSignature` or `BadReceipt`."""
    said = strict_loads(signing.verify(token, public=public, kind=KIND))
    texts = ("stage", "message", "envelope", "previous", "issuer", "at", "code", "text", "reference", "manifest")
    if not isinstance(said, dict) or said.get("v") != 1 or not all(isinstance(said.get(k), str) for k in texts):
        raise BadReceipt("A receipt is not in the form of suite comity-1.")
    witnessed = said.get("witnessed", 0)
    if said["issuer"] != issuer or said["stage"] not in set(Stage) or not isinstance(witnessed, int):
        raise BadReceipt("A receipt names another issuer than its signer, or a stage that does not exist.")
    return Receipt(
        stage=Stage(said["stage"]),
        message=ids.parse_uuid(said["message"]),
        envelope=said["envelope"],
        previous=said["previous"],
        issuer=issuer,
        at=moments.from_text(said["at"]),
        code=said["code"],
        text=said["text"],
        reference=said["reference"],
        manifest=said["manifest"],
        witnessed=witnessed,
    )


def digest(token: str) -> str:
    """Return the SHA-256 of a signed receipt in hex: what the next one names as `previous`."""
    return hashlib.sha256(token.encode()).hexdigest()
