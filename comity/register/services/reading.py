# SPDX-License-Identifier: Apache-2.0
"""What people read: noted for the person an entry speaks of, and for the partner that sent it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.exchange import services as exchange
from comity.register import queries
from comity.register.queries import looking, probes, watching
from comity.register.services.recording import record


def read_entry(*, entry_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads an entry: for its sender, and once a day and case for the person it speaks of."""
    row = queries.entry(by, entry_id)
    exchange.mark_read(reading=f"entry:{row.pk}", at=at)
    case = str(row.case_id or "")
    if not looking.was_read(str(row.pk), by, case, on=at.date()):
        with transaction.atomic():
            record("entry", row.pk, looking.READ, by, at, case=case, purposes=looking.purposes_of(row))


def read_hit(*, hit_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads what became of a hit; one that a partner opened here came as no message to read."""
    exchange.mark_read(reading=f"hit:{probes.hit_view(by, hit_id).id}", at=at)


def read_watch(*, watch_id: str, by: Person, at: datetime) -> None:
    """Note that a person reads an indicator of the watch list."""
    exchange.mark_read(reading=f"watch:{watching.one(by, watch_id).pk}", at=at)
