# SPDX-License-Identifier: Apache-2.0
"""Reads of the log."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from comity.ledger.models import Entry, Tip, Witness
from comity.ledger.rules import merkle

_AT_ONCE = 500  # rows asked for by key in one query


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
    found = list(Entry.objects.filter(subject__in=list(subjects), index__lt=size).order_by("index"))
    ranges = [merkle.inclusion_ranges(entry.index, size) for entry in found]
    roots = _roots({item for group in ranges for item in group})
    return tuple(
        Line(entry.index, entry.leaf, tuple(roots[item] for item in group))
        for entry, group in zip(found, ranges, strict=True)
    )


def consistency_proof(earlier: int, later: int) -> list[str]:
    """Return in base64 the proof that the log of `later` entries extends that of `earlier`."""
    ranges = merkle.consistency_ranges(earlier, later)
    roots = _roots(set(ranges))
    return [base64.b64encode(roots[item]).decode() for item in ranges]


def _roots(ranges: set[merkle.Range]) -> dict[merkle.Range, bytes]:
    """Return the root over each range of entries, put together from the subtrees kept beside their last entries."""
    trees = {item: merkle.complete_subtrees(item) for item in ranges}
    wanted = sorted({last for group in trees.values() for last, _ in group})
    rows: dict[int, bytes] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found = Entry.objects.filter(index__in=wanted[start : start + _AT_ONCE])
        for index, leaf_hash, subtrees in found.values_list("index", "leaf_hash", "subtrees"):
            rows[index] = bytes(leaf_hash) + bytes(subtrees)
    return {
        item: merkle.root_of_frontier([rows[last][32 * height : 32 * (height + 1)] for last, height in group])
        for item, group in trees.items()
    }


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


def events_about(subject: str, *, on: date | None = None) -> tuple[Event, ...]:
    """Return what the log says of a subject, oldest first, without proofs; of one day (UTC) if one is given."""
    rows = Entry.objects.filter(subject=subject).order_by("index")
    if on is not None:
        start = datetime(on.year, on.month, on.day, tzinfo=UTC)
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    found = [(row, json.loads(row.leaf)) for row in rows]
    return tuple(Event(row.at, row.event, leaf["actor"], leaf["data"]) for row, leaf in found)
