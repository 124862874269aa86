# SPDX-License-Identifier: Apache-2.0
"""Watched indicators between nodes: the owner sends versions to its audience; partners tell the owner what they saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comity.base import ids, moments
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import StateName
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.reference import load
from comity.register.models import Notice, Watch, WatchAct, WatchReport
from comity.register.rules import watch_travelling, watching
from comity.register.rules.detecting import giving
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.handling import Handling
from comity.register.rules.travelling import count, text
from comity.register.rules.watch_travelling import Act, Report, Travelling
from comity.register.rules.watching import Side, Status
from comity.register.services import publishing, watch_steps
from comity.register.services.recording import record
from comity.register.services.taking_in import local_id

REPORT, CORROBORATE, STATUS = "register.watch.report", "register.watch.corroborate", "register.watch.status"
_MOST_CLOCK_SKEW = timedelta(days=1)


def spread(row: Watch, at: datetime) -> None:
    """Send an own indicator, as it stands, to every State of its audience that has a node. Caller's transaction."""
    kind = REPORT if row.version == 1 else STATUS
    body = travelling(row).as_json()
    for state in row.audience:
        _post(state, kind, body, at)


def withdraw(row: Watch, states: Iterable[str], at: datetime) -> None:
    """Take an own indicator back from States that left its audience."""
    for state in states:
        body = {"v": 1, "watch": str(row.pk), "owner": row.owner, "version": row.version, "withdrawn": True}
        _post(state, STATUS, body, at)


def tell_owner(row: Watch, act: str, report: UUID, given: Mapping[str, str], at: datetime) -> None:
    """Tell the owner of an indicator that this State saw it too, that it is back, or that it was an error."""
    body = {"v": 1, "watch": str(row.origin), "report": str(report), "act": act, "given": dict(given)}
    if not _post(row.owner, CORROBORATE, body, at):
        raise directory.UnknownPeer(
            "No node of {state} is known here. Introduce it with: comity node introduce", state=StateName(row.owner)
        )


def travelling(row: Watch) -> Travelling:
    """Return an own indicator as it travels."""
    reports = WatchReport.objects.filter(watch=row).order_by("at", "pk")
    acts = WatchAct.objects.filter(watch=row).order_by("at", "pk")
    return Travelling(
        id=str(row.pk), owner=row.owner, version=row.version, kind=Kind(row.kind), value=row.value,
        status=Status(row.status), since=row.status_since, reported=row.reported_at, changed=row.changed_at,
        handling=Handling(frozenset(row.audience), frozenset(), hit_only=False, onward=row.onward),
        reports=tuple(Report(r.state, r.evidence, r.seen_at, r.at) for r in reports[: watch_travelling.MOST]),
        acts=tuple(Act(a.act, a.state, Status(a.status), a.at, a.given) for a in acts[: watch_travelling.MOST]),
    )  # fmt: skip


def receive_status(*, message: Delivered, at: datetime) -> str | None:
    """Take in a partner's indicator, a later version of it, or its withdrawal; an earlier version changes nothing.

    Returns what people read.
    """
    owner = text(message.body, "owner", 2)
    if owner != message.from_state:
        raise Refused("Only the owner of an indicator sends it.")
    origin, version = ids.parse_uuid(text(message.body, "watch", 36)), count(message.body, "version")
    gone = message.body.get("withdrawn") is True
    found = None if gone else watch_travelling.read(message.body, states=load().states)
    own = settings.COMITY_ENV["STATE"]
    if found is not None and own not in found.handling.audience:
        raise Refused("The indicator is not meant for this State.")
    with transaction.atomic():
        key = local_id(owner, origin)
        row = Watch.objects.select_for_update().filter(pk=key).first()
        if row is not None and row.version >= version:
            return None
        is_new = row is None or row.state != "active"
        event = "withdrawn" if found is None else "received" if is_new else "updated"
        record("watch", key, event, message.from_node, at, origin=origin, version=version)
        if found is None:
            _let_go(row, str(key), origin, owner, version, at)
            return None
        hashed = giving.key_hash(found.kind, found.value)
        _keep(str(key), hashed, found)
        if is_new:
            Notice.objects.create(case=None, kind="watch-received", at=at)
    return f"watch:{key}"


def receive_corroboration(*, message: Delivered, at: datetime) -> str | None:
    """Take in what a partner saw of an own indicator; for States outside its audience there is none.

    Returns what people read.
    """
    given = message.body.get("given")
    name, origin = text(message.body, "act", 20), ids.parse_uuid(text(message.body, "watch", 36))
    said = ids.parse_uuid(text(message.body, "report", 36))
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise Invalid("The message does not say what was seen.")
    with transaction.atomic():
        own = settings.COMITY_ENV["STATE"]
        row = Watch.objects.select_for_update().filter(pk=origin, owner=own, state="active").first()
        if row is None or message.from_state not in row.audience:
            raise NotFound("There is no such indicator.")
        if WatchReport.objects.filter(pk=said).exists() or _is_retracted(row, message):
            return None
        made = watching.step(Status(row.status), name, Side.PARTNER, given)
        if name == watch_steps.RETRACT:
            made = replace(made, given={"reason": made.given["reason"], "told": moments.to_text(message.created_at)})
        else:
            WatchReport.objects.create(
                id=said, watch=row, state=message.from_state, evidence=made.given["evidence"],
                seen_at=min(message.created_at, at + _MOST_CLOCK_SKEW), at=at,
            )  # fmt: skip
        watch_steps.take(row, made, message.from_state, at)
        Notice.objects.create(case=row.case, kind=f"watch-{name}", at=at)
        record("watch", row.pk, name, message.from_node, at, state=message.from_state, status=row.status)
        spread(row, at)
        publishing.publish(row, at)
    return f"watch:{row.pk}"


def _is_retracted(row: Watch, message: Delivered) -> bool:
    """Say whether a State took back later what it says here: a message may overtake another."""
    told = WatchAct.objects.filter(watch=row, act=watch_steps.RETRACT, state=message.from_state)
    return any(moments.from_text(act.given["told"]) >= message.created_at for act in told)


def _keep(key: str, hashed: str, found: Travelling) -> None:
    """Write a partner's indicator over what was held of it. What this State said itself is part of what comes back."""
    own = settings.COMITY_ENV["STATE"]
    mine = {r.evidence: r for r in WatchReport.objects.filter(watch_id=key, by__isnull=False)}
    row, _ = Watch.objects.update_or_create(
        pk=key,
        defaults={
            "owner": found.owner, "kind": found.kind, "value": found.value, "status": found.status,
            "key_hash": hashed, "origin": found.id, "status_since": found.since, "due_at": None,
            "audience": sorted(found.handling.audience), "onward": found.handling.onward, "state": "active",
            "version": found.version, "reported_at": found.reported, "changed_at": found.changed,
        },
    )  # fmt: skip
    WatchReport.objects.filter(watch=row).delete()
    WatchAct.objects.filter(watch=row).delete()
    rows = [
        WatchReport(
            id=ids.new_uuid(), watch=row, state=r.state, evidence=r.evidence, seen_at=r.seen, at=r.at,
            by_id=mine.pop(r.evidence).by_id if r.state == own and r.evidence in mine else None,
        )
        for r in found.reports
    ]  # fmt: skip
    WatchReport.objects.bulk_create([*rows, *mine.values()])
    WatchAct.objects.bulk_create(
        WatchAct(watch=row, act=a.act, state=a.state, status=a.status, given=dict(a.given), at=a.at) for a in found.acts
    )
    publishing.publish(row, found.changed)


def _let_go(row: Watch | None, key: str, origin: str, owner: str, version: int, at: datetime) -> None:
    """Empty a withdrawn indicator: id, owner and version stay, so that what comes late comes to nothing."""
    if row is None:
        Watch.objects.create(
            id=key, origin=origin, owner=owner, kind="", value="", key_hash="", status=Status.CLEARED,
            status_since=at, state="withdrawn", version=version, reported_at=at, changed_at=at,
        )  # fmt: skip
        return
    publishing.erase(row)
    WatchReport.objects.filter(watch=row).delete()
    WatchAct.objects.filter(watch=row).delete()
    row.value, row.key_hash, row.kind, row.audience, row.state, row.version = "", "", "", [], "withdrawn", version
    row.due_at = None
    row.save()


def _post(state: str, kind: str, body: dict[str, object], at: datetime) -> bool:
    """Send a message to a State's node; return False when no node of it is known here."""
    found = directory.peer_of_state(state)
    if found is None or state == settings.COMITY_ENV["STATE"]:
        return False
    exchange.post(to_node=found.node_id, kind=kind, body=body, conversation=ids.new_uuid(), at=at)
    return True
