# SPDX-License-Identifier: Apache-2.0
"""Keeping the receipts a partner signed: only they end a message. Keeping them twice changes nothing."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from comity.base.errors import ComityError
from comity.exchange.models import Incoming, Outgoing, SeenLog
from comity.exchange.models import Receipt as Row
from comity.exchange.rules import receipts
from comity.exchange.rules.receipts import BadReceipt, Receipt, Stage
from comity.exchange.services.chain import Chain, store
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger


def accept(tokens: Sequence[str], *, issuer: str, public: bytes) -> set[str]:
    """Keep receipts a partner signed; return the messages of this node they settled.

    Raises `Untrusted` at the first that is not signed by the partner, about an envelope exchanged with them, of a
    stage their side may state, and continuing receipts known here. Those before it are kept.
    """
    [wrong], settled = accept_all([tokens], issuer=issuer, public=public)
    if wrong:
        raise wrong
    return settled


def accept_all(
    answers: Sequence[Sequence[str]], *, issuer: str, public: bytes
) -> tuple[list[ComityError | None], set[str]]:
    """Keep the receipts of several answers in one transaction.

    Returns for each what `accept` would raise, or None; and the messages of this node they settled.
    """
    digests = {receipts.digest(token) for tokens in answers for token in tokens}
    known = set(Row.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    faults: list[ComityError | None] = []
    fresh: list[list[tuple[Receipt, str]]] = []
    for tokens in answers:
        read, fault = _read(tokens, known, issuer, public)
        fresh.append(read)
        faults.append(fault)
    if not any(fresh):
        return faults, set()
    with transaction.atomic():
        messages = _Messages.of({receipt.message for read in fresh for receipt, _ in read}, issuer)
        for number, read in enumerate(fresh):
            wrong = next((wrong for receipt, token in read if (wrong := messages.take(receipt, token))), "")
            faults[number] = BadReceipt(wrong) if wrong else faults[number]
        messages.save()
    return faults, {message for message, row in messages.changed.items() if row.is_settled}


def _read(
    tokens: Iterable[str], known: set[str], issuer: str, public: bytes
) -> tuple[list[tuple[Receipt, str]], ComityError | None]:
    """Return what tokens not known yet say, up to the first that says nothing, and why it does not."""
    read = []
    for token in tokens:
        if (digest := receipts.digest(token)) in known:
            continue
        try:
            read.append((receipts.read(token, issuer=issuer, public=public), token))
        except ComityError as error:
            return read, error
        known.add(digest)
    return read, None


@dataclass(slots=True)
class _Messages:
    """The messages receipts are about, locked, with the receipts known of them."""

    issuer: str
    sent: dict[str, Outgoing]
    came: dict[str, Incoming]
    chains: dict[str, Chain]
    changed: dict[str, Outgoing] = field(default_factory=dict)
    acts: list[tuple[datetime, ledger.Act]] = field(default_factory=list)
    witnessed: int = 0

    @classmethod
    def of(cls, messages: set[str], issuer: str) -> _Messages:
        """Return the messages of these ids that were exchanged with the issuer."""
        rows = Outgoing.objects.select_for_update().filter(pk__in=messages, to_node=issuer).order_by("pk")
        sent = {str(row.pk): row for row in rows.defer("envelope", "signed_manifest", "files")}
        others = messages - set(sent)
        came = Incoming.objects.filter(pk__in=others, from_node=issuer).defer("envelope", "signed_manifest")
        return cls(issuer, sent, {str(row.pk): row for row in came} if others else {}, Chain.of_all(messages))

    def take(self, receipt: Receipt, token: str) -> str:
        """Add a receipt to its message's chain; return what is wrong with it instead, or nothing."""
        sent = self.sent.get(receipt.message)
        row, chain = sent or self.came.get(receipt.message), self.chains[receipt.message]
        if row is None:
            return "A receipt is about a message that was not exchanged with its signer."
        digest = receipts.digest(token)
        if chain.knows(digest):  # another took it home meanwhile
            return ""
        wrong = _wrong(receipt, row, chain)
        if wrong:
            return wrong
        chain.add(receipt, token)
        self.witnessed = max(self.witnessed, receipt.witnessed)
        if sent:
            self._follow(sent, receipt, digest)
        return ""

    def save(self) -> None:
        """Write receipts, states and ledger entries."""
        store(self.chains.values())
        names = ("state", "is_settled", "delivered_at", "last_error")
        alike: dict[tuple[object, ...], list[uuid.UUID]] = {}
        for row in self.changed.values():
            alike.setdefault(tuple(getattr(row, name) for name in names), []).append(row.pk)
        for values, keys in alike.items():
            Outgoing.objects.filter(pk__in=keys).update(**dict(zip(names, values, strict=True)))
        for at, group in itertools.groupby(self.acts, key=lambda item: item[0]):
            ledger.record_all([act for _, act in group], actor=self.issuer, at=at)
        _note_witnessed(self.issuer, self.witnessed)

    def _follow(self, sent: Outgoing, receipt: Receipt, digest: str) -> None:
        """Let an outgoing message take the state a recipient's receipt gives it."""
        if receipt.stage is Stage.RELAY_ACCEPTED and sent.state == "queued":
            sent.state = "relayed"
        elif receipt.stage is Stage.DELIVERED:
            sent.state, sent.is_settled, sent.delivered_at = "delivered", True, receipt.at
        elif receipt.stage in {Stage.RELAY_REJECTED, Stage.NOT_DELIVERED, Stage.RETURNED}:
            sent.state, sent.is_settled, sent.last_error = "refused", True, receipt.text
        self.changed[receipt.message] = sent
        if sent.is_settled and receipt.stage in receipts.NEGATIVE | {Stage.DELIVERED}:
            data = {"stage": receipt.stage.value, "receipt": digest}
            self.acts.append((receipt.at, ledger.Act("message.answered", f"message:{sent.pk}", data)))


def _wrong(receipt: Receipt, row: Outgoing | Incoming, chain: Chain) -> str:
    allowed = receipts.BY_RECIPIENT if isinstance(row, Outgoing) else receipts.BY_SENDER
    if row.envelope_sha256 != receipt.envelope or receipt.stage not in allowed:
        return "A receipt is about a message that was not exchanged with its signer."
    if receipt.previous and not chain.knows(receipt.previous):
        return "A receipt continues one that is not known here."
    if chain.stated(receipt.stage, receipt.issuer):
        return "A second, different receipt states the same stage."
    return ""


def _note_witnessed(node_id: str, size: int) -> None:
    if not size or size > ledger_queries.size():
        return
    seen, is_new = SeenLog.objects.get_or_create(node_id=node_id, defaults={"size": size})
    if not is_new and seen.size < size:
        SeenLog.objects.filter(pk=node_id, size__lt=size).update(size=size)
