# SPDX-License-Identifier: Apache-2.0
"""Messages a second on one core, in memory: seal, open, signed receipts; beside as4 and pyas2lib on the same bytes."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.measuring import each, say
from bench.peers import environments
from bench.peers.payload import payload
from comity.exchange.rules import chunks, envelope, receipts
from comity.exchange.rules.manifest import Log, Manifest, Part
from comity.exchange.rules.receipts import Receipt, Stage
from comity.keyring.services import NodeKeys, generate
from comity.ledger.rules import checkpoint, merkle

_AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
_LIMITS = {"max_parts": 100, "max_part_bytes": 10**8}
_AS_PEERS = (Stage.DELIVERED,)
_WHOLE = (Stage.SUBMISSION_ACCEPTED, Stage.RELAY_ACCEPTED, Stage.DELIVERED)
# What in-memory work must reach beside each peer (in memory, per core).
_TIMES = {"as4": 10, "pyas2lib": 25}


@dataclass(frozen=True)
class Pair:
    """Two nodes' keys, and the sealing key one shows the other."""

    az: NodeKeys
    uz: NodeKeys
    to: bytes


def carry(given: bytes, pair: Pair, stages: tuple[Stage, ...]) -> bytes:
    """Take one file from a node to another, sealed, signed and checked, and a signed receipt back for each stage."""
    az, uz = pair.az, pair.uz
    data, signed, sealed = _send(given, pair)
    outer = envelope.read_outer(data, max_bytes=65536)
    found, came = envelope.open_sealed(outer, key=uz.sealing, sender=az.signing_public, **_LIMITS)
    bound_to = chunks.binding(came, 0)
    plain = chunks.open_chunk(sealed, key=found.parts[0].key, number=0, is_final=True, bound_to=bound_to)
    if hashlib.sha256(plain).hexdigest() != found.parts[0].sha256:
        raise SystemExit("the file came out changed")
    envelope_hash, manifest, previous = hashlib.sha256(data).hexdigest(), receipts.digest(signed), ""
    for stage in stages:
        issuer, keys = ("az", az) if stage is Stage.SUBMISSION_ACCEPTED else ("uz", uz)
        made = Receipt(stage, found.id, envelope_hash, previous, issuer, _AT, manifest=manifest)
        token = receipts.write(made, key=keys.signing)
        receipts.read(token, issuer=issuer, public=keys.signing_public)
        previous = receipts.digest(token)
    return plain


def _send(given: bytes, pair: Pair) -> tuple[bytes, str, bytes]:
    """Return the envelope, its signed manifest, and the sealed file."""
    key = pair.az.signing
    note = checkpoint.sign(checkpoint.Checkpoint("az", 0, merkle.EMPTY_ROOT), key=key)
    digest = hashlib.sha256(given).hexdigest()
    part = Part("statement.xml", "application/xml", len(given), digest, secrets.token_bytes(32))
    manifest = Manifest(
        id=str(uuid.uuid4()), sender="az:central", recipient="uz:central", created=_AT,
        expires=_AT + timedelta(hours=72), conversation=str(uuid.uuid4()), reference_to="", kind="bench.note",
        handling="normal", body={"v": 1}, log=Log(note, 0, ()), parts=(part,),
    )  # fmt: skip
    data, signed = envelope.write(manifest, key=key, to=pair.to, max_bytes=65536)
    sealed = chunks.seal(given, key=part.key, number=0, is_final=True, bound_to=chunks.binding(signed, 0))
    return data, signed, sealed


def main() -> None:
    """Print our figure, each peer's, and how they compare."""
    given, az, uz = payload(), generate(), generate()
    pair = Pair(az, uz, uz.sealing.public_bytes())
    ours = 1 / each(lambda: carry(given, pair, _AS_PEERS), seconds=5.0)
    say("50 kB in memory, 1 receipt: messages a second and core", f"{ours:.0f}", ">= 1000", holds=ours >= 1000)
    whole = 1 / each(lambda: carry(given, pair, _WHOLE), seconds=3.0)
    say("  with the three receipts of the protocol", f"{whole:.0f}")
    for name, times in _TIMES.items():
        theirs = environments.per_second(name)
        if theirs is not None:
            say(f"{environments.PEERS[name][0]}, same bytes, 1 receipt", f"{theirs:.0f}")
            ratio = ours / theirs
            say(f"  Comity carries, of what {name} carries", f"{ratio:.1f} ×", f">= {times} ×", holds=ratio >= times)


if __name__ == "__main__":
    main()
