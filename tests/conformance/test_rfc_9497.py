# SPDX-License-Identifier: Apache-2.0
"""RFC 9497: the published vectors, and a second implementation (package voprf) for random inputs."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from voprf import ristretto

from comity.base.errors import Invalid, Untrusted
from comity.register.rules import oprf
from comity.register.rules.oprf import Mode

VECTORS = json.loads((Path(__file__).parent / "vectors" / "rfc-9497.json").read_text(encoding="utf-8"))
CASES = [(mode, vector) for mode in VECTORS["modes"] for vector in mode["vectors"]]


def scalar() -> bytes:
    return oprf.random_scalar(secrets.token_bytes(64))


@pytest.mark.parametrize(
    ("suite", "vector"), CASES, ids=[f"{m['mode']}-{len(v['input'])}-{v['input'][0][:4]}" for m, v in CASES]
)
def test_the_published_vectors_come_out(suite: dict[str, Any], vector: dict[str, Any]) -> None:
    mode, info = Mode(suite["mode"]), bytes.fromhex(suite["info"])
    private = oprf.derive_key(bytes.fromhex(VECTORS["seed"]), bytes.fromhex(VECTORS["key_info"]), mode=mode)
    blinded = [
        oprf.blind(bytes.fromhex(data), bytes.fromhex(factor), mode=mode)
        for data, factor in zip(vector["input"], vector["blind"], strict=True)
    ]

    evaluation = oprf.evaluate(
        [item.element for item in blinded], private, mode=mode, info=info,
        proof_scalar=bytes.fromhex(vector["proof_scalar"]),
    )  # fmt: skip
    outputs = oprf.finalize(blinded, evaluation, oprf.public_key(private), mode=mode, info=info)

    assert (private.hex(), oprf.public_key(private).hex()) == (suite["private"], suite["public"])
    assert [item.element.hex() for item in blinded] == vector["blinded"]
    assert [item.hex() for item in evaluation.elements] == vector["evaluated"]
    assert evaluation.proof.hex() == vector["proof"]
    assert [item.hex() for item in outputs] == vector["output"]
    assert outputs == tuple(oprf.output(item.input, private, mode=mode, info=info) for item in blinded)


@given(st.lists(st.binary(max_size=80), min_size=1, max_size=4), st.binary(max_size=40), st.sampled_from(Mode))
def test_both_sides_come_to_the_same_values(inputs: list[bytes], info: bytes, mode: Mode) -> None:
    private = scalar()
    blinded = [oprf.blind(item, scalar(), mode=mode) for item in inputs]

    evaluation = oprf.evaluate([b.element for b in blinded], private, mode=mode, info=info, proof_scalar=scalar())
    found = oprf.finalize(blinded, evaluation, oprf.public_key(private), mode=mode, info=info)

    factor = oprf.factor_of(private, mode=mode, info=info)
    assert found == oprf.outputs(inputs, factor, mode=mode, info=info)


@pytest.mark.parametrize(
    ("mode", "fault"),
    [(mode, fault) for mode in Mode for fault in ("key", "swap", "proof", "short", "element")] + [(Mode.POPRF, "info")],
)
def test_an_evaluation_with_another_key_purpose_or_order_is_refused(mode: Mode, fault: str) -> None:
    private = scalar()
    blinded = [oprf.blind(item, scalar(), mode=mode) for item in (b"one", b"two")]
    sent = [item.element for item in blinded]
    made = oprf.evaluate(
        sent, scalar() if fault == "key" else private, mode=mode, proof_scalar=scalar(),
        info=b"other" if fault == "info" else b"purpose",
    )  # fmt: skip
    elements = {"swap": made.elements[::-1], "element": (sent[0], made.elements[1]), "short": made.elements[:1]}
    proof = bytes([made.proof[0] ^ 1]) + made.proof[1:] if fault == "proof" else made.proof
    broken = oprf.Evaluation(elements.get(fault, made.elements), proof)

    with pytest.raises(Untrusted):
        oprf.finalize(blinded, broken, oprf.public_key(private), mode=mode, info=b"purpose")


@pytest.mark.parametrize("element", [bytes(32), b"\xff" * 32, b"\1" + bytes(31), bytes(31), b""])
def test_malformed_group_elements_are_refused_by_both_sides(element: bytes) -> None:
    private = scalar()
    blinded = oprf.blind(b"one", scalar(), mode=Mode.POPRF)

    with pytest.raises(Untrusted):
        oprf.evaluate([element], private, mode=Mode.POPRF, proof_scalar=scalar())
    with pytest.raises(Untrusted):
        oprf.finalize([blinded], oprf.Evaluation((element,), bytes(64)), oprf.public_key(private), mode=Mode.POPRF)


def test_empty_and_oversized_batches_and_seeds_are_refused() -> None:
    with pytest.raises(Invalid):
        oprf.evaluate([], scalar(), mode=Mode.VOPRF, proof_scalar=scalar())
    with pytest.raises(Invalid):
        oprf.blind(bytes(65_536), scalar(), mode=Mode.VOPRF)
    with pytest.raises(Invalid):
        oprf.derive_key(b"short", b"", mode=Mode.VOPRF)
    with pytest.raises(Invalid):
        oprf.random_scalar(bytes(64))


@given(st.lists(st.binary(min_size=1, max_size=80), min_size=2, max_size=4, unique=True))
def test_a_second_implementation_asks_and_answers_the_same(inputs: list[bytes]) -> None:
    seed, label = secrets.token_bytes(32), b"epoch"
    private = oprf.derive_key(seed, label, mode=Mode.VOPRF)
    public = oprf.public_key(private)
    other = ristretto.Evaluator.from_seed(seed, label)
    theirs = [ristretto.Client.blind(item) for item in inputs]
    blinded = [oprf.blind(item, scalar(), mode=Mode.VOPRF) for item in inputs]

    asked_by_us = other.evaluate_batch([ristretto.BlindedInput.deserialize(item.element) for item in blinded])
    answer = oprf.evaluate([sent.serialize() for _, sent in theirs], private, mode=Mode.VOPRF, proof_scalar=scalar())

    plain = tuple(oprf.output(item, private, mode=Mode.VOPRF) for item in inputs)
    assert other.public_key.serialize() == public
    assert [other.evaluate_known_input(item) for item in inputs] == list(plain)
    # Its wire form of a batch: the proof, then the elements.
    ours = asked_by_us.serialize()
    found = oprf.finalize(
        blinded,
        oprf.Evaluation(tuple(ours[i : i + 32] for i in range(64, len(ours), 32)), ours[:64]),
        public,
        mode=Mode.VOPRF,
    )
    clients = [client for client, _ in theirs]
    output = ristretto.VerifiableBatchOutput.deserialize(answer.proof + b"".join(answer.elements))
    assert found == plain
    assert ristretto.Client.finalize_batch(clients, output, other.public_key) == list(plain)
