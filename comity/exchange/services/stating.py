# SPDX-License-Identifier: Apache-2.0
"""Issuing receipts. A stage is stated once: asking again gives the stored receipt."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.exchange.models import Incoming
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import Stage
from comity.exchange.services.chain import Chain, store
from comity.keyring import services as keyring
from comity.ledger import queries as ledger_queries
from comity.queue import services as queue


def add(  # a receipt has these members
    chain: Chain,
    stage: Stage,
    *,
    envelope: str,
    at: datetime,
    witnessed: int,
    code: str = "",
    text: str = "",
    reference: str = "",
    signed_manifest: str = "",
    to_push: str = "",
) -> str:
    """Sign a receipt of this node and add it to the message's chain, which the caller stores; return its token.

    The caller holds the lock on the message's row. `witnessed`: up to which size the peer's ledger is proven.
    """
    node = settings.COMITY_ENV["NODE_ID"]
    stored = chain.stated(stage, node)
    if stored:
        return stored.token
    receipt = receipts.Receipt(
        stage=stage,
        message=chain.message,
        envelope=envelope,
        previous=chain.last,
        issuer=node,
        at=at,
        code=code,
        text=text,
        reference=reference,
        manifest=receipts.digest(signed_manifest) if signed_manifest else "",
        witnessed=witnessed,
    )
    token = receipts.write(receipt, key=keyring.current().signing)
    chain.add(receipt, token, to_push=to_push)
    return token


def issue(
    *, message: str, envelope: str, stage: Stage, peer: str, at: datetime, push: bool = False, **said: str
) -> str:
    """Sign and keep a receipt of this node in the caller's transaction; return its token.

    `said`: the texts `add` takes. `push`: the peer gets it without asking.
    """
    chain, witnessed = Chain.of(message), ledger_queries.witnessed_size(peer)
    token = add(chain, stage, envelope=envelope, at=at, to_push=peer if push else "", witnessed=witnessed, **said)
    if chain.fresh:
        with transaction.atomic(savepoint=False):
            store([chain])
            if push:
                wake(peer, at=at)
    return token


def mark_retrieved(*, message: str, at: datetime) -> None:
    """State that a person opened a delivered message; stated once."""
    _state(message, Stage.RETRIEVED, at=at)


def mark_read(*, reading: str, at: datetime) -> None:
    """State that a person read something: every message delivered for it is opened; stated once.

    `reading`: what the handler of the message named, such as “entry:” and an id.
    """
    with transaction.atomic():
        waiting = list(Incoming.objects.filter(reading=reading).values_list("pk", flat=True))
        for key in waiting:
            _state(str(key), Stage.RETRIEVED, at=at)
        Incoming.objects.filter(pk__in=waiting).update(reading="")


def mark_registered(*, message: str, reference: str, at: datetime) -> None:
    """State under which number a person registered a delivered message; stated once."""
    _state(message, Stage.RETRIEVED, at=at)
    _state(message, Stage.REGISTERED, at=at, reference=reference)


def wake(node_id: str, *, at: datetime) -> None:
    """Ask the worker to carry what waits for a node."""
    queue.enqueue(key=f"carry:{node_id}", kind="exchange.carry", payload={"node": node_id}, at=at)


def _state(message: str, stage: Stage, *, at: datetime, reference: str = "") -> None:
    with transaction.atomic():
        row = Incoming.objects.select_for_update().get(pk=message)  # two people may open it at once
        issue(
            message=message,
            envelope=row.envelope_sha256,
            stage=stage,
            peer=row.from_node,
            at=at,
            reference=reference,
            signed_manifest=row.signed_manifest,
            push=True,
        )
