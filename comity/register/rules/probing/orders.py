# SPDX-License-Identifier: Apache-2.0
"""The query order: who asks whom, why, for how many, until when; signed before anything is asked (§4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base import ids, moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, Refused, Untrusted
from comity.keyring.rules import signing
from comity.register.rules.probing import batches, epochs

KIND = "comity-probe-order+jws"
VERSION = 2
NAMED, COUNTED = ("K1", "K2", "K3", "K5"), ("K4",)
MOST_PERSONS = 200
FEWEST_COUNTED = 20
LONGEST_LIFE = timedelta(days=7)
T = TypeVar("T")
_HEX = re.compile(r"[0-9a-f]{64}")
_ASKING_ROLES = frozenset({"analyst", "case-prosecutor"})
_MEMBERS = frozenset({
    "v", "id", "from", "from_state", "to", "to_state", "epoch", "purpose", "basis", "case", "role", "released_by",
    "kinds", "persons", "sizes", "batch", "issued", "expires",
})  # fmt: skip


class OrderExpired(Refused):
    """The query order had expired."""

    code = "order-expired"


class OrderNotOurs(Untrusted):
    """The query order is of another node, or for another."""

    code = "order-not-ours"


class PurposeUnknown(Refused):
    """The query order names no purpose known here."""

    code = "purpose-unknown"


class SizeMismatch(Refused):
    """The number of queries is not that of the persons named."""

    code = "size-mismatch"


@dataclass(frozen=True, slots=True)
class Order:
    """A query order. `case` is a salted hash, `role` and `released_by` are roles, `batch` the hash of what is asked."""

    id: str
    from_node: str
    from_state: str
    to_node: str
    to_state: str
    epoch: str
    purpose: str
    basis: str
    case: str
    role: str
    released_by: str
    kinds: tuple[str, ...]
    persons: int
    sizes: tuple[int, ...]
    batch: str
    issued: datetime
    expires: datetime

    def as_json(self) -> dict[str, Any]:
        """Return what is signed."""
        return {
            "v": VERSION, "id": self.id, "from": self.from_node, "from_state": self.from_state, "to": self.to_node,
            "to_state": self.to_state, "epoch": self.epoch, "purpose": self.purpose, "basis": self.basis,
            "case": self.case, "role": self.role, "released_by": self.released_by, "kinds": list(self.kinds),
            "persons": self.persons, "sizes": list(self.sizes), "batch": self.batch,
            "issued": moments.to_text(self.issued), "expires": moments.to_text(self.expires),
        }  # fmt: skip

    @property
    def counts_only(self) -> bool:
        """Say whether the order asks for name pairs alone, which needs both authorities and is answered by a count."""
        return self.kinds == COUNTED

    @property
    def info(self) -> bytes:
        """Return what is bound into every value of the order."""
        return epochs.info(epoch=self.epoch, asking=self.from_state, holding=self.to_state, purpose=self.purpose)


def write(order: Order, *, key: Ed25519PrivateKey) -> str:
    """Return the order signed by the asking node."""
    return signing.sign(canonical(order.as_json()), key=key, kind=KIND)


def read(token: str, *, signer: bytes) -> Order:
    """Return a verified order; raise `BadSignature`, or `Invalid` when it is not in the one form accepted."""
    data = signing.verify(token, public=signer, kind=KIND)
    said = strict_loads(data)
    if not isinstance(said, dict) or set(said) != _MEMBERS or said["v"] != VERSION or canonical(said) != data:
        raise Invalid("A query order is not in the form of version 2.")
    order = Order(
        id=ids.parse_uuid(_text(said, "id", 36)), from_node=ids.parse_node_id(_text(said, "from", 32)),
        from_state=_text(said, "from_state", 2), to_node=ids.parse_node_id(_text(said, "to", 32)),
        to_state=_text(said, "to_state", 2), epoch=_text(said, "epoch", 7), purpose=_text(said, "purpose", 60),
        basis=_text(said, "basis", 300), case=_text(said, "case", 64), role=_text(said, "role", 30),
        released_by=_text(said, "released_by", 30), kinds=_list(said, "kinds", str), persons=_number(said),
        sizes=_list(said, "sizes", int), batch=_text(said, "batch", 64),
        issued=moments.from_text(_text(said, "issued", 32)), expires=moments.from_text(_text(said, "expires", 32)),
    )  # fmt: skip
    if not _HEX.fullmatch(order.case) or not _HEX.fullmatch(order.batch):
        raise Invalid("A hash in the query order is malformed.")
    return order


def check(
    order: Order, *, sender: tuple[str, str], receiver: tuple[str, str], purposes: Collection[str], at: datetime
) -> None:
    """Raise unless an order may be answered by `receiver` (node, State) when it comes from `sender` at `at`."""
    if (order.from_node, order.from_state) != sender or (order.to_node, order.to_state) != receiver:
        raise OrderNotOurs("The query order is not from the node that brought it, or not for this one.")
    if order.purpose not in purposes:
        raise PurposeUnknown("“{purpose}” is not an offence category Comity knows.", purpose=order.purpose)
    if order.role not in _ASKING_ROLES or order.released_by != "central-officer" or not order.basis.strip():
        raise Refused("A query order names a legal basis, the role that asks and the role that released it.")
    if not order.issued < order.expires <= order.issued + LONGEST_LIFE:
        raise Invalid("A query order lives at most seven days.")
    if order.expires <= at:
        raise OrderExpired("The query order had expired when it came. Nothing was evaluated.")
    if order.epoch != epochs.epoch_of(order.issued):
        raise Refused("The query order names another month than the one it was issued in.")
    check_scope(order.kinds, order.persons)
    if order.sizes != batches.sizes(order.persons):
        raise SizeMismatch("The number of queries is not the one that goes with the number of persons.")


def check_scope(kinds: Collection[str], persons: int) -> None:
    """Raise unless these kinds may be asked for so many persons."""
    if tuple(kinds) == COUNTED:
        if persons < FEWEST_COUNTED:
            raise Refused(
                "Name pairs alone are asked for {least} persons or more, and answered by a count.", least=FEWEST_COUNTED
            )
    elif not kinds or not set(kinds) <= set(NAMED) or list(kinds) != sorted(set(kinds)):
        raise Refused("Ask for K1, K2, K3 and K5 together or some of them, or for K4 alone.")
    if not 0 < persons <= MOST_PERSONS:
        raise Refused("A query order is for 1 to {most} persons.", most=MOST_PERSONS)


def _text(said: Mapping[str, Any], key: str, longest: int) -> str:
    found = said[key]
    if not isinstance(found, str) or not found or len(found) > longest:
        raise Invalid("“{key}” of the query order is malformed.", key=key)
    return found


def _number(said: Mapping[str, Any]) -> int:
    found = said["persons"]
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= MOST_PERSONS:
        raise Invalid("A query order is for 1 to {most} persons.", most=MOST_PERSONS)
    return found


def _list(said: Mapping[str, Any], key: str, kind: type[T]) -> tuple[T, ...]:
    found = said[key]
    if not isinstance(found, list) or len(found) > 20 or not all(type(item) is kind for item in found):
        raise Invalid("“{key}” of the query order is malformed.", key=key)
    return tuple(found)
