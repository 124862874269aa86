# SPDX-License-Identifier: Apache-2.0
"""A message being taken in, and stating what became of it: one receipt and one ledger entry for each step."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.base.errors import ComityError
from comity.exchange.models import Incoming
from comity.exchange.rules.envelope import Outer
from comity.exchange.rules.manifest import Manifest
from comity.exchange.rules.receipts import Stage
from comity.exchange.services import assembling, stating
from comity.exchange.services.chain import Chain, store
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger

_log = logging.getLogger(__name__)
Outcome = list[str] | ComityError


@dataclass(frozen=True, slots=True)
class Came:
    """An envelope as it came, and the submission receipt beside it."""

    data: bytes
    submission: str


@dataclass(slots=True)
class Taken:
    """A message being taken in. `error`: why there is no receipt for it; `refusal`: why it ends in a negative one."""

    came: Came
    outer: Outer
    digest: str
    row: Incoming
    chain: Chain
    found: Manifest | None = None
    error: ComityError | None = None
    refusal: ComityError | None = None

    @property
    def outcome(self) -> Outcome:
        """Return every receipt of this node about it, oldest first, or why there is none."""
        return self.error or self.chain.tokens_of(settings.COMITY_ENV["NODE_ID"])


def refuse(row: Incoming, error: ComityError, *, at: datetime) -> None:
    """Refuse a message taken in before, in the caller's transaction."""
    outer = Outer(str(row.pk), "", "", at, b"")
    taken = Taken(Came(b"", ""), outer, row.envelope_sha256, row, Chain.of(str(row.pk)), refusal=error)
    conclude([taken], at, None)


def conclude(ended: Sequence[Taken], at: datetime, proven: int | None) -> None:
    """State what became of messages: refused, or delivered, and opened too where no person will read it."""
    for one in ended:
        one.row.state = "refused" if one.refusal else "delivered"
        one.row.reading = "" if one.refusal else one.row.reading
    for now, reading in {(one.row.state, one.row.reading) for one in ended}:
        alike = [one.row.pk for one in ended if (one.row.state, one.row.reading) == (now, reading)]
        Incoming.objects.filter(pk__in=alike).update(state=now, reading=reading)
    state([(one, Stage.NOT_DELIVERED if one.refusal else Stage.DELIVERED) for one in ended], at, proven)
    for one in ended:
        if one.refusal or (one.found and one.found.parts):
            transaction.on_commit(functools.partial(assembling.clear, one.outer.id))


def state(said: Sequence[tuple[Taken, Stage]], at: datetime, proven: int | None) -> None:
    """Issue and keep a receipt about each message, and record it. All are of one sender."""
    if not said:
        return
    proven = ledger_queries.witnessed_size(said[0][0].row.from_node) if proven is None else proven
    acts = []
    for one, stage in said:
        code, text = (one.refusal.code, one.refusal.sentence) if one.refusal else ("", "")
        if one.refusal:
            _log.warning("Message %s from %s refused: %s", one.outer.id, one.row.from_node, code)
        is_opened = stage is Stage.DELIVERED and not one.row.reading
        for now in (stage, Stage.RETRIEVED) if is_opened else (stage,):
            stating.add(
                one.chain, now, envelope=one.row.envelope_sha256, at=at, code=code, text=text,
                signed_manifest=one.row.signed_manifest, witnessed=proven,
            )  # fmt: skip
        data = {"stage": stage.value, "envelope": one.row.envelope_sha256, "from": one.row.from_node, "code": code}
        acts.append(ledger.Act("message.received", f"message:{one.outer.id}", data))
    store(one.chain for one, _ in said)
    ledger.record_all(acts, actor="node", at=at)
