# SPDX-License-Identifier: Apache-2.0
"""A second node made of keys alone: introduces itself, seals messages and signs hops as a real one would."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from comity.base import clock
from comity.directory import services as directory
from comity.directory.rules import card as cards
from comity.exchange.rules import chunks, envelope, hop, receipts
from comity.exchange.rules.manifest import Log, Manifest, Part
from comity.exchange.rules.receipts import Stage
from comity.keyring import services as keyring
from comity.keyring.rules import encoding
from comity.ledger.rules import checkpoint, merkle

OWN = "http://localhost:8000"


@dataclass
class ForeignNode:
    """Keys and a name. `leaves` is its ledger."""

    node_id: str = "uz"
    state: str = "UZ"
    keys: keyring.NodeKeys = field(default_factory=keyring.generate)
    leaves: list[bytes] = field(default_factory=list)
    address: str = "http://localhost:9"

    def card(self, at: datetime) -> bytes:
        return cards.write(
            cards.Card(
                self.node_id, self.state, "Another node", self.address, self.keys.signing_public,
                self.keys.sealing.public_bytes(), at,
            ),
            key=self.keys.signing,
        )  # fmt: skip

    def log(self, base: int = 0) -> Log:
        root = merkle.root(self.leaves)
        note = checkpoint.sign(checkpoint.Checkpoint(self.node_id, len(self.leaves), root), key=self.keys.signing)
        proof = tuple(base64.b64encode(h).decode() for h in merkle.consistency_proof(self.leaves, base))
        return Log(note, base, proof)

    def manifest(self, at: datetime, **changes: Any) -> Manifest:
        made = Manifest(
            id=str(uuid.uuid4()),
            sender=f"{self.node_id}:central",
            recipient="az:central",
            created=at,
            expires=at + timedelta(hours=72),
            conversation=str(uuid.uuid4()),
            reference_to="",
            kind="test.note",
            handling="normal",
            body={"text": "hello"},
            log=self.log(),
            parts=(),
        )
        return replace(made, **changes)

    def seal(self, made: Manifest) -> bytes:
        return self.sealed(made)[0]

    def sealed(self, made: Manifest) -> tuple[bytes, str]:
        to = keyring.current().sealing.public_bytes()
        return envelope.write(made, key=self.keys.signing, to=to, max_bytes=65536)

    def submission(self, made: Manifest, data: bytes) -> str:
        return self.receipt(Stage.SUBMISSION_ACCEPTED, made.id, data, made.created)

    def receipt(self, stage: Stage, message: str, data: bytes, at: datetime, previous: str = "", **more: Any) -> str:
        digest = hashlib.sha256(data).hexdigest()
        return receipts.write(
            receipts.Receipt(stage, message, digest, previous, self.node_id, at, **more), key=self.keys.signing
        )

    def send(self, method: str, path: str, body: bytes = b"", receipt: str = "none", **changes: Any) -> Any:
        """Return the answer of this node to a signed request of the foreign one."""
        given = {
            "created": int(clock.now().timestamp()),
            "nonce": encoding.encode(secrets.token_bytes(16)),
            "uri": OWN + path,
            **changes,
        }
        headers = hop.sign(method=method, body=body, receipt=receipt, key=self.keys.signing, **given)
        return Client().generic(
            method, path, body, content_type="application/octet-stream",
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        )  # fmt: skip

    def post(self, made: Manifest) -> Any:
        data = self.seal(made)
        return self.send("POST", "/exchange/messages", data, self.submission(made, data))

    def read(self, token: str) -> receipts.Receipt:
        own = keyring.current().signing_public
        return receipts.read(token, issuer="az", public=own)

    def part(self, content: bytes, name: str = "file.bin") -> Part:
        digest = hashlib.sha256(content).hexdigest()
        return Part(name, "application/octet-stream", len(content), digest, secrets.token_bytes(32))

    def send_part(self, made: Manifest, signed: str, number: int, content: bytes, *, start: int = 0) -> list[Any]:
        total = chunks.count(len(content))
        answers = []
        for index in range(start, total):
            piece = content[index * chunks.CHUNK_BYTES : (index + 1) * chunks.CHUNK_BYTES]
            sealed = chunks.seal(
                piece, key=made.parts[number].key, number=index, is_final=index == total - 1,
                bound_to=chunks.binding(signed, number),
            )  # fmt: skip
            answers.append(self.send("PUT", f"/exchange/messages/{made.id}/parts/{number}/{index}", sealed))
        return answers

    def answers(self, data: bytes, submission: str, *stages: Stage, by: ForeignNode | None = None) -> list[str]:
        """Return the chained receipts this node would state about an envelope, signed by itself or by another."""
        message, previous, tokens = json.loads(data)["id"], submission, []
        for stage in stages:
            last = hashlib.sha256(previous.encode()).hexdigest()
            previous = (by or self).receipt(stage, message, data, clock.now(), last)
            tokens.append(previous)
        return tokens


def known(node: ForeignNode, at: datetime) -> ForeignNode:
    """Introduce the foreign node to this one."""
    directory.introduce(card=node.card(at), at=at, fingerprint=None)
    return node
