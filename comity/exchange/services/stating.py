# SPDX-License-Identifier: Apache-2.0
"""Issuing and keeping receipts. A stage is stated once: asking again gives the stored receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from comity.directory import queries as directory
from comity.exchange.models import Incoming, Nonce, Outgoing, Receipt, SeenLog
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import BadReceipt, Stage
from comity.keyring import services as keyring
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from comity.queue import services as queue

_SWEEP_SECONDS = 60


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
) -> str:
    """Sign and keep a receipt of this node in the caller's transaction; return its token."""
    node = settings.COMITY_ENV["NODE_ID"]
    with transaction.atomic():
        stored = Receipt.objects.filter(message=message, issuer=node, stage=stage).first()
        if stored:
            return stored.token
        last = Receipt.objects.filter(message=message).order_by("-pk").first()
        receipt = receipts.Receipt(
            stage=stage,
            message=message,
            envelope=envelope,
            previous=last.sha256 if last else "",
            issuer=node,
            at=at,
            code=code,
            text=text,
            reference=reference,
            manifest=receipts.digest(signed_manifest) if signed_manifest else "",
            witnessed=ledger_queries.witnessed_size(peer),
        )
        token = receipts.write(receipt, key=keyring.current().signing)
        _store(receipt, token, to_push=peer if push else "")
        if push:
            wake(peer, at=at)
    return token


def accept(token: str, *, issuer: str, public: bytes) -> receipts.Receipt:
    """Keep a receipt a partner signed; keeping it twice changes nothing.

    Raises `Untrusted` unless it is signed by the partner, about an envelope exchanged with them, of a stage their
    side may state, and continues receipts known here.
    """
    receipt = receipts.read(token, issuer=issuer, public=public)
    with transaction.atomic():
        sent = Outgoing.objects.select_for_update().filter(pk=receipt.message, to_node=issuer).first()
        came = None if sent else Incoming.objects.filter(pk=receipt.message, from_node=issuer).first()
        row = sent or came
        allowed = receipts.BY_RECIPIENT if sent else receipts.BY_SENDER
        if row is None or row.envelope_sha256 != receipt.envelope or receipt.stage not in allowed:
            raise BadReceipt("A receipt is about a message that was not exchanged with its signer.")
        if Receipt.objects.filter(sha256=receipts.digest(token)).exists():
            return receipt
        known = Receipt.objects.filter(message=receipt.message, sha256=receipt.previous).exists()
        if receipt.previous and not known:
            raise BadReceipt("A receipt continues one that is not known here.")
        if Receipt.objects.filter(message=receipt.message, issuer=issuer, stage=receipt.stage).exists():
            raise BadReceipt("A second, different receipt states the same stage.")
        _store(receipt, token, to_push="")
        _note_witnessed(issuer, receipt.witnessed)
        if sent:
            _follow(sent, receipt)
    return receipt


def mark_retrieved(*, message: str, at: datetime) -> None:
    """State that a person opened a delivered message; stated once."""
    _state(message, Stage.RETRIEVED, at=at)


def mark_registered(*, message: str, reference: str, at: datetime) -> None:
    """State under which number a person registered a delivered message; stated once."""
    _state(message, Stage.RETRIEVED, at=at)
    _state(message, Stage.REGISTERED, at=at, reference=reference)


def sweep(*, payload: object, at: datetime) -> datetime:  # noqa: ARG001  # the shape of every job
    """Turn silence into negative receipts, forget old nonces; return when to sweep again."""
    silent = at - timedelta(hours=settings.COMITY_ENV["RECEIPT_WAIT_HOURS"])
    for row in Outgoing.objects.filter(state="delivered", delivered_at__lt=silent):
        heard = Receipt.objects.filter(
            message=row.pk, stage__in=[Stage.RETRIEVED, Stage.REGISTERED, Stage.NOT_RETRIEVED]
        )
        if not heard.exists():
            fail(row, Stage.NOT_RETRIEVED, at=at, code="no-answer", text="No person has opened the message in time.")
    for row in Outgoing.objects.filter(is_settled=False, expires_at__lte=at, state__in=["queued", "relayed"]):
        expire(row, at=at)
    Nonce.objects.filter(expires_at__lt=at).delete()
    return at + timedelta(seconds=_SWEEP_SECONDS)


def expire(row: Outgoing, *, at: datetime) -> None:
    """Report an outgoing message as not delivered in time. A later answer of the recipient is still taken."""
    with transaction.atomic():
        stage = Stage.RELAY_FAILED if row.state == "queued" else Stage.NOT_DELIVERED
        Outgoing.objects.filter(pk=row.pk).update(state="failed")
        fail(row, stage, at=at, code="timed-out", text=row.last_error or "The recipient did not answer in time.")


def fail(row: Outgoing, stage: Stage, *, at: datetime, code: str, text: str) -> None:
    """Issue a negative receipt of this node about its own message, and record it."""
    with transaction.atomic():
        issue(
            message=str(row.pk),
            envelope=row.envelope_sha256,
            stage=stage,
            peer=row.to_node,
            at=at,
            code=code,
            text=text,
        )
        data = {"stage": stage.value, "code": code}
        ledger.record(event="message.failed", subject=f"message:{row.pk}", actor="node", at=at, data=data)


def forget(*, message: str) -> bool:
    """Forget what an answered message said; its hash, receipts and ledger entries stay. Say whether it could."""
    ended = Q(is_settled=True) | Q(state="failed")
    sent = Outgoing.objects.filter(ended, pk=message).update(envelope=b"", signed_manifest="")
    came = Incoming.objects.exclude(state="awaiting-parts").filter(pk=message)
    gone = bool(sent or came.update(envelope=b"", signed_manifest=""))
    if sent:
        (Path(settings.FILES) / "outgoing" / f"{message}.json").unlink(missing_ok=True)
    return gone


def wake(node_id: str, *, at: datetime) -> None:
    """Ask the worker to carry what waits for a node."""
    queue.enqueue(key=f"carry:{node_id}", kind="exchange.carry", payload={"node": node_id}, at=at)


def _state(message: str, stage: Stage, *, at: datetime, reference: str = "") -> None:
    row = Incoming.objects.get(pk=message)
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


def _store(receipt: receipts.Receipt, token: str, *, to_push: str) -> None:
    Receipt.objects.create(
        message=receipt.message,
        sha256=receipts.digest(token),
        stage=receipt.stage,
        issuer=receipt.issuer,
        at=receipt.at,
        token=token,
        code=receipt.code,
        text=receipt.text,
        reference=receipt.reference,
        to_push=to_push,
    )


def _follow(sent: Outgoing, receipt: receipts.Receipt) -> None:
    """Let an outgoing message take the state a recipient's receipt gives it."""
    if receipt.stage is Stage.RELAY_ACCEPTED and sent.state == "queued":
        sent.state = "relayed"
    elif receipt.stage is Stage.DELIVERED:
        sent.state, sent.is_settled, sent.delivered_at = "delivered", True, receipt.at
    elif receipt.stage in {Stage.RELAY_REJECTED, Stage.NOT_DELIVERED, Stage.RETURNED}:
        sent.state, sent.is_settled, sent.last_error = "refused", True, receipt.text
    sent.save()
    if sent.is_settled and receipt.stage in receipts.NEGATIVE | {Stage.DELIVERED}:
        data = {"stage": receipt.stage.value, "receipt": receipts.digest(
            Receipt.objects.get(message=sent.pk, issuer=receipt.issuer, stage=receipt.stage).token
        )}  # fmt: skip
        ledger.record(
            event="message.answered", subject=f"message:{sent.pk}", actor=receipt.issuer, at=receipt.at, data=data
        )


def _note_witnessed(node_id: str, size: int) -> None:
    known = size <= ledger_queries.size()
    if known and not SeenLog.objects.filter(node_id=node_id, size__gte=size).exists():
        SeenLog.objects.update_or_create(node_id=node_id, defaults={"size": size})


def public_key_of(node_id: str) -> bytes:
    """Return the signing key of a known node; raise `UnknownPeer`."""
    return directory.peer(node_id).signing_key
