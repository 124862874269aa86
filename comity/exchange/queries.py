# SPDX-License-Identifier: Apache-2.0
"""Reads of the exchange: what became of a message, and its receipts. No content passes here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.base.errors import NotFound
from comity.exchange.models import Incoming, Outgoing, Receipt
from comity.exchange.rules.receipts import NEGATIVE, Stage


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt as shown to people and put into proofs."""

    message: str
    stage: Stage
    issuer: str
    at: datetime
    token: str
    sha256: str
    code: str
    text: str
    reference: str

    @property
    def is_negative(self) -> bool:
        """Say whether it reports a failure."""
        return self.stage in NEGATIVE


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a message. `state`: queued, relayed, delivered, refused, failed, awaiting-parts."""

    id: str
    is_outgoing: bool
    peer: str
    kind: str
    state: str
    at: datetime
    envelope_sha256: str
    signed_manifest: str
    attempts: int
    last_error: str
    receipts: tuple[ReceiptLine, ...]

    def has(self, stage: Stage) -> bool:
        """Say whether a receipt of this stage is here."""
        return any(line.stage == stage for line in self.receipts)


def statuses(message_ids: Iterable[str]) -> dict[str, Status]:
    """Return what is known of each message, by id."""
    wanted = [i for i in message_ids if i]
    lines: dict[str, list[ReceiptLine]] = {}
    for row in Receipt.objects.filter(message__in=wanted).order_by("pk"):
        lines.setdefault(str(row.message), []).append(_line(row))
    found = {}
    for out in Outgoing.objects.filter(pk__in=wanted):
        found[str(out.pk)] = Status(
            str(out.pk), True, out.to_node, out.kind, out.state, out.created_at, out.envelope_sha256,
            out.signed_manifest, out.attempts, out.last_error, tuple(lines.get(str(out.pk), ())),
        )  # fmt: skip
    for came in Incoming.objects.filter(pk__in=wanted):
        found[str(came.pk)] = Status(
            str(came.pk), False, came.from_node, came.kind, came.state, came.received_at, came.envelope_sha256,
            came.signed_manifest, 0, "", tuple(lines.get(str(came.pk), ())),
        )  # fmt: skip
    return found


def status(message_id: str) -> Status:
    """Return what is known of one message; raise `NotFound`."""
    found = statuses([message_id])
    if message_id not in found:
        raise NotFound("No such message is known here.")
    return found[message_id]


def unsettled() -> int:
    """Return how many outgoing messages still wait for the recipient's answer."""
    return Outgoing.objects.filter(is_settled=False).count()


def silent_peers(*, before: datetime) -> tuple[str, ...]:
    """Return the nodes with an unanswered message older than `before`."""
    rows = Outgoing.objects.filter(is_settled=False, created_at__lt=before).order_by("to_node")
    return tuple(rows.values_list("to_node", flat=True).distinct())


def _line(row: Receipt) -> ReceiptLine:
    return ReceiptLine(
        str(row.message), Stage(row.stage), row.issuer, row.at, row.token, row.sha256, row.code, row.text, row.reference
    )
