# SPDX-License-Identifier: Apache-2.0
"""What pages are shown of probes: frozen, and only what the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comity.register.queries.shapes import EntryRow


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order of this State in a list; `hits` is empty until it is answered, `count` for name pairs alone."""

    id: str
    case_id: str
    case_reference: str
    to_state: str
    purpose: str
    state: str
    kinds: tuple[str, ...]
    persons: int
    hits: int | None
    count: int | None
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit. `person` is who was asked for (asking side); `entries` are the own ones that met (holding side)."""

    id: str
    reference: str
    state: str
    kind: str
    is_own: bool
    partner: str
    purpose: str
    basis: str
    person: dict[str, Any]
    entries: tuple[EntryRow, ...]
    reason: str
    text: str
    found_at: datetime
    case_id: str
    case_reference: str
    order_id: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two names after disclosure: how alike they are, 0 to 1."""

    asked: str
    known: str
    score: float


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order whole, for those who may see it."""

    row: OrderRow
    basis: str
    people: tuple[dict[str, Any], ...]
    refusal: str
    released_by: str
    released_at: datetime | None
    sent_at: datetime | None
    message_state: str
    hits: tuple[HitRow, ...]
    may_release: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class CountOrder:
    """An order of a partner for name pairs alone that waits for this State's central authority."""

    id: str
    from_state: str
    purpose: str
    basis: str
    role: str
    persons: int
    received_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sampled:
    """An order drawn for an audit: no person, and of the case its hash alone. `proof` as in `sampling`."""

    id: int
    order: str
    to_state: str
    purpose: str
    case: str
    persons: int
    role: str
    sent_at: datetime
    proof: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A month's sample: its seed, of how many orders it is, and the orders drawn."""

    month: str
    seed: str
    orders: int
    drawn_at: datetime
    samples: tuple[Sampled, ...]

    @property
    def due(self) -> int:
        """Return how many still wait for an auditor."""
        return sum(not one.result for one in self.samples)

    @property
    def faulty(self) -> int:
        """Return how many were found not in order."""
        return sum(one.result == "not-in-order" for one in self.samples)


@dataclass(frozen=True, slots=True)
class PartnerAudit:
    """What the logs say of probes with a partner; no person is in it."""

    node: str
    lines: int
    used: tuple[tuple[str, int, int], ...]
    sets: tuple[tuple[str, str, bool, int], ...]
    roots: tuple[tuple[date, int, str, dict[str, int], dict[str, int] | None], ...]
