# SPDX-License-Identifier: Apache-2.0
"""The chained log with each partner, its daily signed roots, and alarms."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base import ids
from comity.base.errors import NotFound
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.keyring import services as keyring
from comity.register.models import Notice, ProbeAlarm, ProbeLine, ProbeRoot
from comity.register.rules import travelling
from comity.register.rules.probing import chain
from comity.register.rules.probing.limits import Verdict
from comity.register.services.recording import record


def note(node: str, event: str, at: datetime, *, subject: object, by: Person | str, **data: Any) -> None:
    """Write a line of the log with a partner, and into the ledger, whose lock keeps the lines in one row."""
    record("probe", subject, event, by, at, node=node, **data)
    last = ProbeLine.objects.filter(node=node).order_by("-n").first()
    line = chain.link(
        last.hash if last else chain.START, n=last.n + 1 if last else 1, at=at, event=event,
        data={"subject": str(subject), **data},
    )  # fmt: skip
    ProbeLine.objects.create(node=node, n=line.n, at=at, event=event, data=line.data, hash=line.hash)


def alarm(node: str, code: str, at: datetime, *, purpose: str = "", **data: Any) -> None:
    """Raise an alarm, once a day for the same partner, purpose and code; central officers are told."""
    day = datetime.combine(at.date(), time(), UTC)
    same = ProbeAlarm.objects.filter(node=node, purpose=purpose, code=code, at__gte=day).first()
    if same:
        same.data = data
        same.save(update_fields=["data"])
        return
    ProbeAlarm.objects.create(node=node, purpose=purpose, code=code, data=data, at=at)
    Notice.objects.create(case=None, kind="probe-alarm", at=at)
    record("probe-alarm", node, code, "node", at, purpose=purpose, **data)


def alarm_all(node: str, verdict: Verdict, at: datetime, *, purpose: str, side: str) -> None:
    """Raise the alarms of a verdict on limits; `side` is `asking` or `holding`."""
    for code, total, most in verdict.alarms:
        alarm(node, code, at, purpose=purpose, persons=total, limit=most, side=side)


def see_alarm(*, alarm_id: int, by: Person, at: datetime) -> None:
    """Note that a central officer has looked at an alarm; raise `NotFound`."""
    with transaction.atomic():
        rows = ProbeAlarm.objects.select_for_update().filter(pk=alarm_id, seen_by=None)
        if not by.has(Role.CENTRAL_OFFICER) or not rows.exists():
            raise NotFound("There is no such alarm.")
        rows.update(seen_by_id=by.id)
        record("probe-alarm", alarm_id, "seen", by, at)


def counters(node: str, day: date) -> dict[str, int]:
    """Return what the log with a partner counts on a day."""
    found = dict.fromkeys(chain.COUNTERS, 0)
    start = datetime.combine(day, time(), UTC)
    for line in ProbeLine.objects.filter(node=node, at__gte=start, at__lt=start + timedelta(days=1)):
        for name in chain.COUNTERS:
            found[name] += int(line.data.get(name, 0))
    return found


def send_roots(at: datetime) -> None:
    """Send each partner the root of the log with it as of the end of yesterday, once."""
    day, env = at.date() - timedelta(days=1), settings.COMITY_ENV
    midnight = datetime.combine(at.date(), time(), UTC)
    for node in sorted(set(ProbeLine.objects.values_list("node", flat=True))):
        if ProbeRoot.objects.filter(node=node, is_own=True, day=day).exists():
            continue
        last = ProbeLine.objects.filter(node=node, at__lt=midnight).order_by("-n").first()
        if last is None:
            continue
        root = chain.Root(env["NODE_ID"], node, day, last.n, last.hash, counters(node, day))
        token = chain.write(root, key=keyring.current().signing)
        with transaction.atomic():
            exchange.post(
                to_node=node, kind="register.log-root", body={"v": 1, "root": token}, conversation=ids.new_uuid(), at=at
            )
            _keep(node, root, token, at, is_own=True)


def receive_log_root(*, message: Delivered, at: datetime) -> None:
    """Keep a partner's root; a second one for a day, or a log that became shorter, raises an alarm."""
    token, node = travelling.text(message.body, "root", 4_000), message.from_node
    signer = directory.peer(node).signing_key
    root = chain.read(token, signer=signer, holder=node, partner=settings.COMITY_ENV["NODE_ID"])
    with transaction.atomic():
        known = ProbeRoot.objects.filter(node=node, is_own=False)
        same = known.filter(day=root.day).first()
        if same:
            if same.root != root.root:
                alarm(node, "log-contradiction", at, day=root.day.isoformat())
            return
        longer = known.filter(day__lt=root.day, size__gt=root.size) | known.filter(day__gt=root.day, size__lt=root.size)
        if longer.exists():
            alarm(node, "log-contradiction", at, day=root.day.isoformat())
        _keep(node, root, token, at, is_own=False)
        record("probe-root", node, "kept", node, at, day=root.day.isoformat(), size=root.size, root=root.root)


def _keep(node: str, root: chain.Root, token: str, at: datetime, *, is_own: bool) -> None:
    ProbeRoot.objects.create(
        node=node, is_own=is_own, day=root.day, size=root.size, root=root.root, counters=dict(root.counters),
        token=token, at=at,
    )  # fmt: skip


def verify(node: str) -> list[int]:
    """Return the numbers of the lines at which the log with a partner no longer holds."""
    rows = ProbeLine.objects.filter(node=node).order_by("n")
    return chain.faults([chain.Line(r.n, r.at, r.event, r.data, r.hash) for r in rows])
