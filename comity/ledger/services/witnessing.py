# SPDX-License-Identifier: Apache-2.0
"""Keeping partners' checkpoints: each is compared with those kept before, so that no log is rewritten unseen."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from comity.base.errors import Untrusted
from comity.ledger.models import Witness
from comity.ledger.rules import checkpoint, merkle
from comity.ledger.rules.checkpoint import Checkpoint
from comity.ledger.services.recording import Act, record_all


@dataclass(frozen=True, slots=True)
class Shown:
    """What a partner shows of its log: a checkpoint, and the proof that it extends its log of size `base`."""

    note: str
    base: int
    proof: tuple[str, ...]


def witness(shown: Sequence[Shown], *, node_id: str, public: bytes, at: datetime) -> tuple[list[Untrusted | None], int]:
    """Keep a partner's checkpoints in the order they came; return what is wrong with each, and the size now proven.

    A contradiction does not stop the message a checkpoint came with (a node restored from its backup looks the
    same): it is recorded, and shown until people settle it. Wrong is only what is not the partner's checkpoint.
    """
    wrong: list[Untrusted | None] = []
    read: list[tuple[Shown, Checkpoint]] = []
    for one in shown:
        try:
            read.append((one, checkpoint.verify(one.note, node_id=node_id, public=public)))
            wrong.append(None)
        except Untrusted as error:
            wrong.append(error)
    kept = _Kept.of(node_id, public, read)
    for one, made in read:
        kept.add(one, made, at)
    Witness.objects.bulk_create(kept.fresh)
    acts = [
        Act("witness.contradiction", node_id, {"size": made.size, "root": base64.b64encode(made.root).decode()})
        for made in kept.contradictions
    ]
    if acts:
        record_all(acts, actor="node", at=at)
    return wrong, kept.latest.size if kept.latest else 0


@dataclass(slots=True)
class _Kept:
    """A partner's checkpoints as far as new ones are compared with them: read once, then carried along."""

    node_id: str
    public: bytes
    notes: set[str]
    latest: Witness | None
    linked: dict[int, Witness]
    fresh: list[Witness] = field(default_factory=list)
    contradictions: list[Checkpoint] = field(default_factory=list)

    @classmethod
    def of(cls, node_id: str, public: bytes, read: Sequence[tuple[Shown, Checkpoint]]) -> _Kept:
        """Return what is kept of a partner: the largest proven checkpoint, and those of the sizes that are named."""
        rows = Witness.objects.filter(node_id=node_id)
        latest = rows.filter(is_linked=True).order_by("-size").first()
        notes = set(rows.filter(note__in={one.note for one, _ in read}).values_list("note", flat=True))
        sizes = {size for one, made in read for size in (one.base, made.size)}
        earlier = {size for size in sizes if latest and size <= latest.size} - {latest.size if latest else 0}
        older = rows.filter(is_linked=True, size__in=earlier).order_by("-pk") if earlier else []
        linked = {row.size: row for row in older}  # of several of one size the first kept
        if latest:
            linked[latest.size] = latest
        return cls(node_id, public, notes, latest, linked)

    def add(self, shown: Shown, made: Checkpoint, at: datetime) -> None:
        """Compare a checkpoint with those kept, and keep it beside them."""
        if shown.note in self.notes:
            return
        self.notes.add(shown.note)
        is_linked = contradicts = False
        try:
            is_linked = self._is_linked(made, shown)
        except Untrusted:
            contradicts = True
            self.contradictions.append(made)
        row = Witness(
            node_id=self.node_id, size=made.size, note=shown.note, at=at, is_linked=is_linked,
            is_contradiction=contradicts,
        )  # fmt: skip
        self.fresh.append(row)
        if is_linked:
            self.linked.setdefault(made.size, row)
            if self.latest is None or made.size > self.latest.size:
                self.latest = row

    def _is_linked(self, made: Checkpoint, shown: Shown) -> bool:
        """Say whether a kept checkpoint proves `made`; raise `Untrusted` on a contradiction."""
        same = self.linked.get(made.size)
        if same:
            if self._read(same).root != made.root:
                raise merkle.BadProof("Two checkpoints of one size differ.")
            return True
        known = self.linked.get(shown.base)
        if shown.base and not known:
            return False
        root = self._read(known).root if known else merkle.EMPTY_ROOT
        hashes = _decoded(shown.proof)
        merkle.check_consistency(
            earlier=shown.base, later=made.size, earlier_root=root, later_root=made.root, proof=hashes
        )
        # Only a proof from the latest checkpoint shows that both lie on one line: an older base could hide a fork.
        return self.latest is None or shown.base == self.latest.size

    def _read(self, row: Witness) -> Checkpoint:
        return checkpoint.verify(row.note, node_id=self.node_id, public=self.public)


def _decoded(proof: Sequence[str]) -> list[bytes]:
    try:
        return [base64.b64decode(item, validate=True) for item in proof]
    except ValueError:
        raise merkle.BadProof("A proof of consistency is not base64.") from None
