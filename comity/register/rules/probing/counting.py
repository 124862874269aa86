# SPDX-License-Identifier: Apache-2.0
"""Counting without naming: how many keys of an order meet the holder's, not which (§7).

All elements are blinded with one scalar, so that they can come back in another order and still be unblinded. The
proof is for the sum, which does not depend on the order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from comity.register.rules import oprf
from comity.register.rules.oprf import BadEvaluation, Blinded, Evaluation, Mode
from comity.register.rules.probing.tags import TAG_BYTES

_LABEL = b"comity-probe-count-1"


def answer(
    elements: Sequence[bytes], private: bytes, *, proof_scalar: bytes, info: bytes
) -> tuple[tuple[bytes, ...], Evaluation]:
    """Return the evaluated elements sorted, and the proven evaluation of the sum of the sent ones."""
    factor = oprf.factor_of(private, mode=Mode.POPRF, info=info)
    made = tuple(sorted(oprf.multiply(factor, oprf.checked(element)) for element in elements))
    return made, oprf.evaluate((oprf.total(elements),), private, mode=Mode.POPRF, proof_scalar=proof_scalar, info=info)


def finish(
    sent: Sequence[Blinded], answered: Sequence[bytes], proven: Evaluation, public: bytes, *, info: bytes
) -> list[bytes]:
    """Verify an answer and return its tags in no order that tells; raise `BadEvaluation` or `BadElement`."""
    if len(answered) != len(sent):
        raise BadEvaluation("The answer has another number of elements than the question.")
    whole = Blinded(b"", sent[0].blind, oprf.total([item.element for item in sent]))
    oprf.finalize((whole,), proven, public, mode=Mode.POPRF, info=info)
    if oprf.total([oprf.checked(element) for element in answered]) != proven.elements[0]:
        raise BadEvaluation("The answered elements are not those of the proof.")
    factor = oprf.inverse(sent[0].blind)
    return [_tag(oprf.multiply(factor, element), info) for element in answered]


def stored_tags(inputs: Sequence[bytes], private: bytes, *, info: bytes) -> list[bytes]:
    """Return the tags of the holder's own keys."""
    factor = oprf.factor_of(private, mode=Mode.POPRF, info=info)
    return [_tag(oprf.multiply(factor, oprf.hash_to_group(data, Mode.POPRF)), info) for data in inputs]


def _tag(element: bytes, info: bytes) -> bytes:
    parts = (_LABEL, info, element)
    return hashlib.sha512(b"".join(len(p).to_bytes(2, "big") + p for p in parts)).digest()[:TAG_BYTES]
