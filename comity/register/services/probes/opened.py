# SPDX-License-Identifier: Apache-2.0
"""Hits a partner opened: find the entry anew, tell its case team, let a person disclose it or refuse."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base import ids
from comity.base.errors import Invalid, NotFound, Refused
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.queue import services as queue
from comity.register.models import Entry, Notice, ProbeAsked, ProbeHit
from comity.register.queries import probes as views
from comity.register.rules import travelling
from comity.register.rules.probing import epochs, orders
from comity.register.services import sharing
from comity.register.services.probes import journal, tag_sets
from comity.register.services.probes.tag_sets import Scope

_SPACE = uuid.UUID("d0c1b7a2-55b2-5d3a-9d0e-4f0b9f2c7e11")
REASONS = ("other-person", "investigation", "sensitive", "no-basis", "other")


def receive_hit(*, message: Delivered, at: datetime) -> None:
    """Take in a hit a partner opened; the entry is looked for by a job. A repeated one changes nothing."""
    body = message.body
    reference, kind = travelling.text(body, "reference", 20), travelling.text(body, "kind", 2)
    output = travelling.text(body, "output", 128)
    asked = ProbeAsked.objects.filter(
        pk=ids.parse_uuid(travelling.text(body, "order", 36)), from_node=message.from_node, state="answered"
    ).first()
    if asked is None or tuple(asked.kinds) == orders.COUNTED:
        raise NotFound("There is no such order, or it was not answered by hits.")
    if kind not in asked.kinds or not _is_hex(output):
        raise Invalid("The hit is malformed.")
    prefix = f"{message.from_state}-{settings.COMITY_ENV['STATE']}-"
    if not reference.startswith(prefix):
        raise Invalid("The reference of the hit is not one of the two States.")
    with transaction.atomic():
        row, is_new = ProbeHit.objects.get_or_create(
            reference=reference, is_own=False,
            defaults={"id": uuid.uuid5(_SPACE, reference), "asked": asked, "kind": kind, "output": output,
                      "state": "checking", "found_at": at, "opened_at": at},
        )  # fmt: skip
        if not is_new:
            if row.asked_id != asked.pk:
                raise Refused("Another hit has this reference.")
            return
        journal.note(asked.from_node, "hit-opened", at, subject=reference, by=asked.from_node, kind=kind, hits=1)
        queue.enqueue(key=f"probe:hit:{row.pk}", kind="register.probe-hit", payload={"hit": str(row.pk)}, at=at)


def find_entries(*, payload: Mapping[str, Any], at: datetime) -> datetime | None:
    """Job: find the entries of a hit as they stand now, and tell their case teams; or answer that there is none."""
    row = ProbeHit.objects.select_related("asked").get(pk=payload["hit"])
    asked = row.asked
    if row.state != "checking" or asked is None:
        return None
    scope = Scope(asked.from_node, asked.from_state, asked.epoch, asked.purpose, is_counted=False)
    is_late = asked.epoch not in {epochs.epoch_of(at), epochs.previous_epoch(epochs.epoch_of(at))}
    if not is_late and not tag_sets.prepare(scope, at):
        return at
    found = [] if is_late else tag_sets.matching(scope, bytes.fromhex(row.output), at)
    with transaction.atomic():
        row = ProbeHit.objects.select_for_update().get(pk=row.pk)
        if row.state != "checking":
            return None
        entries = list(Entry.objects.filter(pk__in=found, state="active").select_related("case"))
        row.output, row.state = "", "opened" if entries else "not-found"
        row.save()
        if not entries:
            journal.alarm(asked.from_node, "hit-without-entry", at, purpose=asked.purpose, reference=row.reference)
            _answer(row, asked, at, by="node", decision="not-found")
            return None
        row.entries.set(entries)
        Notice.objects.bulk_create(
            Notice(case=entry.case, kind="probe-opened", entry=entry, at=at) for entry in entries
        )
    return None


def disclose_hit(*, hit_id: str, entry_id: str, by: Person, at: datetime) -> None:
    """Disclose an entry of a hit to the State that asked, for the purpose it asked for.

    Raises `NotFound`, `Refused` for a hit decided before, or what `disclose` raises when the handling code forbids it.
    """
    with transaction.atomic():
        row, asked = _open(hit_id, by)
        if not row.entries.filter(pk=entry_id).exists():
            raise NotFound("There is no such entry.")
        sharing.disclose(entry_id=entry_id, to_state=asked.from_state, purpose=asked.purpose, by=by, at=at)
        row.state, row.disclosed, row.decided_by_id, row.decided_at = "disclosed", uuid.UUID(entry_id), by.id, at
        row.save()
        _answer(row, asked, at, by=by, decision="disclosed", entry=entry_id)


def refuse_hit(*, hit_id: str, reason: str, text: str, by: Person, at: datetime) -> None:
    """Refuse to disclose, with a reason the partner learns."""
    with transaction.atomic():
        row, asked = _open(hit_id, by)
        if reason not in REASONS:
            raise Invalid("Choose a reason.", field="reason")
        row.state, row.reason, row.text = "refused", reason, text.strip()[:500]
        row.decided_by_id, row.decided_at = by.id, at
        row.save()
        _answer(row, asked, at, by=by, decision="refused", reason=reason, text=row.text)


def _open(hit_id: str, by: Person) -> tuple[ProbeHit, ProbeAsked]:
    row = views.opened_hit_row(by, hit_id, for_update=True)
    if row.asked is None:
        raise NotFound("There is no such hit.")
    if row.state != "opened":
        raise Refused("This hit has been decided already.")
    return row, row.asked


def _answer(row: ProbeHit, asked: ProbeAsked, at: datetime, *, by: Person | str, decision: str, **more: str) -> None:
    body = {"v": 1, "reference": row.reference, "decision": decision, "reason": "", "text": "", **more}
    exchange.post(to_node=asked.from_node, kind="register.hit-answer", body=body, conversation=str(asked.pk), at=at)
    journal.note(asked.from_node, f"hit-{decision}", at, subject=row.reference, by=by, code=more.get("reason", ""))


def _is_hex(text: str) -> bool:
    return len(text) == 128 and all(c in "0123456789abcdef" for c in text)
