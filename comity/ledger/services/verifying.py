# SPDX-License-Identifier: Apache-2.0
"""Checking the whole log against its entries, its tip and every checkpoint given out."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from comity.base.errors import Untrusted
from comity.keyring import services as keyring
from comity.ledger.models import Checkpoint as CheckpointRow
from comity.ledger.models import Entry, Tip
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
