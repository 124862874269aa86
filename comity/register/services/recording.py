# SPDX-License-Identifier: Apache-2.0
"""What the ledger learns of the register: codes, ids and counts; never a name or value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from comity.accounts.rules.roles import Person
from comity.ledger import services as ledger


def record(what: str, key: object, event: str, by: Person | str, at: datetime, **data: Any) -> None:
    """Record an act in the caller's transaction; `by` is a person, or the name of a node or of the node's own jobs."""
    record_all([(what, key, event, data)], by, at)


def record_all(acts: Iterable[tuple[str, object, str, dict[str, Any]]], by: Person | str, at: datetime) -> None:
    """Record acts of one moment, each as what, key, event and data."""
    actor = by if isinstance(by, str) else f"person:{by.id}"
    rows = [ledger.Act(f"{what}.{event}", f"{what}:{key}", data) for what, key, event, data in acts]
    ledger.record_all(rows, actor=actor, at=at)
