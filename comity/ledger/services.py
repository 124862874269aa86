# SPDX-License-Identifier: Apache-2.0
"""Acts on the log: record, checkpoint, witness, verify."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.base import moments
from comity.base.canonical import canonical
from comity.base.errors import Untrusted
from comity.keyring import services as keyring
from comity.ledger.models import Checkpoint as CheckpointRow
from comity.ledger.models import Entry, Tip, Witness
from comity.ledger.rules import checkpoint, merkle


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of checking the whole log."""

    size: int
    root: str
    checkpoints: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether nothing was found wrong."""
        return not self.faults

    @property
    def sentence(self) -> str:
        """Return the outcome in words."""
        if self.holds:
            return f"The ledger holds: {self.size} entries, {self.checkpoints} checkpoints, root {self.root}."
        return "The ledger does NOT hold. " + " ".join(self.faults)

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for machines."""
        return {
            "holds": self.holds,
            "size": self.size,
            "root": self.root,
            "checkpoints": self.checkpoints,
            "faults": list(self.faults),
        }


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
        first, frontier, rows = tip.size, _hashes(tip.frontier), []
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
        root = merkle.root_of_frontier(_hashes(tip.frontier))
        made = checkpoint.Checkpoint(settings.COMITY_ENV["NODE_ID"], tip.size, root)
        note = checkpoint.sign(made, key=keyring.current().signing)
        CheckpointRow.objects.get_or_create(size=tip.size, defaults={"note": note})
        return tip.size, note


def witness(*, node_id: str, public: bytes, note: str, base: int, proof: Sequence[str], at: datetime) -> bool:
    """Keep a partner's checkpoint; return False when it contradicts what was kept before.

    `proof` shows that it extends the partner's log of size `base`. A contradiction does not stop the message it
    came with (a node restored from its backup looks the same): it is recorded, and shown until people settle it.
    Raises `BadCheckpoint` when the checkpoint itself is not the partner's.
    """
    made = checkpoint.verify(note, node_id=node_id, public=public)
    if Witness.objects.filter(node_id=node_id, note=note).exists():
        return True
    latest = Witness.objects.filter(node_id=node_id, is_linked=True).order_by("-size").first()
    try:
        is_linked = _is_linked(made, latest, public, base, proof)
        contradicts = False
    except Untrusted:
        is_linked, contradicts = False, True
    Witness.objects.create(
        node_id=node_id, size=made.size, note=note, at=at, is_linked=is_linked, is_contradiction=contradicts
    )
    if contradicts:
        data = {"size": made.size, "root": base64.b64encode(made.root).decode()}
        record(event="witness.contradiction", subject=node_id, actor="node", at=at, data=data)
    return not contradicts


def _locked_tip() -> Tip:
    """Return the tip, locked against other appends until the transaction ends."""
    tip = Tip.objects.select_for_update().filter(id=1).first()
    if tip is None:
        Tip.objects.get_or_create(id=1)
        tip = Tip.objects.select_for_update().get(id=1)
    return tip


def _is_linked(
    made: checkpoint.Checkpoint, latest: Witness | None, public: bytes, base: int, proof: Sequence[str]
) -> bool:
    """Say whether a kept checkpoint proves `made`; raise `Untrusted` on a contradiction. `latest`: the largest kept."""
    proven = Witness.objects.filter(node_id=made.node_id, is_linked=True)
    same = proven.filter(size=made.size).first() if latest and made.size <= latest.size else None
    if same:
        if checkpoint.verify(same.note, node_id=made.node_id, public=public).root != made.root:
            raise merkle.BadProof("Two checkpoints of one size differ.")
        return True
    known = latest if latest and latest.size == base else proven.filter(size=base).first()
    if base and not known:
        return False
    root = checkpoint.verify(known.note, node_id=made.node_id, public=public).root if known else merkle.EMPTY_ROOT
    hashes = _decoded(proof)
    merkle.check_consistency(earlier=base, later=made.size, earlier_root=root, later_root=made.root, proof=hashes)
    # Only a proof from the latest checkpoint shows that both lie on one line: an older base could hide a fork.
    return latest is None or base == latest.size


def _decoded(proof: Sequence[str]) -> list[bytes]:
    try:
        return [base64.b64decode(item, validate=True) for item in proof]
    except ValueError:
        raise merkle.BadProof("A proof of consistency is not base64.") from None


def verify_all() -> Report:
    """Recompute the whole log from its entries and compare it with its tip and every checkpoint given out."""
    faults: list[str] = []
    frontier: list[bytes] = []
    roots = {0: merkle.EMPTY_ROOT}
    wanted = set(CheckpointRow.objects.values_list("size", flat=True))
    count = 0
    for entry in Entry.objects.order_by("index").iterator():
        hashed = merkle.leaf_hash(entry.leaf.encode())
        if entry.index != count:
            faults.append(f"Entry {count} is missing.")
            break
        if hashed != bytes(entry.leaf_hash) or f'"index":{count},' not in entry.leaf:
            faults.append(f"Entry {count} was changed.")
        if bytes(entry.subtrees) != b"".join(merkle.completed(frontier, count, hashed)[1:]):
            faults.append(f"The subtrees that end with entry {count} were changed.")
        frontier = merkle.append(frontier, count, hashed)
        count += 1
        if count in wanted:
            roots[count] = merkle.root_of_frontier(frontier)
    tip = Tip.objects.first() or Tip()
    if tip.size != count or bytes(tip.frontier) != b"".join(frontier):
        faults.append(f"The tip says {tip.size} entries; the entries give another log of {count}.")
    faults.extend(_checkpoint_faults(roots))
    root = base64.b64encode(merkle.root_of_frontier(frontier)).decode()
    return Report(count, root, len(wanted), tuple(faults))


def _checkpoint_faults(roots: Mapping[int, bytes]) -> list[str]:
    faults = []
    public, node_id = keyring.current().signing_public, settings.COMITY_ENV["NODE_ID"]
    for row in CheckpointRow.objects.order_by("size"):
        try:
            made = checkpoint.verify(row.note, node_id=node_id, public=public)
        except Untrusted as error:
            faults.append(f"Checkpoint {row.size}: {error.sentence}")
            continue
        if roots.get(made.size) != made.root:
            faults.append(f"The entries no longer give the checkpoint of size {row.size} once signed.")
    return faults


def _hashes(joined: bytes | memoryview) -> list[bytes]:
    data = bytes(joined)
    return [data[i : i + 32] for i in range(0, len(data), 32)]
