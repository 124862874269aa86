# SPDX-License-Identifier: Apache-2.0
"""Reading an answer: verify, unblind, look each value up among the tags. Persons without a hit are forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comity.base import faults, ids
from comity.base.errors import ComityError, Invalid, NotFound, Untrusted
from comity.exchange.services import Delivered
from comity.keyring import services as keyring
from comity.keyring.rules import encoding
from comity.queue import services as queue
from comity.register.models import Notice, ProbeHit, ProbeOrder, ProbeSet
from comity.register.rules import oprf, travelling
from comity.register.rules.oprf import BadEvaluation, Blinded, Evaluation, Mode
from comity.register.rules.probing import batches, counting, orders, persons, tags
from comity.register.rules.probing.orders import Order
from comity.register.services.probes import asking, epoch_keys, journal, tag_sets

_AGAIN = timedelta(minutes=10)


def receive_answer(*, message: Delivered, at: datetime) -> None:
    """Keep a partner's answer, or its refusal; a repeated one changes nothing."""
    order = ids.parse_uuid(travelling.text(message.body, "order", 36))
    with transaction.atomic():
        row = ProbeOrder.objects.select_for_update().filter(pk=order, to_node=message.from_node).first()
        if row is None:
            raise NotFound("There is no such order.")
        if row.state != "sent" or row.answer is not None:
            return
        if refused := message.body.get("refused"):
            close(row, "refused", at, refusal=str(refused)[:60])
            return
        row.answer = dict(message.body)
        row.save(update_fields=["answer"])
        _wake(row, at)


def receive_tags(*, message: Delivered, at: datetime) -> None:
    """Keep a partner's set of tags, and go on with the orders that waited for it."""
    body, named = message.body, travelling.text(message.body, "set", 64)
    epoch, purpose = travelling.text(body, "epoch", 7), travelling.text(body, "purpose", 60)
    if len(message.parts) != 1:
        raise Invalid("A set of tags comes as one file.")
    data = message.parts[0].path.read_bytes()
    tags.check(data, digest=named)
    tag_sets.keep(data)
    with transaction.atomic():
        ProbeSet.objects.get_or_create(
            node=message.from_node, is_own=False, epoch=epoch, purpose=purpose, is_counted=body.get("counted") is True,
            sha256=named, defaults={"size": len(data) // tags.TAG_BYTES, "at": at},
        )  # fmt: skip
        for row in ProbeOrder.objects.filter(to_node=message.from_node, state="sent", epoch=epoch, purpose=purpose):
            _wake(row, at)


def conclude(*, payload: Mapping[str, Any], at: datetime) -> datetime | None:
    """Job: read the answer of an order once answer and tags are here."""
    with transaction.atomic():
        row = ProbeOrder.objects.select_for_update().get(pk=payload["order"])
        if row.state != "sent" or row.answer is None:
            return None
        try:
            return _read(row, orders.read(row.token, signer=keyring.current().signing_public), at)
        except Untrusted as error:
            code = error.code
        except (ComityError, KeyError, TypeError, AttributeError):
            code = "malformed"
        journal.alarm(row.to_node, "bad-answer", at, purpose=row.purpose, fault=code)
        close(row, "untrusted", at, refusal=code)
    return None


def _read(row: ProbeOrder, order: Order, at: datetime) -> datetime | None:
    found = _tags(row, order)
    if found is None and order.expires > at:
        return at + _AGAIN
    blinded = asking.blinded_of(row)
    if found is None:
        close(row, "expired", at)
    elif batches.digest([item.element for item in blinded]) != order.batch:
        close(row, "expired", at, refusal="keys-changed")
    elif order.counts_only:
        _count(row, order, blinded, found, at)
    else:
        _meet(row, order, blinded, found, at)
    faults.point("probe.read")
    return None


def _tags(row: ProbeOrder, order: Order) -> tags.TagSet | None:
    named = travelling.text(row.answer or {}, "set", 64)
    known = ProbeSet.objects.filter(
        node=row.to_node, is_own=False, epoch=row.epoch, purpose=row.purpose, is_counted=order.counts_only, sha256=named
    )
    return tags.TagSet(tag_sets.path_of(named).read_bytes()) if known.exists() else None


def _key(row: ProbeOrder) -> bytes:
    public = epoch_keys.announced(row.to_node, row.epoch)
    if public is None:
        raise BadEvaluation("No key was announced for this month.")
    return public


def _meet(row: ProbeOrder, order: Order, blinded: list[Blinded], theirs: tags.TagSet, at: datetime) -> None:
    parts = (row.answer or {})["batches"]
    if len(parts) != len(order.sizes):
        raise BadEvaluation("The answer has another number of batches than the question.")
    met: dict[bytes, bytes] = {}
    for sent, part in zip(batches.split(blinded, order.sizes), parts, strict=True):
        evaluation = _evaluation(part, len(sent), "elements")
        outputs = oprf.finalize(sent, evaluation, _key(row), mode=Mode.POPRF, info=order.info)
        met |= {b.input: o for b, o in zip(sent, outputs, strict=True) if tags.tag(o) in theirs}
    asked = [persons.from_json(person) for person in row.persons]
    best: dict[int, tuple[str, bytes]] = {}
    for key, places in persons.asked_keys(asked, row.kinds).items():
        for place, kind in places if key in met else ():
            if place not in best or kind < best[place][0]:
                best[place] = (kind, met[key])
    for place, (kind, output) in sorted(best.items()):
        ProbeHit.objects.create(
            id=uuid.uuid4(),
            is_own=True,
            order=row,
            person=row.persons[place],
            kind=kind,
            output=output.hex(),
            found_at=at,
        )
    row.result = {"persons": row.number, "hits": len(best)}
    close(row, "answered", at)


def _count(row: ProbeOrder, order: Order, blinded: list[Blinded], theirs: tags.TagSet, at: datetime) -> None:
    part = (row.answer or {})["batches"][0]
    answered = batches.unpack(part["elements"], len(blinded))
    found = counting.finish(blinded, answered, _evaluation(part, 1, "sum"), _key(row), info=order.info)
    row.result = {"persons": row.number, "count": sum(tag in theirs for tag in found)}
    close(row, "answered", at)


def _evaluation(part: Mapping[str, Any], size: int, name: str) -> Evaluation:
    return Evaluation(tuple(batches.unpack(part[name], size)), encoding.decode(part["proof"]))


def close(row: ProbeOrder, state: str, at: datetime, *, refusal: str = "") -> None:
    """End an order: what was asked is forgotten, counters stay."""
    row.state, row.refusal = state, refusal
    row.persons, row.secret, row.answer = [], "", None
    row.save()
    hits = int(row.result.get("hits", 0)) if isinstance(row.result, dict) else 0
    Notice.objects.create(case=row.case, kind="probe-hit" if hits else f"probe-{state}", at=at)
    journal.note(row.to_node, f"read-{state}", at, subject=row.pk, by="node", code=refusal,
                 answers=int(state == "answered"), refused=int(state == "refused"))  # fmt: skip


def _wake(row: ProbeOrder, at: datetime) -> None:
    queue.enqueue(key=f"probe:read:{row.pk}", kind="register.probe-read", payload={"order": str(row.pk)}, at=at)
