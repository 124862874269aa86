# SPDX-License-Identifier: Apache-2.0
"""What the ledger learns of the register: codes, ids and counts; never a name or value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.accounts.rules.roles import Person
from comity.ledger import services as ledger


def record(what: str, key: object, event: str, by: Person | str, at: datetime, **data: Any) -> None:
    """Record an act in the caller's transaction; `by` is a person, or the name of a node or of the node's own jobs."""
    actor = by if isinstance(by, str) else f"person:{by.id}"
    ledger.record(event=f"{what}.{event}", subject=f"{what}:{key}", actor=actor, at=at, data=data)
