# SPDX-License-Identifier: Apache-2.0
"""Merkle trees, proofs and checkpoints (RFC 9162 §2.1, C2SP signed note)."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base.errors import Untrusted
from comity.keyring.rules import signing
from comity.ledger.rules import checkpoint, merkle
from comity.ledger.rules.merkle import BadProof

LEAVES = [merkle.leaf_hash(str(i).encode()) for i in range(301)]
# Roots of the first trees of RFC 6962's published test inputs, as used by every implementation of the standard.
INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_roots_are_those_of_the_published_vectors() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS]

    for size, expected in ROOTS.items():
        assert merkle.root(leaves[:size]).hex() == expected


def reference_root(leaves: list[bytes]) -> bytes:
    """Return the root by the recursive definition of RFC 9162 §2.1.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(reference_root(leaves[:split]), reference_root(leaves[split:]))


def test_every_size_to_300_has_the_root_of_the_definition_and_proves_every_entry() -> None:
    frontier: list[bytes] = []
    for size in range(301):
        tree = LEAVES[:size]
        root = merkle.root_of_frontier(frontier)
        assert root == reference_root(tree)
        for index in range(0, size, max(1, size // 7)):
            proof = merkle.inclusion_proof(tree, index)
            merkle.check_inclusion(LEAVES[index], index=index, size=size, proof=proof, expected=root)
        if size:
            last = merkle.inclusion_proof(tree, size - 1)
            merkle.check_inclusion(LEAVES[size - 1], index=size - 1, size=size, proof=last, expected=root)
        frontier = merkle.append(frontier, size, LEAVES[size])


def test_every_earlier_size_is_proven_consistent_with_every_seventh_later_one() -> None:
    roots = [merkle.root(LEAVES[:size]) for size in range(301)]
    for later in [*range(0, 301, 7), 256, 257, 300]:
        for earlier in range(later + 1):
            proof = merkle.consistency_proof(LEAVES[:later], earlier)
            merkle.check_consistency(
                earlier=earlier, later=later, earlier_root=roots[earlier], later_root=roots[later], proof=proof
            )


@pytest.mark.parametrize(("earlier", "later"), [(1, 2), (3, 7), (8, 13), (64, 65), (100, 300), (6, 6), (0, 5)])
def test_a_rewritten_past_is_noticed(earlier: int, later: int) -> None:
    changed = list(LEAVES[:later])
    changed[earlier // 2] = merkle.leaf_hash(b"rewritten")
    old = merkle.root(LEAVES[:earlier])
    proof = merkle.consistency_proof(changed, earlier)
    if earlier == 0:
        old = b"\1" * 32

    with pytest.raises(BadProof):
        merkle.check_consistency(
            earlier=earlier, later=later, earlier_root=old, later_root=merkle.root(changed), proof=proof
        )


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 100, 255, 256, 300])
def test_a_wrong_leaf_place_size_or_proof_is_refused(size: int) -> None:
    tree = LEAVES[:size]
    index = size // 3
    good = {
        "leaf": tree[index], "index": index, "size": size, "proof": merkle.inclusion_proof(tree, index),
        "expected": merkle.root(tree),
    }  # fmt: skip
    bad = [
        {"leaf": b"\0" * 32},
        {"index": size},
        {"index": -1},
        {"expected": b"\0" * 32},
        {"proof": [*good["proof"], b"\0" * 32]},
    ]
    if good["proof"]:
        bad += [{"proof": good["proof"][:-1]}, {"proof": [b"\0" * 32, *good["proof"][1:]]}]
    for change in bad:
        arguments = {**good, **change}
        leaf = arguments.pop("leaf")
        with pytest.raises(BadProof):
            merkle.check_inclusion(leaf, **arguments)


def test_a_log_cannot_shrink() -> None:
    with pytest.raises(BadProof, match="shrink"):
        merkle.check_consistency(earlier=3, later=2, earlier_root=b"", later_root=b"", proof=[])


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_a_checkpoint_comes_back_as_it_was_signed(key: Ed25519PrivateKey) -> None:
    made = checkpoint.Checkpoint("az", 300, merkle.root(LEAVES[:300]))

    note = checkpoint.sign(made, key=key)

    assert checkpoint.verify(note, node_id="az", public=signing.public_bytes(key)) == made
    assert note.startswith("comity/az\n300\n")


def test_every_changed_byte_of_a_checkpoint_is_refused(key: Ed25519PrivateKey) -> None:
    note = checkpoint.sign(checkpoint.Checkpoint("az", 7, LEAVES[0]), key=key)
    public = signing.public_bytes(key)

    for place in range(len(note)):
        for other in {chr(ord(note[place]) ^ 1), ""}:
            with pytest.raises((Untrusted, ValueError)):
                checkpoint.verify(note[:place] + other + note[place + 1 :], node_id="az", public=public)


def test_the_checkpoint_of_another_node_or_key_is_refused(key: Ed25519PrivateKey) -> None:
    note = checkpoint.sign(checkpoint.Checkpoint("az", 7, LEAVES[0]), key=key)

    with pytest.raises(Untrusted):
        checkpoint.verify(note, node_id="uz", public=signing.public_bytes(key))
    with pytest.raises(Untrusted):
        checkpoint.verify(note, node_id="az", public=b"\1" * 32)
