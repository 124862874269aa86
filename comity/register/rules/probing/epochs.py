# SPDX-License-Identifier: Apache-2.0
"""Epochs and their keys: a calendar month in UTC, one key per partner and epoch, announced signed beforehand (§5)."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules import encoding, signing
from comity.register.rules import oprf
from comity.register.rules.oprf import Mode

KIND = "comity-epoch-key+jws"
LABEL = "comity-probe-1"
_EPOCH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Announced:
    """The public key with which `holder` (a node) will evaluate for `partner` in an epoch."""

    holder: str
    partner: str
    epoch: str
    public: bytes


def epoch_of(at: datetime) -> str:
    """Return the epoch of a moment, such as `2026-11`."""
    return at.astimezone(UTC).strftime("%Y-%m")


def next_epoch(epoch: str) -> str:
    """Return the epoch after; raise `Invalid`."""
    return epoch_of(_first_day(epoch) + timedelta(days=32))


def previous_epoch(epoch: str) -> str:
    """Return the epoch before; raise `Invalid`."""
    return epoch_of(_first_day(epoch) - timedelta(days=1))


def info(*, epoch: str, asking: str, holding: str, purpose: str) -> bytes:
    """Return what is bound into every value: epoch, both States, purpose."""
    said = {"label": LABEL, "epoch": epoch, "from": asking, "to": holding, "purpose": purpose}
    return canonical(said)


def private_key(secret: bytes, *, partner: str, epoch: str) -> bytes:
    """Return the key for a partner (a node) and an epoch, derived from the secret of this node."""
    _first_day(epoch)
    seed = hmac.new(secret, canonical([LABEL, partner, epoch]), hashlib.sha256).digest()
    return oprf.derive_key(seed, LABEL.encode(), mode=Mode.POPRF)


def announce(said: Announced, *, key: Ed25519PrivateKey) -> str:
    """Return the signed announcement of an epoch key."""
    payload = {
        "v": 1, "from": said.holder, "to": said.partner, "epoch": said.epoch, "public": encoding.encode(said.public),
    }  # fmt: skip
    return signing.sign(canonical(payload), key=key, kind=KIND)


def read(token: str, *, signer: bytes, holder: str, partner: str) -> Announced:
    """Return a verified announcement; raise `Untrusted` when it speaks for others, `Invalid` when malformed."""
    said = strict_loads(signing.verify(token, public=signer, kind=KIND))
    if not isinstance(said, dict) or not all(isinstance(said.get(k), str) for k in ("from", "to", "epoch", "public")):
        raise Invalid("An announcement of a key is malformed.")
    if (said["from"], said["to"]) != (holder, partner):
        raise Untrusted("An announcement of a key speaks for other nodes than those that exchange it.")
    _first_day(said["epoch"])
    return Announced(holder, partner, said["epoch"], oprf.checked(encoding.decode(said["public"])))


def _first_day(epoch: str) -> datetime:
    if not _EPOCH.fullmatch(epoch):
        raise Invalid("An epoch is a month, such as 2026-11.")
    return datetime(int(epoch[:4]), int(epoch[5:]), 1, tzinfo=UTC)
