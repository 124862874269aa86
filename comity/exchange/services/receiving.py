# SPDX-License-Identifier: Apache-2.0
"""Receiving: what the doors of the exchange do with envelopes, chunks and receipts. Idempotent by message id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.base.errors import ComityError, Invalid
from comity.directory import queries as directory
from comity.directory.rules.card import Card
from comity.exchange.models import Incoming
from comity.exchange.services import accepting, assembling, concluding, delivering, taking_in
from comity.exchange.services.concluding import Came, Outcome
from comity.exchange.services.handling import Handlers

__all__ = ["Came", "Handlers", "Outcome", "receive", "receive_bundle", "receive_chunk", "receive_receipts"]

MAX_BUNDLED = 100
_MAX_LATER_RECEIPTS = 100


def receive(*, data: bytes, submission: str, peer: Card, handlers: Handlers, at: datetime) -> list[str]:
    """Take in an envelope from `peer` and return every receipt of this node about it, oldest first.

    The same envelope again gives the same stored receipts. What the sender got wrong ends in a signed refusal, also
    stored. Raises without a receipt, so that nothing ends: `Invalid` for bytes that are no envelope, `IdReused`,
    `Untrusted` for a foreign sender.
    """
    [outcome] = taking_in.take_in([Came(data, submission)], peer=peer, handlers=handlers, at=at)
    if isinstance(outcome, ComityError):
        raise outcome
    return outcome


def receive_bundle(came: Sequence[Came], *, peer: Card, handlers: Handlers, at: datetime) -> list[Outcome]:
    """Take in several envelopes in one transaction; return for each what `receive` returns, or would raise.

    Raises `Invalid` for too many, and what a service raises beyond a refusal: then nothing of them was kept.
    """
    if not 0 < len(came) <= MAX_BUNDLED:
        raise Invalid(f"One request brings between 1 and {MAX_BUNDLED} messages.")
    return taking_in.take_in(came, peer=peer, handlers=handlers, at=at)


def receive_chunk(  # one chunk of one part of one message
    *, message: str, part: int, number: int, data: bytes, peer: Card
) -> int:
    """Keep a chunk of a part; return how many are here. A chunk already kept, or not yet due, changes nothing."""
    row = Incoming.objects.filter(pk=message, from_node=peer.node_id, state="awaiting-parts").first()
    if row is None:
        return -1
    return assembling.put(message, row.signed_manifest, delivering.read_manifest(row, peer), part, number, data)


def chunks_here(*, message: str, part: int, peer: Card) -> int:
    """Return how many chunks of a part are here, -1 when none is awaited."""
    row = Incoming.objects.filter(pk=message, from_node=peer.node_id, state="awaiting-parts").first()
    if row is None:
        return -1
    return assembling.have(message, delivering.read_manifest(row, peer), part)


def receive_receipts(*, tokens: list[Any], peer: Card) -> None:
    """Keep receipts a partner pushes; raise `Untrusted` at the first that is not theirs to give."""
    if len(tokens) > _MAX_LATER_RECEIPTS or not all(isinstance(token, str) for token in tokens):
        raise Invalid(f"Send at most {_MAX_LATER_RECEIPTS} receipts at once.")
    accepting.accept(tokens, issuer=peer.node_id, public=peer.signing_key)


def end_incomplete(*, at: datetime) -> None:
    """Refuse messages whose files did not all come before they expired, and forget what came of them."""
    for key in Incoming.objects.filter(state="awaiting-parts").values_list("pk", flat=True):
        with transaction.atomic():
            row = Incoming.objects.select_for_update().get(pk=key)
            try:
                delivering.check(delivering.read_manifest(row, directory.peer(row.from_node)), at=at)
            except ComityError as error:
                concluding.refuse(row, error, at=at)
