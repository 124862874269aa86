# SPDX-License-Identifier: Apache-2.0
"""Batches: how many queries go with how many persons, blinding from one seed, and what a holder accepts (§4, §5)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules import encoding
from comity.register.rules import oprf
from comity.register.rules.oprf import ELEMENT_BYTES, Blinded, Mode

KEYS_PER_PERSON = 64
STEPS = (64, 256, 1_024)
T = TypeVar("T")


class BadBatch(Untrusted):
    """The blinded elements are not those the order speaks of, repeated or malformed."""

    code = "bad-batch"


def sizes(persons: int) -> tuple[int, ...]:
    """Return the sizes of the batches for so many persons, the same whatever is known of them."""
    full, rest = divmod(persons * KEYS_PER_PERSON, STEPS[-1])
    return (STEPS[-1],) * full + ((next(step for step in STEPS if step >= rest),) if rest else ())


def padded(inputs: Sequence[bytes], total: int, seed: bytes) -> list[bytes]:
    """Return the inputs and dummies up to `total`, in an order that only the seed tells; raise `Invalid`."""
    if len(inputs) > total:
        raise Invalid("There are more keys than the order has room for.")
    dummies = [b"dummy|" + _stream(seed, b"dummy", place) for place in range(total - len(inputs))]
    mixed = [*inputs, *dummies]
    places = sorted(range(total), key=lambda place: _stream(seed, b"place", place))
    return [mixed[place] for place in places]


def blinded(inputs: Sequence[bytes], seed: bytes, *, one_scalar: bool = False) -> list[Blinded]:
    """Blind inputs with scalars that follow from a secret seed of 32 bytes: the same seed gives the same elements."""
    return [
        oprf.blind(data, oprf.random_scalar(_stream(seed, b"blind", 0 if one_scalar else place)), mode=Mode.POPRF)
        for place, data in enumerate(inputs)
    ]


def split(items: Sequence[T], by: Sequence[int]) -> list[Sequence[T]]:
    """Return the items in batches of these sizes."""
    found, start = [], 0
    for size in by:
        found.append(items[start : start + size])
        start += size
    return found


def pack(elements: Sequence[bytes]) -> str:
    """Return elements joined, as base64url."""
    return encoding.encode(b"".join(elements))


def unpack(text: object, size: int) -> list[bytes]:
    """Return the elements `pack` joined; raise `BadBatch` for another number of them."""
    if not isinstance(text, str):
        raise BadBatch("A batch is not a text.")
    data = encoding.decode(text)
    if len(data) != size * ELEMENT_BYTES:
        raise BadBatch("A batch has another number of elements than the order says.")
    return [data[i : i + ELEMENT_BYTES] for i in range(0, len(data), ELEMENT_BYTES)]


def digest(elements: Sequence[bytes]) -> str:
    """Return the hash an order names for its elements."""
    return hashlib.sha256(b"".join(elements)).hexdigest()


def accepted(body: object, by: Sequence[int], named: str) -> list[list[bytes]]:
    """Return the batches of a message after every check; raise `BadBatch` or `BadElement`."""
    if not isinstance(body, list) or len(body) != len(by):
        raise BadBatch("The message has another number of batches than the order says.")
    found = [unpack(text, size) for text, size in zip(body, by, strict=True)]
    flat = [element for batch in found for element in batch]
    if digest(flat) != named:
        raise BadBatch("The elements are not those the order was signed for.")
    if len(set(flat)) != len(flat):
        raise BadBatch("An element is repeated.")
    for element in flat:
        oprf.checked(element)
    return found


def _stream(seed: bytes, label: bytes, place: int) -> bytes:
    return hmac.new(seed, label + place.to_bytes(4, "big"), hashlib.sha512).digest()
