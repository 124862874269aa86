# SPDX-License-Identifier: Apache-2.0
"""Sampled audits: which orders are drawn, and whether what was sent is what the order was drawn up for (§11)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from comity.base.canonical import canonical
from comity.base.errors import ComityError
from comity.register.rules.oprf import Blinded
from comity.register.rules.probing import batches, orders, persons
from comity.register.rules.probing.orders import Order

LABEL = "comity-probe-audit-1"
FEWEST, SHARE = 5, 10  # at least five orders, and one in ten
AGREES, DIFFERS, LOST, KEYS_CHANGED = "agrees", "differs", "lost", "keys-changed"


def seed(month: str, sources: Sequence[str]) -> bytes:
    """Return the seed of a month from roots of logs: the partners' are in it, so that no side chooses it alone."""
    return hashlib.sha256(canonical([LABEL, month, sorted(sources)])).digest()


def drawn(ids: Collection[str], by: bytes) -> list[str]:
    """Return the ids that a seed draws: at least five and one in ten of them, all if there are no more."""
    wanted = max(FEWEST, -(-len(ids) // SHARE))
    return sorted(ids, key=lambda one: hmac.new(by, one.encode(), hashlib.sha256).digest())[:wanted]


def named(people: Sequence[Mapping[str, Any]], secret: str) -> str:
    """Return the keyed hash of those an order is drawn up for: kept in the ledger, it tells nothing after the purge."""
    return hmac.new(bytes.fromhex(secret), canonical([dict(one) for one in people]), hashlib.sha256).hexdigest()


def case_hash(reference: str, salt: str) -> str:
    """Return the hash of the case an order names."""
    return hashlib.sha256(bytes.fromhex(salt) + reference.encode()).hexdigest()


def blinded(people: Sequence[Mapping[str, Any]], kinds: Sequence[str], secret: bytes) -> list[Blinded]:
    """Return the blinded elements for persons as JSON values: the same for the same secret of 32 bytes."""
    asked = [persons.from_json(dict(person)) for person in people]
    inputs = batches.padded(list(persons.asked_keys(asked, kinds)), sum(batches.sizes(len(asked))), secret)
    return batches.blinded(inputs, secret, one_scalar=tuple(kinds) == orders.COUNTED)


def proof(order: Order, kept: Mapping[str, Any], *, named_as: str, salt: str, reference: str) -> str:
    """Say whether the elements that were sent are those of the persons the order was drawn up for.

    `kept` holds `persons` and `secret`. The blinded elements are made again; their hash must be the one that was
    signed, as must the case and the number; the persons must be those the ledger knew before the release.
    """
    try:
        made = blinded(kept["persons"], order.kinds, bytes.fromhex(kept["secret"]))
        is_same = (
            batches.digest([item.element for item in made]) == order.batch
            and named(kept["persons"], kept["secret"]) == named_as
            and case_hash(reference, salt) == order.case
            and len(kept["persons"]) == order.persons
        )
    except (ComityError, KeyError, TypeError, ValueError):
        return DIFFERS
    return AGREES if is_same else DIFFERS
