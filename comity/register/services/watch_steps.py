# SPDX-License-Identifier: Apache-2.0
"""One step in the life of an own indicator: status, clock, version, history. Here and by a partner's message alike."""

from __future__ import annotations

from datetime import datetime

from comity.register.models import Watch, WatchAct, WatchReport
from comity.register.queries import watching as reads
from comity.register.rules import watching
from comity.register.rules.stix.parts import next_version
from comity.register.rules.watching import Status

RETRACT = "retract"


def take(row: Watch, made: watching.Step, state: str, at: datetime) -> None:
    """Move an own indicator as a step says, with its history and clock. Caller's transaction."""
    status = made.status
    if made.row.act == "decline":
        reporters = WatchReport.objects.filter(watch=row).values_list("state", flat=True)
        status = watching.after_decline(row.owner, reporters)
    if made.row.act == RETRACT:
        WatchReport.objects.filter(watch=row, state=state).delete()
        left = WatchReport.objects.filter(watch=row).values_list("state", flat=True)
        back = WatchAct.objects.filter(watch=row, act="reappear").order_by("at", "pk").last()
        status = watching.after_retracting(Status(row.status), row.owner, left, back.state if back else row.owner)
    if status != row.status:
        row.status, row.status_since, row.due_at = status, at, due(status, at)
    row.version, row.changed_at = row.version + 1, next_version(at, row.changed_at)
    row.save()
    WatchAct.objects.create(watch=row, act=made.row.act, state=state, status=status, given=dict(made.given), at=at)


def due(status: Status, at: datetime) -> datetime | None:
    """Return when the clock of a status that begins now runs out, or None."""
    running = watching.due(status, at, reads.clocks())
    return running[1] if running else None
