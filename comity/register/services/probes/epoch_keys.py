# SPDX-License-Identifier: Apache-2.0
"""Epoch keys: announce the own one beforehand, keep the first a partner announces, refuse a second."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from comity.base import ids
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.keyring import services as keyring
from comity.queue import services as queue
from comity.register.models import ProbeKey, ProbeOrder
from comity.register.rules import oprf, travelling
from comity.register.rules.probing import epochs
from comity.register.services.probes import journal

_BEFOREHAND = timedelta(days=7)


def private(node: str, epoch: str) -> bytes:
    """Return this node's key for a partner and epoch."""
    return epochs.private_key(keyring.current_secret(), partner=node, epoch=epoch)


def announced(node: str, epoch: str) -> bytes | None:
    """Return the key a partner announced for an epoch, or None."""
    found = ProbeKey.objects.filter(node=node, epoch=epoch, is_own=False).values_list("public", flat=True).first()
    return bytes.fromhex(found) if found else None


def announce(node: str, epoch: str, at: datetime, *, again: bool = False) -> None:
    """Tell a partner this node's key of an epoch, once, or `again` when it asks."""
    with transaction.atomic():
        row = ProbeKey.objects.filter(node=node, epoch=epoch, is_own=True).first()
        if row and not again:
            return
        if row is None:
            said = epochs.Announced(settings.COMITY_ENV["NODE_ID"], node, epoch, oprf.public_key(private(node, epoch)))
            token = epochs.announce(said, key=keyring.current().signing)
            row = ProbeKey.objects.create(
                node=node, epoch=epoch, is_own=True, public=said.public.hex(), token=token, at=at
            )
            journal.note(node, "key-announced", at, subject=epoch, by="node", public=said.public.hex())
        body = {"v": 1, "key": row.token}
        exchange.post(to_node=node, kind="register.keys", body=body, conversation=ids.new_uuid(), at=at)


def want(node: str, at: datetime) -> None:
    """Ask a partner for its key of the running month."""
    exchange.post(to_node=node, kind="register.keys-wanted", body={"v": 1}, conversation=ids.new_uuid(), at=at)


def announce_next(at: datetime) -> None:
    """Tell every partner that asked before the key of the running month, and in its last week that of the next."""
    epoch = epochs.epoch_of(at)
    wanted = {epoch, epochs.epoch_of(at + _BEFOREHAND)}
    for node in sorted(set(ProbeKey.objects.filter(is_own=True).values_list("node", flat=True))):
        for one in sorted(wanted):
            announce(node, one, at)


def receive_keys_wanted(*, message: Delivered, at: datetime) -> None:
    """Announce the key of the running month to a partner that asks."""
    announce(message.from_node, epochs.epoch_of(at), at, again=True)


def receive_keys(*, message: Delivered, at: datetime) -> None:
    """Keep the key a partner announces, and go on with the orders that waited for it."""
    token, node = travelling.text(message.body, "key", 4_000), message.from_node
    signer = directory.peer(node).signing_key
    said = epochs.read(token, signer=signer, holder=node, partner=settings.COMITY_ENV["NODE_ID"])
    with transaction.atomic():
        known = announced(node, said.epoch)
        if known is None:
            ProbeKey.objects.create(
                node=node, epoch=said.epoch, is_own=False, public=said.public.hex(), token=token, at=at
            )
            journal.note(node, "key-received", at, subject=said.epoch, by=node, public=said.public.hex())
        elif known != said.public:
            journal.alarm(node, "key-changed", at, epoch=said.epoch)
            return
        for order in ProbeOrder.objects.filter(to_node=node, state="released"):
            queue.enqueue(
                key=f"probe:send:{order.pk}", kind="register.probe-send", payload={"order": str(order.pk)}, at=at
            )
