# SPDX-License-Identifier: Apache-2.0
"""The frozen shapes in which requests are shown: to pages, exports, searches, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.assistance.rules.clocks import Clock
from comity.assistance.rules.lifecycle import Row, Side, State
from comity.assistance.rules.shared import Story
from comity.exchange.queries import Status

DELIVERED = "delivered"  # shown for a sent request whose delivery receipt is here


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A file of a request. `act` is empty for an annex of a draft."""

    id: str
    file_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    document: str
    use_limit: str
    act: str


@dataclass(frozen=True, slots=True)
class Line:
    """One act on the timeline, with its message and what it carried."""

    id: str
    act: str
    side: str
    at: datetime
    actor: str
    data: Mapping[str, Any]
    standing: str
    state: str
    is_local: bool
    files: tuple[RequestFile, ...]
    message: Status | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """Everything the page of one request shows to one person."""

    id: str
    title: str
    side: Side
    state: State
    shown_state: str
    peer_node: str
    requesting: str
    requested: str
    form: str
    measures: tuple[str, ...]
    offences: tuple[str, ...]
    is_urgent: bool
    is_restricted: bool
    basis: str
    reference: str
    version: int
    content: Mapping[str, str]
    drafter: str
    drafter_id: int | None
    submitted_by_id: int | None
    created_at: datetime
    sent_at: datetime | None
    lines: tuple[Line, ...]
    clocks: tuple[Clock, ...]
    files: tuple[RequestFile, ...]
    acts: tuple[Row, ...]
    members: tuple[tuple[int, str], ...]

    @property
    def peer_state(self) -> str:
        """Return the State on the other side."""
        return self.requested if self.side is Side.REQUESTING else self.requesting


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One request in a list."""

    id: str
    title: str
    side: str
    peer_state: str
    shown_state: str
    is_urgent: bool
    is_new: bool
    reference: str
    updated_at: datetime
    next_clock: Clock | None
    failed: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a request stands at this node, for no person in particular."""

    state: str
    reference: str
    story: Story
    clocks: tuple[Clock, ...]
    messages: tuple[str, ...]
    files: tuple[RequestFile, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What nodes told of answered requests: how many, and the median of days. No content."""

    answered: int
    median_days: float | None
