# SPDX-License-Identifier: Apache-2.0
"""Reads of the directory: peers, and the authorities of States as the facts name them."""

from __future__ import annotations

from comity.base.errors import NotFound
from comity.directory.models import Peer
from comity.directory.rules import card
from comity.directory.rules.card import Card


class UnknownPeer(NotFound):
    """The node was never introduced."""

    code = "unknown-peer"


def peer(node_id: str) -> Card:
    """Return the card of a known node; raise `UnknownPeer`."""
    row = Peer.objects.filter(pk=node_id).first()
    if row is None:
        raise UnknownPeer(
            "The node “{node_id}” is not known here. Introduce it with: comity node introduce", node_id=node_id
        )
    return card.read(row.card.encode())


def peer_by_key(key_id: str) -> Card:
    """Return the card of the known node that signs with `key_id`; raise `UnknownPeer`."""
    row = Peer.objects.filter(signing_key_id=key_id).first()
    if row is None:
        raise UnknownPeer("The key that signed is not that of a node known here.")
    return card.read(row.card.encode())


def peers() -> tuple[Card, ...]:
    """Return every known node, by id."""
    return tuple(card.read(row.card.encode()) for row in Peer.objects.order_by("node_id"))


def peer_of_state(state: str) -> Card | None:
    """Return the node that serves a State, or None when none is known."""
    row = Peer.objects.filter(state=state).order_by("node_id").first()
    return card.read(row.card.encode()) if row else None


def is_compared(node_id: str) -> bool:
    """Say whether a person compared the fingerprint of a node by another way."""
    return Peer.objects.filter(pk=node_id, is_compared=True).exists()
