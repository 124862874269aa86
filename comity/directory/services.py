# SPDX-License-Identifier: Apache-2.0
"""Acts of the directory: show the own card, get to know another node."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.base.errors import Invalid, Refused
from comity.directory.models import Peer
from comity.directory.rules import card as cards
from comity.directory.rules.card import Card
from comity.keyring import services as keyring
from comity.ledger import services as ledger


class OtherKey(Refused):
    """The card shows another key than expected."""

    code = "other-key"


def own(*, at: datetime) -> Card:
    """Return what this node says of itself."""
    env, keys = settings.COMITY_ENV, keyring.current()
    return Card(
        node_id=env["NODE_ID"],
        state=env["STATE"],
        name=env["NAME"],
        base_url=env["BASE_URL"].rstrip("/"),
        signing_key=keys.signing_public,
        sealing_key=keys.sealing.public_bytes(),
        issued_at=at,
    )


def own_card(*, at: datetime) -> bytes:
    """Return this node's signed card."""
    return cards.write(own(at=at), key=keyring.current().signing)


def introduce(*, card: bytes, at: datetime, fingerprint: str | None = None, replace: bool = False) -> Card:
    """Keep another node's card and return it.

    Raises `OtherKey` when `fingerprint` differs, or when a known node shows a new key and `replace` is not asked
    for; `Invalid` for the node's own card or a malformed one; `Untrusted` for one not signed by its own key.
    """
    shown = cards.read(card)
    if shown.node_id == settings.COMITY_ENV["NODE_ID"]:
        raise Invalid("That is this node's own card.")
    if fingerprint and fingerprint != shown.signing_key_id:
        raise OtherKey(
            "The card's fingerprint is {shown}, not {fingerprint}. Nothing was kept.",
            shown=shown.signing_key_id,
            fingerprint=fingerprint,
        )
    with transaction.atomic():
        known = Peer.objects.select_for_update().filter(pk=shown.node_id).first()
        if known and known.signing_key_id != shown.signing_key_id and not replace:
            raise OtherKey(
                "{node_id} is known with the key {known} and now shows {shown}."
                " Ask them by another way whether they changed it, then introduce again with --replace.",
                node_id=shown.node_id,
                known=known.signing_key_id,
                shown=shown.signing_key_id,
            )
        changed = known is None or known.signing_key_id != shown.signing_key_id
        Peer.objects.update_or_create(
            pk=shown.node_id,
            defaults={
                "state": shown.state,
                "signing_key_id": shown.signing_key_id,
                "card": card.strip().decode("ascii"),
                "introduced_at": at,
                "is_compared": bool(fingerprint) or bool(known and known.is_compared and not changed),
            },
        )
        if changed:
            data = {"key": shown.signing_key_id, "compared": bool(fingerprint)}
            ledger.record(event="peer.introduced", subject=shown.node_id, actor="node-admin", at=at, data=data)
    return shown
