# SPDX-License-Identifier: Apache-2.0
"""What people read of what partners sent: the first look states to the sender that its messages were opened."""

from __future__ import annotations

from datetime import datetime

from comity.accounts.rules.roles import Person
from comity.exchange import services as exchange
from comity.register import queries
from comity.register.queries import probes, watching


def read_entry(*, entry_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads an entry."""
    exchange.mark_read(reading=f"entry:{queries.entry(by, entry_id).pk}", at=at)


def read_hit(*, hit_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads what became of a hit; one that a partner opened here came as no message to read."""
    exchange.mark_read(reading=f"hit:{probes.hit_view(by, hit_id).id}", at=at)


def read_watch(*, watch_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads an indicator of the watch list."""
    exchange.mark_read(reading=f"watch:{watching.one(by, watch_id).pk}", at=at)
