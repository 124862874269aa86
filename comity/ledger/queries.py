# SPDX-License-Identifier: Apache-2.0
"""Reads of the log."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.ledger.models import Entry, Tip, Witness
from comity.ledger.rules import merkle


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its proof of inclusion in a log of a given size."""

    index: int
    leaf: str
    proof: tuple[bytes, ...]


def size() -> int:
    """Return the number of entries."""
    tip = Tip.objects.first()
    return tip.size if tip else 0


def lines_about(subjects: Iterable[str], *, size: int) -> tuple[Line, ...]:
    """Return the entries about `subjects` among the first `size`, each with its proof."""
    hashes = leaf_hashes(size)
    found = Entry.objects.filter(subject__in=list(subjects), index__lt=size).order_by("index")
    return tuple(Line(e.index, e.leaf, tuple(merkle.inclusion_proof(hashes, e.index))) for e in found)


def leaf_hashes(size: int) -> list[bytes]:
    """Return the leaf hashes of the first `size` entries."""
    rows = Entry.objects.filter(index__lt=size).order_by("index").values_list("leaf_hash", flat=True)
    return [bytes(value) for value in rows]


def consistency_proof(earlier: int, later: int) -> list[str]:
    """Return in base64 the proof that the log of `later` entries extends that of `earlier`."""
    return [base64.b64encode(h).decode() for h in merkle.consistency_proof(leaf_hashes(later), earlier)]


def witnessed_size(node_id: str) -> int:
    """Return the size of the largest proven checkpoint of a partner kept here, 0 when there is none."""
    rows = Witness.objects.filter(node_id=node_id, is_linked=True, is_contradiction=False)
    return rows.order_by("-size").values_list("size", flat=True).first() or 0


def witnesses_of(node_id: str) -> tuple[str, ...]:
    """Return the notes of a partner kept here, oldest first."""
    return tuple(Witness.objects.filter(node_id=node_id).order_by("size").values_list("note", flat=True))


def contradictions() -> tuple[str, ...]:
    """Return the partners whose log was seen to be rewritten."""
    rows = Witness.objects.filter(is_contradiction=True)
    return tuple(rows.order_by("node_id").values_list("node_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Event:
    """What one entry of the log says, for people: when, what, who, and its codes."""

    at: datetime
    event: str
    actor: str
    data: Mapping[str, Any]


def events_about(subject: str) -> tuple[Event, ...]:
    """Return what the log says of a subject, oldest first, without proofs."""
    rows = Entry.objects.filter(subject=subject).order_by("index")
    found = [(row, json.loads(row.leaf)) for row in rows]
    return tuple(Event(row.at, row.event, leaf["actor"], leaf["data"]) for row, leaf in found)
