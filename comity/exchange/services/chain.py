# SPDX-License-Identifier: Apache-2.0
"""The receipts about a message as they are known here, oldest first: read once, carried along, stored together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.exchange.models import Receipt as Row
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import Receipt, Stage


@dataclass(slots=True)
class Chain:
    """The receipts of a message. Whoever adds to it holds the lock on the message's row, and stores what was added."""

    message: str
    rows: list[Row] = field(default_factory=list)
    fresh: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, message: str) -> Chain:
        """Return the receipts stored about a message."""
        return cls.of_all([message])[message]

    @classmethod
    def of_all(cls, messages: Iterable[str]) -> dict[str, Chain]:
        """Return the receipts stored about each message."""
        found = {message: cls(message) for message in messages}
        for row in Row.objects.filter(message__in=list(found)).order_by("pk") if found else ():
            found[str(row.message)].rows.append(row)
        return found

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

    def add(self, receipt: Receipt, token: str, *, to_push: str = "") -> Row:
        """Add a receipt as the latest; `store` writes it."""
        row = Row(
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
        self.fresh.append(row)
        return row


def store(chains: Iterable[Chain]) -> None:
    """Write what was added to chains, in the caller's transaction: each message's receipts in their order."""
    changed = [chain for chain in chains if chain.fresh]
    if changed:
        Row.objects.bulk_create([row for chain in changed for row in chain.fresh])
    for chain in changed:
        chain.fresh = []
