# SPDX-License-Identifier: Apache-2.0
"""Oblivious pseudorandom functions over ristretto255 with SHA-512: RFC 9497, modes VOPRF and POPRF.

The asking side blinds an input, the holder evaluates with its key without learning the input and proves that it used
the key it announced, the asking side unblinds and learns the pseudorandom value, never the key. In mode POPRF a public
`info` (epoch, both States, purpose) is bound in, so that values of one purpose say nothing of another.

Group operations are libsodium's (package `rbcl`); everything else here follows the sections named beside it. Scalars
and elements are 32 bytes, serialised as in RFC 9497 §4.1. Chance enters as an argument.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import rbcl

from comity.base.errors import Invalid, Untrusted

ELEMENT_BYTES = SCALAR_BYTES = 32
OUTPUT_BYTES = 64
MAX_BATCH = 65_535  # the index of an element is two bytes (§2.2.1)
_SUITE = b"ristretto255-SHA512"
_WIDE_BYTES = 64
_BLOCK_BYTES = 128  # input block of SHA-512, for expand_message_xmd (RFC 9380 §5.3.1)
_IDENTITY = bytes(32)


class Mode(IntEnum):
    """The two modes used here (§3.1)."""

    VOPRF = 1
    POPRF = 2


class BadElement(Untrusted):
    """A group element or scalar is malformed or the neutral one."""

    code = "bad-group-element"


class BadEvaluation(Untrusted):
    """The proof does not show that the announced key was used."""

    code = "bad-evaluation"


@dataclass(frozen=True, slots=True)
class Blinded:
    """What the asking side keeps (`input`, `blind`) and what it sends (`element`)."""

    input: bytes
    blind: bytes
    element: bytes


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the holder answers: one element per blinded element, and the proof (c ‖ s, 64 bytes)."""

    elements: tuple[bytes, ...]
    proof: bytes


def derive_key(seed: bytes, info: bytes, *, mode: Mode) -> bytes:
    """Return the private key of a 32-byte seed and a label (§3.2.1); raise `Invalid` for a seed of another length."""
    if len(seed) != SCALAR_BYTES:
        raise Invalid("A key seed has 32 bytes.")
    base = seed + _length(info) + info
    for counter in range(256):
        key = _hash_to_scalar(base + bytes([counter]), mode, b"DeriveKeyPair")
        if key != _IDENTITY:
            return key
    raise Invalid("No key can be derived from this seed.")  # probability below 2^-2000


def public_key(private: bytes) -> bytes:
    """Return the public element of a private key."""
    return bytes(rbcl.crypto_scalarmult_ristretto255_base(private))


def blind(data: bytes, scalar: bytes, *, mode: Mode) -> Blinded:
    """Blind an input with a random non-zero scalar (§3.3.1); raise `Invalid` above 65,535 bytes."""
    return Blinded(data, scalar, multiply(scalar, hash_to_group(data, mode)))


def random_scalar(wide: bytes) -> bytes:
    """Return a uniform scalar from 64 random bytes; raise `Invalid` when they reduce to zero."""
    scalar = bytes(rbcl.crypto_core_ristretto255_scalar_reduce(wide))
    if scalar == _IDENTITY:
        raise Invalid("The random bytes give the zero scalar.")
    return scalar


def evaluate(
    elements: Sequence[bytes], private: bytes, *, mode: Mode, proof_scalar: bytes, info: bytes = b""
) -> Evaluation:
    """Evaluate blinded elements and prove it (§3.3.2, §3.3.3); raise `BadElement` for any that is malformed."""
    _batch(elements)
    key = _tweaked(private, info, mode) if mode is Mode.POPRF else private
    factor = inverse(key) if mode is Mode.POPRF else key
    made = tuple(multiply(factor, checked(element)) for element in elements)
    pairs = (made, tuple(elements)) if mode is Mode.POPRF else (tuple(elements), made)
    return Evaluation(made, _prove(key, public_key(key), *pairs, scalar=proof_scalar, mode=mode))


def finalize(
    blinded: Sequence[Blinded], evaluation: Evaluation, public: bytes, *, mode: Mode, info: bytes = b""
) -> tuple[bytes, ...]:
    """Verify an evaluation and return the 64-byte outputs (§3.3.2, §3.3.3); raise `BadEvaluation`, `BadElement`."""
    sent = tuple(item.element for item in blinded)
    _batch(sent)
    if len(evaluation.elements) != len(sent):
        raise BadEvaluation("The answer has another number of elements than the question.")
    for element in evaluation.elements:
        checked(element)
    key = checked(public)
    if mode is Mode.POPRF:
        key = _add(bytes(rbcl.crypto_scalarmult_ristretto255_base(_info_scalar(info))), key)
        if key == _IDENTITY:
            raise BadElement("The holder's key and the purpose cancel out.")
    pairs = (evaluation.elements, sent) if mode is Mode.POPRF else (sent, evaluation.elements)
    _verify(key, *pairs, proof=evaluation.proof, mode=mode)
    return tuple(
        _output(item.input, info, multiply(inverse(item.blind), element), mode)
        for item, element in zip(blinded, evaluation.elements, strict=True)
    )


def output(data: bytes, private: bytes, *, mode: Mode, info: bytes = b"") -> bytes:
    """Return the value the holder computes alone for its own input: equal to what `finalize` gives the asking side."""
    key = inverse(_tweaked(private, info, mode)) if mode is Mode.POPRF else private
    return outputs([data], key, mode=mode, info=info)[0]


def outputs(inputs: Sequence[bytes], factor: bytes, *, mode: Mode, info: bytes = b"") -> tuple[bytes, ...]:
    """Return the values of many inputs under one prepared `factor` (see `factor_of`); what is common is hashed once."""
    label = b"HashToGroup-" + _context(mode)
    prime, framed = label + bytes([len(label)]), _framed(info) if mode is Mode.POPRF else b""
    middle, end = _WIDE_BYTES.to_bytes(2, "big") + b"\0" + prime, b"\1" + prime
    start, sized = hashlib.sha512(bytes(_BLOCK_BYTES)), _length(bytes(ELEMENT_BYTES))
    sha512, to_group = hashlib.sha512, rbcl.crypto_core_ristretto255_from_hash
    found = []
    for data in inputs:
        size, first = _length(data), start.copy()
        first.update(data + middle)
        element = multiply(factor, bytes(to_group(sha512(first.digest() + end).digest())))
        found.append(sha512(size + data + framed + sized + element + b"Finalize").digest())
    return tuple(found)


def factor_of(private: bytes, *, mode: Mode, info: bytes = b"") -> bytes:
    """Return the scalar a holder multiplies with, prepared once for many inputs."""
    return inverse(_tweaked(private, info, mode)) if mode is Mode.POPRF else private


def _context(mode: Mode) -> bytes:
    return b"OPRFV1-" + bytes([mode]) + b"-" + _SUITE


def _length(data: bytes) -> bytes:
    if len(data) > MAX_BATCH:
        raise Invalid("An input has at most 65,535 bytes.")
    return len(data).to_bytes(2, "big")


def _framed(*items: bytes) -> bytes:
    return b"".join(_length(item) + item for item in items)


def _expand(message: bytes, tag: bytes) -> bytes:
    """expand_message_xmd with SHA-512 to 64 bytes (RFC 9380 §5.3.1): one output block, so b_1 alone."""
    prime = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(_BLOCK_BYTES) + message + _WIDE_BYTES.to_bytes(2, "big") + b"\0" + prime).digest()
    return hashlib.sha512(first + b"\1" + prime).digest()


def hash_to_group(data: bytes, mode: Mode) -> bytes:
    """Return the element of an input (§4.1); raise `Invalid` above 65,535 bytes."""
    _length(data)
    return bytes(rbcl.crypto_core_ristretto255_from_hash(_expand(data, b"HashToGroup-" + _context(mode))))


def _hash_to_scalar(data: bytes, mode: Mode, label: bytes = b"HashToScalar-") -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_scalar_reduce(_expand(data, label + _context(mode))))


def _info_scalar(info: bytes) -> bytes:
    return _hash_to_scalar(b"Info" + _framed(info), Mode.POPRF)


def _tweaked(private: bytes, info: bytes, mode: Mode) -> bytes:
    key = bytes(rbcl.crypto_core_ristretto255_scalar_add(private, _info_scalar(info)))
    if key == _IDENTITY:
        raise BadElement(f"The key and the purpose cancel out in mode {mode.name}.")
    return key


def inverse(scalar: bytes) -> bytes:
    """Return the inverse of a scalar."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_invert(scalar))


def _add(one: bytes, two: bytes) -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_add(one, two))


def total(elements: Sequence[bytes]) -> bytes:
    """Return the sum of elements."""
    found = _IDENTITY
    for element in elements:
        found = _add(found, element)
    return found


def multiply(scalar: bytes, element: bytes) -> bytes:
    """Return scalar times element; raise `BadElement` when one is malformed or the product neutral."""
    try:
        return bytes(rbcl.crypto_scalarmult_ristretto255(scalar, element))
    except (RuntimeError, ValueError, TypeError):
        raise BadElement("A group element or scalar is malformed or gives the neutral element.") from None


def checked(element: bytes) -> bytes:
    """Return an element that came from outside; raise `BadElement` unless it is valid and not the neutral one."""
    if (
        len(element) != ELEMENT_BYTES
        or element == _IDENTITY
        or not rbcl.crypto_core_ristretto255_is_valid_point(element)
    ):
        raise BadElement("A group element is not a valid ristretto255 encoding.")
    return element


def _batch(elements: Sequence[bytes]) -> None:
    if not 0 < len(elements) <= MAX_BATCH:
        raise Invalid("A batch has 1 to 65,535 elements.")


def _output(data: bytes, info: bytes, element: bytes, mode: Mode) -> bytes:
    middle = _framed(info) if mode is Mode.POPRF else b""
    return hashlib.sha512(_framed(data) + middle + _framed(element) + b"Finalize").digest()


def _composites(key: bytes, left: Sequence[bytes], right: Sequence[bytes], mode: Mode) -> list[bytes]:
    """Return the weights of §2.2.1, one per pair."""
    seed = hashlib.sha512(_framed(key, b"Seed-" + _context(mode))).digest()
    return [
        _hash_to_scalar(_framed(seed) + place.to_bytes(2, "big") + _framed(one, two) + b"Composite", mode)
        for place, (one, two) in enumerate(zip(left, right, strict=True))
    ]


def _weighted(weights: Sequence[bytes], elements: Sequence[bytes]) -> bytes:
    total = _IDENTITY
    for weight, element in zip(weights, elements, strict=True):
        total = _add(total, multiply(weight, element))
    return total


def _challenge(key: bytes, *elements: bytes, mode: Mode) -> bytes:
    return _hash_to_scalar(_framed(key, *elements) + b"Challenge", mode)


def _prove(  # discrete logarithms of both lists are equal (§2.2.1)
    private: bytes, key: bytes, left: Sequence[bytes], right: Sequence[bytes], *, scalar: bytes, mode: Mode
) -> bytes:
    summed = _weighted(_composites(key, left, right, mode), left)
    weighted = multiply(private, summed)
    commitments = bytes(rbcl.crypto_scalarmult_ristretto255_base(scalar)), multiply(scalar, summed)
    c = _challenge(key, summed, weighted, *commitments, mode=mode)
    product = bytes(rbcl.crypto_core_ristretto255_scalar_mul(c, private))
    return c + bytes(rbcl.crypto_core_ristretto255_scalar_sub(scalar, product))


def _verify(key: bytes, left: Sequence[bytes], right: Sequence[bytes], *, proof: bytes, mode: Mode) -> None:
    """Raise `BadEvaluation` unless the proof shows equal discrete logarithms (§2.2.2)."""
    if len(proof) != 2 * SCALAR_BYTES:
        raise BadEvaluation("The proof does not have 64 bytes.")
    c, s = proof[:SCALAR_BYTES], proof[SCALAR_BYTES:]
    weights = _composites(key, left, right, mode)
    one, two = _weighted(weights, left), _weighted(weights, right)
    try:
        first = _add(bytes(rbcl.crypto_scalarmult_ristretto255_base(s)), multiply(c, key))
        second = _add(multiply(s, one), multiply(c, two))
    except (BadElement, RuntimeError, ValueError):
        raise BadEvaluation("The proof does not verify under the announced key.") from None
    if _challenge(key, one, two, first, second, mode=mode) != c:
        raise BadEvaluation("The proof does not verify under the announced key.")
