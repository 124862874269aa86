# SPDX-License-Identifier: Apache-2.0
"""What a node does by itself, over and over: next keys, daily roots, forgetting what has run out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comity.exchange import queries as exchange
from comity.register.models import ProbeAsked, ProbeOrder, ProbeSet
from comity.register.rules.probing import epochs
from comity.register.services.probes import auditing, epoch_keys, journal, key_texts, reading, tag_sets

_HOUR = timedelta(hours=1)
_AGAIN = timedelta(minutes=10)
_WEEK = timedelta(days=7)


def keep(*, payload: Mapping[str, Any], at: datetime) -> datetime:  # noqa: ARG001  # every job takes a payload
    """Job: announce keys, send the roots of yesterday, forget what has run out, make keys; again in ten minutes."""
    epoch_keys.announce_next(at)
    journal.send_roots(at)
    _expire(at)
    _forget_sets(at)
    auditing.purge(at)
    key_texts.make_ahead(at, most=tag_sets.AT_ONCE)
    return at + _AGAIN


def _expire(at: datetime) -> None:
    late = ProbeAsked.objects.filter(expires_at__lte=at)
    late.filter(state__in=("accepted", "approval")).update(state="expired", elements=None)
    late.exclude(answer=None).update(answer=None)
    for row in ProbeOrder.objects.filter(state="sent"):
        found = exchange.statuses([row.message]).get(row.message)
        if found and found.state in {"refused", "failed"} and row.answer is None:
            code = next((line.code for line in reversed(found.receipts) if line.is_negative and line.code), found.state)
            _close(row.pk, "refused", code, at)
        elif row.sent_at is not None and row.sent_at <= at - _WEEK - _HOUR:
            _close(row.pk, "expired", "", at)


def _close(key: uuid.UUID, state: str, code: str, at: datetime) -> None:
    with transaction.atomic():
        row = ProbeOrder.objects.select_for_update().get(pk=key)
        if row.state == "sent":
            reading.close(row, state, at, refusal=code[:60])


def _forget_sets(at: datetime) -> None:
    kept = {epochs.epoch_of(at), epochs.next_epoch(epochs.epoch_of(at)), epochs.previous_epoch(epochs.epoch_of(at))}
    old = ProbeSet.objects.exclude(epoch__in=kept)
    for sha256 in set(old.values_list("sha256", flat=True)):
        tag_sets.path_of(sha256).unlink(missing_ok=True)
    old.delete()
    tag_sets.forget(kept)
