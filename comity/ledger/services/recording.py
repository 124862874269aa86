# SPDX-License-Identifier: Apache-2.0
"""Appending to the log, and the checkpoints it gives out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.base import moments
from comity.base.canonical import canonical
from comity.keyring import services as keyring
from comity.ledger.models import Checkpoint as CheckpointRow
from comity.ledger.models import Entry, Tip
from comity.ledger.rules import checkpoint, merkle


def take_turn() -> None:
    """Wait for this transaction's turn in the log before it locks rows others lock after recording: no deadlock."""
    Tip.objects.get_or_create(id=1)
    Tip.objects.select_for_update().get(id=1)


@dataclass(frozen=True, slots=True)
class Act:
    """What one entry of the log says: codes, ids and hashes only, never content."""

    event: str
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)


def record(*, event: str, subject: str, actor: str, at: datetime, data: Mapping[str, Any] | None = None) -> int:
    """Append one entry in the caller's transaction; return its index.

    `data` holds codes, ids and hashes only: the log is shown to courts and partners, content never is.
    """
    return record_all([Act(event, subject, data or {})], actor=actor, at=at)


def record_all(acts: Sequence[Act], *, actor: str, at: datetime) -> int:
    """Append entries of one moment in the caller's transaction, in order; return the index of the first."""
    with transaction.atomic(savepoint=False):  # nobody goes on after a failed append
        tip = _locked_tip()
        first, frontier, rows = tip.size, hashes_of(tip.frontier), []
        for index, act in enumerate(acts, first):
            leaf = canonical(
                {
                    "v": 1,
                    "node": settings.COMITY_ENV["NODE_ID"],
                    "index": index,
                    "at": moments.to_text(at),
                    "event": act.event,
                    "subject": act.subject,
                    "actor": actor,
                    "data": dict(act.data),
                }
            )
            leaf_hash = merkle.leaf_hash(leaf)
            roots = merkle.completed(frontier, index, leaf_hash)
            frontier = merkle.append(frontier, index, leaf_hash)
            rows.append(
                Entry(
                    index=index,
                    at=at,
                    event=act.event,
                    subject=act.subject,
                    leaf=leaf.decode(),
                    leaf_hash=leaf_hash,
                    subtrees=b"".join(roots[1:]),
                )
            )
        Entry.objects.bulk_create(rows, batch_size=500)
        tip.frontier, tip.size = b"".join(frontier), first + len(rows)
        tip.save()
        return first


def take_checkpoint() -> tuple[int, str]:
    """Return size and signed checkpoint of the log as it stands, keeping what was given out."""
    with transaction.atomic():
        tip = _locked_tip()
        root = merkle.root_of_frontier(hashes_of(tip.frontier))
        made = checkpoint.Checkpoint(settings.COMITY_ENV["NODE_ID"], tip.size, root)
        note = checkpoint.sign(made, key=keyring.current().signing)
        CheckpointRow.objects.get_or_create(size=tip.size, defaults={"note": note})
        return tip.size, note


def _locked_tip() -> Tip:
    """Return the tip, locked against other appends until the transaction ends."""
    tip = Tip.objects.select_for_update().filter(id=1).first()
    if tip is None:
        Tip.objects.get_or_create(id=1)
        tip = Tip.objects.select_for_update().get(id=1)
    return tip


def hashes_of(joined: bytes | memoryview) -> list[bytes]:
    """Return the hashes of 32 bytes a column holds joined."""
    data = bytes(joined)
    return [data[i : i + 32] for i in range(0, len(data), 32)]
