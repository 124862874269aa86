# SPDX-License-Identifier: Apache-2.0
"""Hits on the asking side: a person opens or dismisses one, and learns what the other side decided."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base import ids
from comity.base.errors import Invalid, NotFound, Refused
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.register.models import Entry, Foreign, Notice, ProbeHit, ProbeOrder
from comity.register.queries import probes as views
from comity.register.rules import travelling
from comity.register.services.probes import journal
from comity.register.services.recording import record
from comity.register.services.taking_in import local_id

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing to misread
DECISIONS = ("disclosed", "refused", "not-found")


def open_hit(*, hit_id: str, by: Person, at: datetime) -> str:
    """Open a hit at the other side and return the reference both sides now have; repeated, the same."""
    with transaction.atomic():
        row = _own(hit_id, by)
        if row.reference:
            return row.reference
        if row.state != "found":
            raise Refused("This hit was dismissed.")
        order = _order(row)
        row.reference, row.state = _reference(order.to_state), "opened"
        row.opened_by_id, row.opened_at = by.id, at
        body = {"v": 1, "order": str(order.pk), "reference": row.reference, "kind": row.kind, "output": row.output}
        exchange.post(to_node=order.to_node, kind="register.hit", body=body, conversation=str(order.pk), at=at)
        row.output = ""
        row.save()
        journal.note(order.to_node, "hit-opened", at, subject=row.reference, by=by, kind=row.kind, hits=1)
    return row.reference


def dismiss(*, hit_id: str, reason: str, by: Person, at: datetime) -> None:
    """Dismiss a hit that will not be followed; the other side never learns of it, and the person is forgotten."""
    if not reason.strip():
        raise Invalid("Say why the hit is not followed.", field="reason")
    with transaction.atomic():
        row = _own(hit_id, by)
        if row.state != "found":
            raise Refused("This hit is open at the other side already.")
        row.state, row.person, row.output, row.text = "dismissed", {}, "", reason.strip()[:500]
        row.decided_by_id, row.decided_at = by.id, at
        row.save()
        journal.note(_order(row).to_node, "hit-dismissed", at, subject=row.pk, by=by)


def link_hit(*, hit_id: str, by: Person, at: datetime) -> None:
    """Link the entry a hit led to into the case that asked, by the people of that case.

    Raises `Refused` while the entry is not here, or when it belongs to a case already.
    """
    with transaction.atomic():
        row = _own(hit_id, by)
        order = _order(row)
        here = Entry.objects.select_for_update().filter(state="active")
        entry = here.filter(pk=row.disclosed).first() if row.disclosed and row.state == "disclosed" else None
        given = Foreign.objects.filter(entry=entry).first() if entry else None
        if entry is None or given is None:
            raise Refused("The entry has not come yet, or its owner took it back.")
        if entry.case_id is not None:
            raise Refused("The entry is linked to a case already.")
        if order.purpose not in given.purposes:
            raise Refused("The entry was given for other offences than those of this order.")
        entry.case = order.case
        entry.save(update_fields=["case"])
        record("entry", entry.pk, "linked", by, at, case=str(order.case_id))


def receive_hit_answer(*, message: Delivered, at: datetime) -> str | None:
    """Learn what a person of the other side decided about a hit; a repeated decision changes nothing.

    Returns what people read.
    """
    reference = travelling.text(message.body, "reference", 20)
    decision = travelling.text(message.body, "decision", 12)
    if decision not in DECISIONS:
        raise Invalid("The decision about a hit is of no known kind.")
    with transaction.atomic():
        rows = ProbeHit.objects.select_for_update(of=("self",)).select_related("order")
        row = rows.filter(is_own=True, reference=reference, order__to_node=message.from_node).first()
        if row is None:
            raise NotFound("There is no such hit.")
        order = _order(row)
        if row.state in DECISIONS:
            return None
        row.state, row.decided_at = decision, at
        row.reason = travelling.text(message.body, "reason", 40, may_be_empty=True)
        row.text = travelling.text(message.body, "text", 500, may_be_empty=True)
        if decision == "disclosed":
            entry = ids.parse_uuid(travelling.text(message.body, "entry", 36))
            row.disclosed = local_id(message.from_state, entry)
        row.save()
        Notice.objects.create(case=order.case, kind=f"probe-{decision}", at=at)
        journal.note(order.to_node, f"hit-{decision}", at, subject=reference, by=message.from_node, code=row.reason)
    return f"hit:{row.pk}"


def _own(hit_id: str, by: Person) -> ProbeHit:
    return views.own_hit_row(by, hit_id, for_update=True)


def _order(row: ProbeHit) -> ProbeOrder:
    if row.order is None:
        raise NotFound("There is no such hit.")
    return row.order


def _reference(to_state: str) -> str:
    text = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{settings.COMITY_ENV['STATE']}-{to_state}-{text[:4]}-{text[4:]}"
