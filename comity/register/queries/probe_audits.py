# SPDX-License-Identifier: Apache-2.0
"""Sampled audits as their page shows them: orders by number, purpose and proof; no person is in it."""

from __future__ import annotations

from datetime import datetime

from comity.keyring import services as keyring
from comity.register.models import ProbeDraw, ProbeSample
from comity.register.queries.probe_shapes import Drawn, Sampled
from comity.register.rules.probing import epochs, orders

MOST_DRAWS = 12


def draws() -> tuple[Drawn, ...]:
    """Return the latest samples, the newest first."""
    rows = ProbeDraw.objects.order_by("-month")[:MOST_DRAWS]
    return tuple(Drawn(row.month, row.seed, row.orders, row.drawn_at, _samples(row)) for row in rows)


def month_due(at: datetime) -> str:
    """Return the latest month that is over when its sample has not been drawn, else an empty text."""
    month = epochs.previous_epoch(epochs.epoch_of(at))
    return "" if ProbeDraw.objects.filter(month=month).exists() else month


def _samples(row: ProbeDraw) -> tuple[Sampled, ...]:
    rows = ProbeSample.objects.filter(draw=row).select_related("order").order_by("pk")
    return tuple(_sampled(one) for one in rows)


def _sampled(row: ProbeSample) -> Sampled:
    order = row.order
    said = orders.read(order.token, signer=keyring.current().signing_public)
    return Sampled(
        id=row.pk,
        order=said.id,
        to_state=said.to_state,
        purpose=said.purpose,
        case=said.case,
        persons=said.persons,
        role=said.role,
        sent_at=said.issued,
        proof=row.proof,
        result=row.result,
        note=row.note,
    )
