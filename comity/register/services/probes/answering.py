# SPDX-License-Identifier: Apache-2.0
"""Answering: check an order, hold it to the limits, evaluate what is blinded. Repeats change nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base import faults, ids
from comity.base.errors import NotFound, Refused
from comity.directory import queries as directory
from comity.exchange import queries as messages
from comity.exchange import services as exchange
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import Delivered, OutPart
from comity.keyring.rules import encoding
from comity.queue import services as queue
from comity.reference import load
from comity.register.models import Notice, ProbeAsked, ProbeSet
from comity.register.rules import oprf, travelling
from comity.register.rules.oprf import Mode
from comity.register.rules.probing import batches, counting, orders
from comity.register.rules.probing.orders import Order
from comity.register.rules.probing.tags import TAG_BYTES
from comity.register.services.probes import epoch_keys, journal, limiting, tag_sets
from comity.register.services.probes.tag_sets import Scope


class OrderReplaced(Refused):
    """Another order has this id."""

    code = "order-id-reused"


class BatchReused(Refused):
    """The elements were asked in another order."""

    code = "batch-reused"


def receive_order(*, message: Delivered, at: datetime) -> None:
    """Take in a partner's order: purpose and limits before anything is evaluated."""
    _take_in(message, at)


def receive_evaluate(*, message: Delivered, at: datetime) -> None:
    """Take in the blinded elements of an order, and the order itself if it has not come yet."""
    row, order = _take_in(message, at)
    if row.state not in {"accepted", "approval"} or row.elements is not None:
        return
    batches.accepted(message.body.get("batches"), order.sizes, order.batch)
    row.elements = message.body["batches"]
    row.save(update_fields=["elements"])
    _wake(row, at)


def decide_count(*, asked_id: str, grant: bool, by: Person, at: datetime) -> None:
    """Approve or refuse a partner's order for name pairs alone, as a central officer of the asked State."""
    with transaction.atomic():
        row = ProbeAsked.objects.select_for_update().filter(pk=asked_id, state="approval").first()
        if row is None or not by.has(Role.CENTRAL_OFFICER):
            raise NotFound("There is no such order.")
        row.decided_by_id, row.decided_at = by.id, at
        row.state = "accepted" if grant else "refused"
        row.save()
        journal.note(row.from_node, "approved" if grant else "not-approved", at, subject=row.pk, by=by)
        if grant:
            _wake(row, at)
        else:
            _refuse(row, "not-approved", at)


def answer(*, payload: Mapping[str, Any], at: datetime) -> datetime | None:
    """Job: evaluate the elements of an order and send the answer, with the set of tags where the partner lacks it."""
    row = ProbeAsked.objects.get(pk=payload["asked"])
    if row.state != "accepted" or row.elements is None:
        return None
    if row.expires_at <= at:
        ProbeAsked.objects.filter(pk=row.pk, state="accepted").update(state="expired", elements=None)
        return None
    order = orders.read(row.token, signer=directory.peer(row.from_node).signing_key)
    scope = Scope(row.from_node, row.from_state, row.epoch, row.purpose, order.counts_only)
    mark = tag_sets.mark(scope, at)
    made = _latest(scope, mark)
    if not made:
        if not tag_sets.prepare(scope, at):
            return at
        made = tag_sets.keep(tag_sets.make(scope))
    evaluated = _evaluate(row, order, scope)
    with transaction.atomic():
        row = ProbeAsked.objects.select_for_update().get(pk=row.pk)
        if row.state != "accepted":
            return None
        _send_tags(scope, made, mark, at)
        row.answer = {"v": 1, "order": str(row.pk), "set": made, "batches": evaluated}
        row.state, row.elements = "answered", None
        row.save()
        _post(row, at)
        journal.note(row.from_node, "answered", at, subject=row.pk, by="node", purpose=row.purpose, set=made, answers=1)
        faults.point("probe.evaluated")
    return None


def _take_in(message: Delivered, at: datetime) -> tuple[ProbeAsked, Order]:
    """Return the row of an order, made and judged when it is new; raise what a bad order is refused with."""
    token, env = travelling.text(message.body, "order", 8_000), settings.COMITY_ENV
    order = orders.read(token, signer=directory.peer(message.from_node).signing_key)
    with transaction.atomic():
        known = ProbeAsked.objects.select_for_update().filter(pk=order.id).first()
        if known:
            if known.token != token or known.from_node != message.from_node:
                raise OrderReplaced("Another query order has this id. Nothing was evaluated.")
            if known.state == "answered" and known.answer and message.kind == "register.evaluate":
                _post(known, at)
            return known, order
        sender, receiver = (message.from_node, message.from_state), (env["NODE_ID"], env["STATE"])
        orders.check(order, sender=sender, receiver=receiver, purposes=load().offences, at=at)
        if ProbeAsked.objects.filter(from_node=message.from_node, batch=order.batch).exists():
            raise BatchReused("These elements were asked in another order. Make new ones for each order.")
        return _keep(order, token, at), order


def _keep(order: Order, token: str, at: datetime) -> ProbeAsked:
    """Judge a new order and keep it. The line of the log comes first: its lock lets two orders be judged in turn."""
    journal.note(
        order.from_node, "received", at, subject=order.id, by=order.from_node, purpose=order.purpose,
        batch=order.batch, role=order.role, kinds=list(order.kinds), orders=1, persons=order.persons,
    )  # fmt: skip
    verdict = limiting.judge_partner(order.from_node, order.purpose, order.persons, at)
    state = "refused" if verdict.refused else "approval" if order.counts_only else "accepted"
    row = ProbeAsked.objects.create(
        id=order.id, from_node=order.from_node, from_state=order.from_state, token=token, purpose=order.purpose,
        basis=order.basis, role=order.role, kinds=list(order.kinds), persons=order.persons, epoch=order.epoch,
        batch=order.batch, expires_at=order.expires, received_at=at, state=state,
    )  # fmt: skip
    journal.alarm_all(row.from_node, verdict, at, purpose=row.purpose, side="holding")
    if verdict.refused:
        _refuse(row, verdict.refused, at)
    elif state == "approval":
        Notice.objects.create(case=None, kind="probe-approval", at=at)
    return row


def _refuse(row: ProbeAsked, code: str, at: datetime) -> None:
    row.state, row.refusal, row.elements = "refused", code, None
    row.answer = {"v": 1, "order": str(row.pk), "refused": code}
    row.save()
    _post(row, at)
    journal.note(row.from_node, "refused", at, subject=row.pk, by="node", purpose=row.purpose, code=code, refused=1)


def _evaluate(row: ProbeAsked, order: Order, scope: Scope) -> list[dict[str, str]]:
    private = epoch_keys.private(row.from_node, row.epoch)
    found = batches.accepted(row.elements, order.sizes, order.batch)
    if order.counts_only:
        flat = [element for batch in found for element in batch]
        made, proven = counting.answer(flat, private, proof_scalar=_scalar(), info=scope.info)
        return [{"elements": batches.pack(made), "sum": batches.pack(proven.elements),
                 "proof": encoding.encode(proven.proof)}]  # fmt: skip
    answered = [
        oprf.evaluate(batch, private, mode=Mode.POPRF, proof_scalar=_scalar(), info=scope.info) for batch in found
    ]
    return [{"elements": batches.pack(one.elements), "proof": encoding.encode(one.proof)} for one in answered]


def _latest(scope: Scope, mark: str) -> str:
    row = _sets(scope).filter(mark=mark).order_by("-pk").first()
    return row.sha256 if row and tag_sets.path_of(row.sha256).exists() else ""


def _send_tags(scope: Scope, made: str, mark: str, at: datetime) -> None:
    row = _sets(scope).filter(sha256=made).first()
    if row and row.message and _is_under_way(row.message):
        return
    path = tag_sets.path_of(made)
    size = path.stat().st_size
    body = {"v": 1, "epoch": scope.epoch, "purpose": scope.purpose, "counted": scope.is_counted, "set": made}
    part = OutPart("tags.bin", "application/octet-stream", size, made, str(path))
    message = exchange.post(
        to_node=scope.node, kind="register.tags", body=body, conversation=ids.new_uuid(), parts=[part], at=at
    )
    ProbeSet.objects.update_or_create(
        node=scope.node, is_own=True, epoch=scope.epoch, purpose=scope.purpose, is_counted=scope.is_counted,
        sha256=made,
        defaults={"size": size // TAG_BYTES, "mark": mark, "message": message, "at": at},
    )  # fmt: skip


def _sets(scope: Scope) -> Any:
    return ProbeSet.objects.filter(
        node=scope.node, is_own=True, epoch=scope.epoch, purpose=scope.purpose, is_counted=scope.is_counted
    )


def _is_under_way(message: str) -> bool:
    found = messages.statuses([message]).get(message)
    return found is not None and (found.has(Stage.DELIVERED) or found.state in {"queued", "relayed"})


def _post(row: ProbeAsked, at: datetime) -> None:
    exchange.post(to_node=row.from_node, kind="register.answer", body=row.answer or {}, conversation=str(row.pk), at=at)


def _wake(row: ProbeAsked, at: datetime) -> None:
    queue.enqueue(key=f"probe:answer:{row.pk}", kind="register.probe-answer", payload={"asked": str(row.pk)}, at=at)


def _scalar() -> bytes:
    return oprf.random_scalar(secrets.token_bytes(64))
