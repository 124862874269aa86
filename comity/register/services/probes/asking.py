# SPDX-License-Identifier: Apache-2.0
"""Asking: one person draws an order up, another releases it, the node signs it, blinds the keys and sends both."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base import faults
from comity.base.errors import Invalid, NotFound, Refused
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.keyring import services as keyring
from comity.queue import services as queue
from comity.register import queries
from comity.register.models import Notice, ProbeOrder, Statement
from comity.register.queries import probes as views
from comity.register.rules.probing import batches, epochs, orders, persons, sampling
from comity.register.rules.probing.orders import Order
from comity.register.rules.probing.persons import Asked
from comity.register.services.probes import auditing, epoch_keys, journal, limiting
from comity.register.services.recording import record
from comity.register.services.sharing import node_of

_AGAIN = timedelta(minutes=10)


class LimitReached(Refused):
    """The order would exceed what a State may ask for a day or a month."""

    code = "probe-limit"


class SamePerson(Refused):
    """The one who drew an order up cannot release it."""

    code = "release-needs-another-person"


def person_of_entry(*, entry_id: str, by: Person) -> Asked:
    """Return what an entry of this State says of a person, to be asked for; raise `NotFound` or `Invalid`."""
    row = queries.entry(by, entry_id)
    if row.schema != "Person" or row.owner != settings.COMITY_ENV["STATE"]:
        raise Invalid("Ask for persons of this State's own cases.", field="persons")
    said = Statement.objects.filter(entry=row, is_retracted=False).order_by("said_at", "pk")
    return persons.of_entry(row.category, said.values_list("prop", "value"), owner=row.owner, entry=str(row.pk))


def ask(
    *, case_id: str, to_state: str, purpose: str, basis: str, kinds: Sequence[str], asked: Iterable[Asked], by: Person,
    at: datetime,
) -> str:  # fmt: skip
    """Draw up an order and return its id; it waits for a central officer. Raises `NotFound`, `Invalid`, `Refused`."""
    if not by.has(Role.ANALYST, Role.CASE_PROSECUTOR):
        raise Refused("An analyst or a case prosecutor draws up a query order.")
    wanted = list(asked)
    for person in wanted:
        persons.check(person)
    if not basis.strip() or len(basis.strip()) > 300:
        raise Invalid("Name the legal basis in 1 to 300 characters.", field="basis")
    orders.check_scope(kinds, len(wanted))
    secret, people = secrets.token_hex(32), [person.as_json() for person in wanted]
    with transaction.atomic():
        case = queries.case(by, case_id)
        if purpose not in case.offences:
            raise Invalid("The purpose is one of the offence categories of the case.", field="purpose")
        made = ProbeOrder.objects.create(
            id=uuid.uuid4(), case=case, to_state=to_state, to_node=node_of(to_state), purpose=purpose,
            basis=basis.strip(), kinds=list(kinds), persons=people, number=len(wanted),
            secret=secret, named=sampling.named(people, secret),
            role=Role.ANALYST.value if by.has(Role.ANALYST) else Role.CASE_PROSECUTOR.value,
            asked_by_id=by.id, asked_at=at,
        )  # fmt: skip
        record(
            "probe",
            made.pk,
            "drawn-up",
            by,
            at,
            to=to_state,
            purpose=purpose,
            persons=len(wanted),
            kinds=list(kinds),
            named=made.named,
        )
    return str(made.pk)


def release(*, order_id: str, by: Person, at: datetime) -> None:
    """Release an order, as a central officer and not the one who drew it up; it leaves as soon as it can."""
    with transaction.atomic():
        row = _waiting(order_id, by)
        verdict = limiting.judge_own(row.to_node, row.purpose, row.number, at)
        if not verdict.refused:
            row.state, row.released_by_id, row.released_at = "released", by.id, at
            row.save(update_fields=["state", "released_by", "released_at"])
            journal.note(row.to_node, "released", at, subject=row.pk, by=by, purpose=row.purpose)
            _wake(row, at)
        journal.alarm_all(row.to_node, verdict, at, purpose=row.purpose, side="asking")
    if verdict.refused:
        raise LimitReached("This State has asked for as many persons as it may for this purpose. Ask later.")


def decline(*, order_id: str, reason: str, by: Person, at: datetime) -> None:
    """Decline to release an order; its persons are forgotten."""
    if not reason.strip():
        raise Invalid("Say why the order does not leave.", field="reason")
    with transaction.atomic():
        row = _waiting(order_id, by)
        row.state, row.refusal, row.persons, row.secret = "declined", reason.strip()[:60], [], ""
        row.released_by_id, row.released_at = by.id, at
        row.save()
        Notice.objects.create(case=row.case, kind="probe-declined", at=at)
        record("probe", row.pk, "declined", by, at)


def send(*, payload: Mapping[str, Any], at: datetime) -> datetime | None:
    """Job: sign and send a released order once the partner has announced its key; ask for the key meanwhile."""
    with transaction.atomic():
        row = ProbeOrder.objects.select_for_update().get(pk=payload["order"])
        if row.state != "released" or row.released_at is None:
            return None
        if at >= row.released_at + _life():
            row.state, row.persons, row.secret = "expired", [], ""
            row.save(update_fields=["state", "persons", "secret"])
            return None
        if epoch_keys.announced(row.to_node, epochs.epoch_of(at)) is None:
            epoch_keys.want(row.to_node, at)
            return at + _AGAIN
        _send(row, at)
        faults.point("probe.sent")
    return None


def blinded_of(row: ProbeOrder) -> list[Any]:
    """Return the blinded batch of an order, the same each time."""
    return sampling.blinded(row.persons, row.kinds, bytes.fromhex(row.secret))


def _send(row: ProbeOrder, at: datetime) -> None:
    env = settings.COMITY_ENV
    row.salt, row.epoch = secrets.token_hex(32), epochs.epoch_of(at)
    elements = [item.element for item in blinded_of(row)]
    sizes = batches.sizes(row.number)
    order = Order(
        id=str(row.pk), from_node=env["NODE_ID"], from_state=env["STATE"], to_node=row.to_node, to_state=row.to_state,
        epoch=row.epoch, purpose=row.purpose, basis=row.basis,
        case=sampling.case_hash(row.case.reference, row.salt), role=row.role,
        released_by=Role.CENTRAL_OFFICER.value, kinds=tuple(row.kinds), persons=row.number, sizes=sizes,
        batch=batches.digest(elements), issued=at, expires=at + _life(),
    )  # fmt: skip
    row.token = orders.write(order, key=keyring.current().signing)
    packed = [batches.pack(part) for part in batches.split(elements, sizes)]
    exchange.post(
        to_node=row.to_node, kind="register.order", body={"v": 1, "order": row.token}, conversation=str(row.pk), at=at
    )
    row.message = exchange.post(
        to_node=row.to_node, kind="register.evaluate", body={"v": 1, "order": row.token, "batches": packed},
        conversation=str(row.pk), at=at,
    )  # fmt: skip
    row.state, row.sent_at = "sent", at
    row.save()
    auditing.seal(row, at)
    journal.note(
        row.to_node, "sent", at, subject=row.pk, by="node", purpose=row.purpose, batch=order.batch, orders=1,
        persons=row.number, kinds=row.kinds,
    )  # fmt: skip


def _life() -> timedelta:
    return min(timedelta(hours=settings.COMITY_ENV["PROBE_ORDER_HOURS"]), orders.LONGEST_LIFE)


def _wake(row: ProbeOrder, at: datetime) -> None:
    queue.enqueue(key=f"probe:send:{row.pk}", kind="register.probe-send", payload={"order": str(row.pk)}, at=at)


def _waiting(order_id: str, by: Person) -> ProbeOrder:
    row = views.order_row(by, order_id, for_update=True)
    if not by.has(Role.CENTRAL_OFFICER):
        raise NotFound("There is no such order.")
    if row.state != "waiting":
        raise Refused("This order has been decided already.")
    if row.asked_by_id == by.id:
        raise SamePerson("Another person than the one who drew it up releases an order.")
    directory.peer(row.to_node)
    return row
