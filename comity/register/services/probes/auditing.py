# SPDX-License-Identifier: Apache-2.0
"""Sampled audits of this State's orders: sealed for the term, drawn by a seed nobody chooses, decided by an auditor."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person, Role
from comity.base.canonical import canonical
from comity.base.errors import Invalid, NotFound, Refused
from comity.keyring import services as keyring
from comity.names import matching
from comity.register.models import ProbeDraw, ProbeKept, ProbeLine, ProbeOrder, ProbeRoot, ProbeSample
from comity.register.rules.probing import epochs, orders, sampling
from comity.register.services.recording import record

RESULTS = ("in-order", "not-in-order")
_NONCE = 12


def seal(row: ProbeOrder, at: datetime) -> None:
    """Keep what an order asks, sealed under a key of this node and bound to the order, for the audit term."""
    said = canonical({"persons": row.persons, "secret": row.secret})
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + ChaCha20Poly1305(_key()).encrypt(nonce, said, row.pk.bytes)
    until = at + timedelta(days=settings.COMITY_ENV["PROBE_AUDIT_DAYS"])
    ProbeKept.objects.update_or_create(
        order=row, defaults={"sealed": sealed, "version": matching.VERSION, "until": until}
    )


def purge(at: datetime) -> None:
    """Delete what was sealed and whose term is over."""
    ProbeKept.objects.filter(until__lte=at).delete()


def draw(*, month: str, by: Person, at: datetime) -> int:
    """Draw the sample of a month that is over, once, and return how many orders are in it.

    The seed is of the logs' roots as both sides kept them, or of the last line of each own log where a partner sent no
    root. Raises `NotFound` for who is no auditor, `Invalid` for a month, `Refused` for one that is not over or drawn.
    """
    if not by.has(Role.AUDITOR):
        raise NotFound("There is no such page.")
    start, end = _bounds(month)
    if end > at:
        raise Refused("This month is not over. Its sample is drawn when it is.")
    with transaction.atomic():
        record("probe-draw", month, "drawn", by, at)  # its lock lets two draws come in turn
        if ProbeDraw.objects.filter(month=month).exists():
            raise Refused("The sample of this month has been drawn already. It is drawn once.")
        sent = {
            str(row.pk): row
            for row in ProbeOrder.objects.filter(sent_at__gte=start, sent_at__lt=end).select_related("case")
        }
        sources = _sources(start, end)
        by_seed = sampling.seed(month, sources)
        made = ProbeDraw.objects.create(
            month=month, seed=by_seed.hex(), sources=sources, orders=len(sent), drawn_by_id=by.id, drawn_at=at
        )
        chosen = sampling.drawn(list(sent), by_seed)
        for one in chosen:
            proof = proof_of(sent[one])
            ProbeSample.objects.create(draw=made, order=sent[one], proof=proof)
            record("probe", one, "sampled", by, at, month=month, seed=by_seed.hex(), proof=proof)
    return len(chosen)


def decide(*, sample_id: int, result: str, note: str, by: Person, at: datetime) -> None:
    """Record what an auditor found: in order, or not in order with a note. Raises `NotFound`, `Invalid`, `Refused`."""
    with transaction.atomic():
        row = ProbeSample.objects.select_for_update(of=("self",)).filter(pk=sample_id).first()
        if row is None or not by.has(Role.AUDITOR):
            raise NotFound("There is no such order.")
        if result not in RESULTS:
            raise Invalid("Say whether the order is in order.", field="result")
        if row.result:
            raise Refused("This order has been audited already.")
        if result == "in-order" and row.proof != sampling.AGREES:
            raise Refused("What was sent could not be shown to be what the order says: it is not in order.")
        if result == "not-in-order" and not note.strip():
            raise Invalid("Say what is not in order.", field="note")
        row.result, row.note = result, note.strip()[:500]
        row.decided_by_id, row.decided_at = by.id, at
        row.save()
        record("probe", row.order_id, "audited", by, at, result=result)


def proof_of(row: ProbeOrder) -> str:
    """Make the elements of an order again and say whether they are those that were signed and sent."""
    kept = ProbeKept.objects.filter(order=row).first()
    if kept is None:
        return sampling.LOST
    if kept.version != matching.VERSION:
        return sampling.KEYS_CHANGED
    sealed = bytes(kept.sealed)
    try:
        said = ChaCha20Poly1305(_key()).decrypt(sealed[:_NONCE], sealed[_NONCE:], row.pk.bytes)
    except InvalidTag:
        return sampling.DIFFERS
    order = orders.read(row.token, signer=keyring.current().signing_public)
    return sampling.proof(order, json.loads(said), named_as=row.named, salt=row.salt, reference=row.case.reference)


def _sources(start: datetime, end: datetime) -> list[str]:
    roots = ProbeRoot.objects.filter(day__gte=start.date(), day__lt=end.date()).values_list("root", flat=True)
    lines = ProbeLine.objects.filter(at__lt=end)
    nodes = sorted(set(lines.values_list("node", flat=True)))
    lasts = [lines.filter(node=node).order_by("-n").values_list("hash", flat=True)[0] for node in nodes]
    return sorted({*roots, *lasts})


def _bounds(month: str) -> tuple[datetime, datetime]:
    after = epochs.next_epoch(month)
    return tuple(datetime(int(m[:4]), int(m[5:]), 1, tzinfo=UTC) for m in (month, after))  # type: ignore[return-value]


def _key() -> bytes:
    return hmac.new(keyring.current_secret(), b"comity-probe-audit-1", sha256).digest()
