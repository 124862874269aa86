# SPDX-License-Identifier: Apache-2.0
"""Merkle trees after RFC 9162 §2.1: roots, inclusion proofs, consistency proofs. Hashes are 32 raw bytes.

A *frontier* is the list of roots of the complete subtrees a log of some size is made of, largest first: enough to
append and to compute the root in logarithmic time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from comity.base.errors import Untrusted

EMPTY_ROOT = hashlib.sha256(b"").digest()


class BadProof(Untrusted):
    """A Merkle proof does not hold."""

    code = "bad-proof"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the frontier of a log of `size` entries after one more leaf hash."""
    roots = completed(frontier, size, leaf)
    return [*frontier[: len(frontier) + 1 - len(roots)], roots[-1]]


def completed(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the roots of the complete subtrees that end with one more leaf, the leaf itself first."""
    roots, left = [leaf], len(frontier)
    while size & 1:
        left -= 1
        roots.append(node_hash(frontier[left], roots[-1]))
        size >>= 1
    return roots


def root_of_frontier(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the log whose frontier is given."""
    if not frontier:
        return EMPTY_ROOT
    result = frontier[-1]
    for left in reversed(frontier[:-1]):
        result = node_hash(left, result)
    return result


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)
    return root_of_frontier(frontier)


Range = tuple[int, int]  # entries from the first up to, not with, the second


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove that entry `index` is in the log of `size` (RFC 9162 §2.1.3.1)."""
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(earlier: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove that the log of `size` extends its first `earlier` entries (§2.1.4.1)."""
    if earlier in {0, size}:
        return []
    start, end, ranges = 0, size, []
    while end != earlier:
        middle = start + _split(end - start)
        if earlier <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return ranges[::-1]


def complete_subtrees(found: Range) -> list[tuple[int, int]]:
    """Return the complete subtrees a range of a proof is made of, left to right: its last entry, its height."""
    start, end = found
    trees = []
    while start < end:
        height = (end - start).bit_length() - 1
        start += 1 << height
        trees.append((start - 1, height))
    return trees


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree over `leaves`."""
    return [root(leaves[start:end]) for start, end in inclusion_ranges(index, len(leaves))]


def check_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Raise `BadProof` unless `leaf` is entry `index` of the log of `size` with root `expected` (§2.1.3.2)."""
    if not 0 <= index < size:
        raise BadProof("The entry lies outside the log.")
    position, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("The proof of inclusion is too long.")
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    if last or result != expected:
        raise BadProof("The entry is not in the log under this checkpoint.")


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Return the proof that the log over `leaves` extends its first `earlier` entries."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(earlier, len(leaves))]


def check_consistency(
    *, earlier: int, later: int, earlier_root: bytes, later_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise `BadProof` unless the log of size `later` extends the one of size `earlier` (§2.1.4.2)."""
    if not 0 <= earlier <= later:
        raise BadProof("A log cannot shrink.")
    if earlier in {0, later}:
        trivial = EMPTY_ROOT if earlier == 0 else later_root
        if proof or earlier_root != trivial:
            raise BadProof("The two checkpoints of the log contradict each other.")
        return
    steps = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
    if not steps:
        raise BadProof("The proof of consistency is empty.")
    first, second = earlier - 1, later - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if second == 0:
            raise BadProof("The proof of consistency is too long.")
        if first & 1 or first == second:
            old, new = node_hash(step, old), node_hash(step, new)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            new = node_hash(new, step)
        first, second = first >> 1, second >> 1
    if second or old != earlier_root or new != later_root:
        raise BadProof("The log was rewritten: its later checkpoint does not extend the earlier one.")


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
