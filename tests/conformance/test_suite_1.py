# SPDX-License-Identifier: Apache-2.0
"""Suite 1 against its vectors, and against an implementation that shares no code with this one."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.exchange.rules import chunks, envelope, hop, receipts
from comity.exchange.rules.manifest import Log, Manifest, Part
from comity.exchange.rules.receipts import Stage
from comity.keyring.rules import sealing, signing
from comity.ledger.rules import checkpoint

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "vectors" / "suite-1.json"
SEED = bytes(range(32))  # of the recipient's hybrid key: draft-connolly-cfrg-xwing-kem §5.2 expands it
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FILE = b"Order of the court.\n"


def sealing_key() -> sealing.SealingKey:
    return sealing.SealingKey.from_bytes(hashlib.shake_256(SEED).digest(96))


def make() -> dict[str, Any]:
    note = checkpoint.sign(checkpoint.Checkpoint("az", 0, hashlib.sha256(b"").digest()), key=KEY)
    part = Part("order.txt", "text/plain", len(FILE), hashlib.sha256(FILE).hexdigest(), bytes(range(64, 96)))
    made = Manifest(
        id="0d2c6a1e-4f0b-4b52-8c0e-6a9c8f3d1b77", sender="az:central", recipient="uz:central", created=AT,
        expires=AT + timedelta(hours=72), conversation="77ab1a52-2b0e-4a3f-9b8c-1f2e3d4c5b6a", reference_to="",
        kind="test.note", handling="normal", body={"text": "Həqiqət, Ҳақиқат, حقیقت"}, log=Log(note, 0, ()),
        parts=(part,),
    )  # fmt: skip
    data, signed = envelope.write(made, key=KEY, to=sealing_key().public_bytes(), max_bytes=65536)
    receipt = receipts.Receipt(
        Stage.SUBMISSION_ACCEPTED, made.id, hashlib.sha256(data).hexdigest(), "", "az", AT,
        manifest=receipts.digest(signed),
    )  # fmt: skip
    token = receipts.write(receipt, key=KEY)
    uri = "https://uz.example/exchange/messages"
    return {
        "sealing_seed": SEED.hex(),
        "sender_key": signing.public_bytes(KEY).hex(),
        "envelope": data.decode(),
        "signed_manifest": signed,
        "receipt": token,
        "chunk": chunks.seal(FILE, key=part.key, number=0, is_final=True, bound_to=chunks.binding(signed, 0)).hex(),
        "hop": {
            "method": "POST",
            "uri": uri,
            "headers": hop.sign(
                method="POST", uri=uri, body=data, receipt=token, created=int(AT.timestamp()), nonce="A" * 22, key=KEY
            ),
        },
    }


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    if os.environ.get("COMITY_UPDATE_VECTORS"):
        VECTORS.write_text(json.dumps(make(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return dict(json.loads(VECTORS.read_text(encoding="utf-8")))


def test_the_vectors_open_and_verify(vectors: dict[str, Any]) -> None:
    data, public = vectors["envelope"].encode(), bytes.fromhex(vectors["sender_key"])
    outer = envelope.read_outer(data, max_bytes=65536)
    found, signed = envelope.open_sealed(outer, key=sealing_key(), sender=public, max_parts=100, max_part_bytes=10**8)
    receipt = receipts.read(vectors["receipt"], issuer="az", public=public)
    plain = chunks.open_chunk(
        bytes.fromhex(vectors["chunk"]), key=found.parts[0].key, number=0, is_final=True,
        bound_to=chunks.binding(signed, 0),
    )  # fmt: skip
    claim = hop.read(vectors["hop"]["headers"], method="POST", uri=vectors["hop"]["uri"])

    assert signed == vectors["signed_manifest"]
    assert found.body == {"text": "Həqiqət, Ҳақиқат, حقیقت"}
    assert receipt.envelope == hashlib.sha256(data).hexdigest()
    assert plain == FILE
    hop.check(claim, public=public, now=int(AT.timestamp()) + 300, max_age=300)
    hop.check_body(claim, data)


def test_what_is_deterministic_is_written_as_the_vectors_say(vectors: dict[str, Any]) -> None:
    again = make()

    assert again["signed_manifest"] == vectors["signed_manifest"]
    assert again["chunk"] == vectors["chunk"]
    assert len(again["envelope"]) == len(vectors["envelope"])


def node(path: Path) -> subprocess.CompletedProcess[str]:
    script = FOLDER / "open_envelope.mjs"
    return subprocess.run(["node", str(script), str(path)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("fresh", [False, True])
def test_an_independent_implementation_opens_it(vectors: dict[str, Any], tmp_path: Path, fresh: bool) -> None:
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(make() if fresh else vectors), encoding="utf-8")

    done = node(path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"opened": {"text": "Həqiqət, Ҳақиқат, حقیقت"}}


@pytest.mark.parametrize("name", ["sealing_seed", "sender_key", "envelope", "receipt", "chunk"])
def test_the_independent_implementation_refuses_what_was_changed(
    vectors: dict[str, Any], tmp_path: Path, name: str
) -> None:
    text = vectors[name]
    middle = len(text) // 2
    damaged = text[:middle] + ("0" if text[middle] != "0" else "1") + text[middle + 1 :]
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({**vectors, name: damaged}), encoding="utf-8")

    assert node(path).returncode != 0
