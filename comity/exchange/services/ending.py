# SPDX-License-Identifier: Apache-2.0
"""Silence ends too: what is not answered, not opened, or not completed in time becomes a negative receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from comity.exchange.models import Incoming, Nonce, Outgoing, Receipt
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import receiving, stating
from comity.ledger import services as ledger

_SWEEP_SECONDS = 60
_OPENED = (Stage.RETRIEVED, Stage.REGISTERED, Stage.NOT_RETRIEVED)


def sweep(*, payload: object, at: datetime) -> datetime:  # noqa: ARG001  # the shape of every job
    """Turn silence into negative receipts, forget old nonces; return when to sweep again."""
    silent = at - timedelta(hours=settings.COMITY_ENV["RECEIPT_WAIT_HOURS"])
    heard = Exists(Receipt.objects.filter(message=OuterRef("pk"), stage__in=_OPENED))
    for key in _keys(Outgoing.objects.filter(~heard, state="delivered", delivered_at__lt=silent)):
        fail(key, Stage.NOT_RETRIEVED, at=at, code="no-answer", text="No person has opened the message in time.")
    for key in _keys(Outgoing.objects.filter(is_settled=False, expires_at__lte=at, state__in=["queued", "relayed"])):
        expire(key, at=at)
    receiving.end_incomplete(at=at)
    Nonce.objects.filter(expires_at__lt=at).delete()
    return at + timedelta(seconds=_SWEEP_SECONDS)


def expire(message: str, *, at: datetime) -> None:
    """Report an outgoing message as not delivered in time. A later answer of the recipient is still taken."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(pk=message)
        stage = Stage.RELAY_FAILED if row.state == "queued" else Stage.NOT_DELIVERED
        row.state = "failed"
        row.save(update_fields=["state"])
        text = row.last_error or "The recipient did not answer in time."
        fail(message, stage, at=at, code="timed-out", text=text)


def fail(message: str, stage: Stage, *, at: datetime, code: str, text: str) -> None:
    """Issue a negative receipt of this node about its own message, and record it."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(pk=message)
        stating.issue(
            message=message, envelope=row.envelope_sha256, stage=stage, peer=row.to_node, at=at, code=code, text=text
        )
        data = {"stage": stage.value, "code": code}
        ledger.record(event="message.failed", subject=f"message:{message}", actor="node", at=at, data=data)


def forget(*, message: str) -> bool:
    """Forget what an answered message said; its hash, receipts and ledger entries stay. Say whether it could."""
    ended = Q(is_settled=True) | Q(state="failed")
    sent = Outgoing.objects.filter(ended, pk=message).update(envelope=b"", signed_manifest="")
    came = Incoming.objects.exclude(state="awaiting-parts").filter(pk=message)
    gone = bool(sent or came.update(envelope=b"", signed_manifest=""))
    if sent:
        (Path(settings.FILES) / "outgoing" / f"{message}.json").unlink(missing_ok=True)
    return gone


def _keys(rows: object) -> list[str]:
    return [str(key) for key in rows.values_list("pk", flat=True)]  # type: ignore[attr-defined]  # a query of ours
