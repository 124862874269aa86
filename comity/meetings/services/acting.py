# SPDX-License-Identifier: Apache-2.0
"""The one way every act at a meeting is taken: lock, table, rules of the body; then act, ledger and notice together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.accounts.rules.roles import Person
from comity.base import faults
from comity.ledger import services as ledger
from comity.meetings.models import Act, Meeting
from comity.meetings.queries import access, facts
from comity.meetings.queries.access import Seen
from comity.meetings.rules import convening, guards
from comity.meetings.rules.convening import Kind, State
from comity.meetings.rules.guards import Finding

MAX_ID = 56  # the ledger's subject is `meeting:` and the id, in 64 characters


@dataclass(frozen=True, slots=True)
class Opened:
    """A meeting locked for an act the table and the rules allow; `warnings` are what practice says of it."""

    row: Meeting
    seen: Seen
    end: State
    warnings: tuple[Finding, ...]


def opened(by: Person, meeting: str, act: str, *, at: datetime, guarded: bool = True) -> Opened:
    """Lock a meeting for an act, in the caller's transaction.

    Raises `NotFound`, `NotNow` and `NotYours` of the table, `RuleForbids` of the body's rules.
    """
    seen = access.meeting(by, meeting, on=at.date(), for_update=True)
    end = convening.step(act, kind=Kind(seen.row.kind), state=State(seen.row.state), who=seen.who)
    warnings = guards.require(act, facts.of(seen, on=at.date()), seen.rules) if guarded else ()
    return Opened(seen.row, seen, end, warnings)


def check_rules(opening: Opened, act: str, *, at: datetime) -> tuple[Finding, ...]:
    """Return what the rules say once the act has changed the meeting; raise `RuleForbids`."""
    return guards.require(act, facts.of(opening.seen, on=at.date()), opening.seen.rules)


def done(
    opening: Opened, act: str, *, by: Person, at: datetime, data: Mapping[str, Any] | None = None, says: str = ""
) -> None:
    """Write the act, the new state and the ledger entry. `data` holds codes and ids; `says` is kept here only."""
    row = opening.row
    row.state, row.changed_at, row.sequence = opening.end, at, row.sequence + 1
    row.save()
    note(row, act, by=by, at=at, data=data, says=says)
    faults.point(f"meeting.{act}")


def note(
    row: Meeting, act: str, *, by: Person, at: datetime, data: Mapping[str, Any] | None = None, says: str = ""
) -> None:
    """Write an act and its ledger entry."""
    kept = dict(data or {}) | ({"text": says} if says else {})
    Act.objects.create(
        meeting=row, act=act, at=at, actor_id=by.id, actor_name=by.name, state=by.state, data=kept
    )  # fmt: skip
    ledger.record(
        event=f"meeting.{act}", subject=f"meeting:{row.pk}", actor=f"person:{by.id}", at=at,
        data={**(data or {}), "for": by.state, "state": str(row.state)},
    )  # fmt: skip
