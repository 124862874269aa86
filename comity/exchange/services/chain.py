# SPDX-License-Identifier: Apache-2.0
"""The receipts about one message as they are known here, oldest first: read once, then carried along."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.exchange.models import Receipt as Row
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import Receipt, Stage


@dataclass(slots=True)
class Chain:
    """The stored receipts of a message. Whoever adds to it holds the lock on the message's row."""

    message: str
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, message: str) -> Chain:
        """Return the receipts stored about a message."""
        return cls(message, list(Row.objects.filter(message=message).order_by("pk")))

    @property
    def last(self) -> str:
        """Return the hash of the latest receipt, or nothing."""
        return self.rows[-1].sha256 if self.rows else ""

    def stated(self, stage: Stage, issuer: str) -> Row | None:
        """Return the receipt by which `issuer` stated a stage, if any."""
        return next((row for row in self.rows if row.stage == stage and row.issuer == issuer), None)

    def knows(self, sha256: str) -> bool:
        """Say whether a receipt of this hash is here."""
        return any(row.sha256 == sha256 for row in self.rows)

    def tokens_of(self, issuer: str) -> list[str]:
        """Return the signed receipts of an issuer, oldest first."""
        return [row.token for row in self.rows if row.issuer == issuer]

    def store(self, receipt: Receipt, token: str, *, to_push: str = "") -> Row:
        """Store a receipt as the latest."""
        row = Row.objects.create(
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
        self.rows.append(row)
        return row
