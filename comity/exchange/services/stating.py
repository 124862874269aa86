# SPDX-License-Identifier: Apache-2.0
"""Issuing and keeping receipts. A stage is stated once: asking again gives the stored receipt."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.base.errors import ComityError
from comity.directory import queries as directory
from comity.exchange.models import Incoming, Outgoing, Receipt, SeenLog
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import BadReceipt, Stage
from comity.exchange.services.chain import Chain
from comity.keyring import services as keyring
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from comity.queue import services as queue


def issue(  # a receipt has these members
    *,
    message: str,
    envelope: str,
    stage: Stage,
    peer: str,
    at: datetime,
    code: str = "",
    text: str = "",
    reference: str = "",
    signed_manifest: str = "",
    push: bool = False,
    chain: Chain | None = None,
    witnessed: int | None = None,
) -> str:
    """Sign and keep a receipt of this node in the caller's transaction; return its token.

    The caller holds the lock on the message's row. `chain`: the receipts of the message, where it has them already;
    `witnessed`: up to which size the peer's ledger is proven, where it has looked that up.
    """
    node = settings.COMITY_ENV["NODE_ID"]
    chain = chain or Chain.of(message)
    stored = chain.stated(stage, node)
    if stored:
        return stored.token
    receipt = receipts.Receipt(
        stage=stage,
        message=message,
        envelope=envelope,
        previous=chain.last,
        issuer=node,
        at=at,
        code=code,
        text=text,
        reference=reference,
        manifest=receipts.digest(signed_manifest) if signed_manifest else "",
        witnessed=ledger_queries.witnessed_size(peer) if witnessed is None else witnessed,
    )
    token = receipts.write(receipt, key=keyring.current().signing)
    with transaction.atomic(savepoint=False):
        chain.store(receipt, token, to_push=peer if push else "")
        if push:
            wake(peer, at=at)
    return token


def accept(tokens: Sequence[str], *, issuer: str, public: bytes) -> None:
    """Keep receipts a partner signed; keeping them twice changes nothing.

    Raises `Untrusted` at the first that is not signed by the partner, about an envelope exchanged with them, of a
    stage their side may state, and continuing receipts known here. Those before it are kept.
    """
    digests = {receipts.digest(token): token for token in tokens}
    known = set(Receipt.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    fresh: list[tuple[receipts.Receipt, str]] = []
    fault: ComityError | None = None
    for token in (token for digest, token in digests.items() if digest not in known):
        try:
            fresh.append((receipts.read(token, issuer=issuer, public=public), token))
        except ComityError as error:
            fault = error
            break
    for message, group in itertools.groupby(fresh, key=lambda item: item[0].message):
        wrong = _accept(message, list(group), issuer)
        if wrong:
            raise BadReceipt(wrong)
    if fault:
        raise fault


def _accept(message: str, came: list[tuple[receipts.Receipt, str]], issuer: str) -> str:
    """Keep receipts about one message up to the first that is wrong; return what is wrong with it, or nothing."""
    with transaction.atomic():
        rows = Outgoing.objects.select_for_update().defer("envelope", "signed_manifest", "files")
        sent = rows.filter(pk=message, to_node=issuer).first()
        row = sent or Incoming.objects.filter(pk=message, from_node=issuer).defer("envelope", "signed_manifest").first()
        if row is None:
            return "A receipt is about a message that was not exchanged with its signer."
        chain, wrong = Chain.of(message), ""
        for receipt, token in came:
            wrong = _wrong(receipt, row, chain)
            if wrong:
                break
            kept = chain.store(receipt, token)
            if sent:
                _follow(sent, receipt, kept.sha256)
        _note_witnessed(issuer, max(receipt.witnessed for receipt, _ in came))
        return wrong


def _wrong(receipt: receipts.Receipt, row: Outgoing | Incoming, chain: Chain) -> str:
    allowed = receipts.BY_RECIPIENT if isinstance(row, Outgoing) else receipts.BY_SENDER
    if row.envelope_sha256 != receipt.envelope or receipt.stage not in allowed:
        return "A receipt is about a message that was not exchanged with its signer."
    if receipt.previous and not chain.knows(receipt.previous):
        return "A receipt continues one that is not known here."
    if chain.stated(receipt.stage, receipt.issuer):
        return "A second, different receipt states the same stage."
    return ""


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


def _follow(sent: Outgoing, receipt: receipts.Receipt, sha256: str) -> None:
    """Let an outgoing message take the state a recipient's receipt gives it."""
    if receipt.stage is Stage.RELAY_ACCEPTED and sent.state == "queued":
        sent.state = "relayed"
    elif receipt.stage is Stage.DELIVERED:
        sent.state, sent.is_settled, sent.delivered_at = "delivered", True, receipt.at
    elif receipt.stage in {Stage.RELAY_REJECTED, Stage.NOT_DELIVERED, Stage.RETURNED}:
        sent.state, sent.is_settled, sent.last_error = "refused", True, receipt.text
    sent.save(update_fields=["state", "is_settled", "delivered_at", "last_error"])
    if sent.is_settled and receipt.stage in receipts.NEGATIVE | {Stage.DELIVERED}:
        data = {"stage": receipt.stage.value, "receipt": sha256}
        ledger.record(
            event="message.answered", subject=f"message:{sent.pk}", actor=receipt.issuer, at=receipt.at, data=data
        )


def _note_witnessed(node_id: str, size: int) -> None:
    if not size or size > ledger_queries.size():
        return
    seen, is_new = SeenLog.objects.get_or_create(node_id=node_id, defaults={"size": size})
    if not is_new and seen.size < size:
        SeenLog.objects.filter(pk=node_id, size__lt=size).update(size=size)


def public_key_of(node_id: str) -> bytes:
    """Return the signing key of a known node; raise `UnknownPeer`."""
    return directory.peer(node_id).signing_key
