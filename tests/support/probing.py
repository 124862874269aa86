# SPDX-License-Identifier: Apache-2.0
"""A partner who asks and answers probes by the rules alone, and the post between it and the node under test."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from comity.config.handlers import HANDLERS
from comity.config.jobs import JOBS
from comity.exchange.models import Outgoing
from comity.exchange.rules import envelope
from comity.exchange.services import Delivered, InPart
from comity.keyring import services as keyring
from comity.keyring.rules import encoding
from comity.queue.models import Job
from comity.register.rules import oprf
from comity.register.rules.oprf import Evaluation, Mode
from comity.register.rules.probing import batches, counting, epochs, orders, persons, tags
from comity.register.rules.probing.epochs import Announced
from comity.register.rules.probing.orders import Order
from comity.register.rules.probing.persons import Asked
from tests.support.peers import ForeignNode


def run_jobs(at: datetime, rounds: int = 5) -> None:
    """Run every waiting job of the register once, as the worker would."""
    for _ in range(rounds):
        due = list(Job.objects.filter(kind__startswith="register.", run_at__lte=at))
        for job in due:
            again = JOBS[job.kind](payload=job.payload, at=at)
            Job.objects.filter(pk=job.pk).delete() if again is None else Job.objects.filter(pk=job.pk).update(
                run_at=again
            )
        if not due:
            return


@dataclass
class Partner:
    """Uzbekistan's side of a probe."""

    node: ForeignNode
    at: datetime
    secret: bytes = b"u" * 32
    seen: set[str] = field(default_factory=set)

    def deliver(
        self, kind: str, body: dict[str, Any], parts: Sequence[InPart] = (), at: datetime | None = None
    ) -> None:
        """Hand a message of this partner to the node under test."""
        HANDLERS[kind].take(
            message=Delivered(
                id=str(uuid.uuid4()), conversation=str(uuid.uuid4()), reference_to="", from_node=self.node.node_id,
                from_state=self.node.state, kind=kind, handling="normal", created_at=self.at, body=body,
                parts=tuple(parts),
            ),
            at=at or self.at,
        )  # fmt: skip

    def post(self, *kinds: str) -> list[tuple[str, dict[str, Any], list[str]]]:
        """Return what the node under test has posted since the last time: kind, body, files."""
        found = []
        for row in Outgoing.objects.filter(to_node=self.node.node_id).order_by("created_at", "kind"):
            if str(row.pk) in self.seen or (kinds and row.kind not in kinds):
                continue
            self.seen.add(str(row.pk))
            outer = envelope.read_outer(bytes(row.envelope), max_bytes=65536)
            made, _signed = envelope.open_sealed(
                outer, key=self.node.keys.sealing, sender=keyring.current().signing_public, max_parts=100,
                max_part_bytes=10**9,
            )  # fmt: skip
            files = list(row.files)
            body = dict(made.body) if made.body is not None else json.loads(Path(files.pop(0)).read_bytes())
            found.append((row.kind, body, files))
        return found

    def one(self, kind: str) -> dict[str, Any]:
        """Return the one body of this kind posted since the last time."""
        (_kind, body, _files), *more = self.post(kind)
        assert not more
        return body

    # ---- asking ----
    def order(self, asked: Sequence[Asked], **changes: Any) -> tuple[Order, list[oprf.Blinded], str]:
        """Return an order, its blinded batch and its token."""
        kinds = changes.get("kinds", orders.NAMED)
        seed = secrets.token_bytes(32)
        keys = list(persons.asked_keys(asked, kinds))
        number = changes.get("persons", len(asked))
        inputs = batches.padded(keys, sum(batches.sizes(number)), seed)
        blinded = batches.blinded(inputs, seed, one_scalar=kinds == orders.COUNTED)
        made = Order(
            id=str(uuid.uuid4()), from_node="uz", from_state="UZ", to_node="az", to_state="AZ",
            epoch=epochs.epoch_of(self.at), purpose="drug-trafficking", basis="Treaty", case="0" * 64, role="analyst",
            released_by="central-officer", kinds=kinds, persons=number, sizes=batches.sizes(number),
            batch=batches.digest([b.element for b in blinded]), issued=self.at, expires=self.at + timedelta(days=3),
        )  # fmt: skip
        made = replace(made, **changes)
        return made, blinded, orders.write(made, key=self.node.keys.signing)

    def evaluate(self, order: Order, blinded: list[oprf.Blinded], token: str, at: datetime | None = None) -> None:
        """Send the elements of an order."""
        packed = [batches.pack([b.element for b in part]) for part in batches.split(blinded, order.sizes)]
        self.deliver("register.evaluate", {"v": 1, "order": token, "batches": packed}, at=at)

    def probe(self, asked: Sequence[Asked], **changes: Any) -> tuple[Order, list[oprf.Blinded], dict[str, Any]]:
        """Ask and return the answer of the node under test."""
        order, blinded, token = self.order(asked, **changes)
        self.deliver("register.order", {"v": 1, "order": token})
        self.evaluate(order, blinded, token)
        run_jobs(self.at)
        return order, blinded, self.one("register.answer")

    def key_of_holder(self) -> bytes:
        """Return the epoch key the node under test announces."""
        self.deliver("register.keys-wanted", {"v": 1})
        token = self.one("register.keys")["key"]
        own = keyring.current().signing_public
        return epochs.read(token, signer=own, holder="az", partner="uz").public

    def outputs(self, order: Order, blinded: list[oprf.Blinded], answer: dict[str, Any]) -> list[bytes]:
        """Return the verified outputs of an answer."""
        public, found = self.key_of_holder(), []
        for sent, part in zip(batches.split(blinded, order.sizes), answer["batches"], strict=True):
            evaluation = Evaluation(tuple(batches.unpack(part["elements"], len(sent))), encoding.decode(part["proof"]))
            found += oprf.finalize(sent, evaluation, public, mode=Mode.POPRF, info=order.info)
        return found

    def tags(self) -> tags.TagSet:
        """Return the last set of tags the node under test sent."""
        _kind, body, files = self.post("register.tags")[-1]
        data = Path(files[0]).read_bytes()
        tags.check(data, digest=body["set"])
        return tags.TagSet(data)

    def met(self, asked: Sequence[Asked], theirs: tags.TagSet | None = None, **changes: Any) -> list[bytes]:
        """Ask and return the outputs that met."""
        order, blinded, answer = self.probe(asked, **changes)
        self.last = order
        self.theirs = theirs or self.tags()
        return [o for o in self.outputs(order, blinded, answer) if tags.tag(o) in self.theirs]

    # ---- holding ----
    def private(self, epoch: str = "") -> bytes:
        """Return this partner's key for the node under test."""
        return epochs.private_key(self.secret, partner="az", epoch=epoch or epochs.epoch_of(self.at))

    def announce(self, private: bytes | None = None, epoch: str = "") -> None:
        """Announce this partner's key."""
        said = Announced("uz", "az", epoch or epochs.epoch_of(self.at), oprf.public_key(private or self.private()))
        self.deliver("register.keys", {"v": 1, "key": epochs.announce(said, key=self.node.keys.signing)})

    def asked(self) -> tuple[Order, list[list[bytes]]]:
        """Return the order and the elements the node under test sent, checked as a holder does."""
        post = {kind: body for kind, body, _files in self.post("register.order", "register.evaluate")}
        own = keyring.current().signing_public
        order = orders.read(post["register.evaluate"]["order"], signer=own)
        assert post["register.order"]["order"] == post["register.evaluate"]["order"]
        orders.check(order, sender=("az", "AZ"), receiver=("uz", "UZ"), purposes={order.purpose}, at=self.at)
        return order, batches.accepted(post["register.evaluate"]["batches"], order.sizes, order.batch)

    def send_tags(self, order: Order, known: Sequence[Asked], folder: Path) -> str:
        """Send the set of tags of some persons and return its hash."""
        keys = sorted({key for one in known for key in persons.stored_keys(one, order.kinds)})
        if order.counts_only:
            made = counting.stored_tags(keys, self.private(order.epoch), info=order.info)
        else:
            factor = oprf.factor_of(self.private(order.epoch), mode=Mode.POPRF, info=order.info)
            made = [tags.tag(o) for o in oprf.outputs(keys, factor, mode=Mode.POPRF, info=order.info)]
        data = tags.pack(made, seed=b"p")
        digest = hashlib.sha256(data).hexdigest()
        path = folder / f"{digest}.bin"
        path.write_bytes(data)
        body = {"v": 1, "epoch": order.epoch, "purpose": order.purpose, "counted": order.counts_only, "set": digest}
        self.deliver("register.tags", body, [InPart("tags.bin", "application/octet-stream", len(data), digest, path)])
        return digest

    def answer_of(
        self, order: Order, sent: list[list[bytes]], digest: str, private: bytes | None = None
    ) -> dict[str, Any]:
        """Return an answer to an order."""
        key, scalar = private or self.private(order.epoch), oprf.random_scalar(secrets.token_bytes(64))
        if order.counts_only:
            flat = [element for part in sent for element in part]
            made, proven = counting.answer(flat, key, proof_scalar=scalar, info=order.info)
            parts = [{"elements": batches.pack(made), "sum": batches.pack(proven.elements),
                      "proof": encoding.encode(proven.proof)}]  # fmt: skip
        else:
            done = [oprf.evaluate(p, key, mode=Mode.POPRF, proof_scalar=scalar, info=order.info) for p in sent]
            parts = [{"elements": batches.pack(e.elements), "proof": encoding.encode(e.proof)} for e in done]
        return {"v": 1, "order": order.id, "set": digest, "batches": parts}
