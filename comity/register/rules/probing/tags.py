# SPDX-License-Identifier: Apache-2.0
"""Tags: the first 8 bytes of each value of the holder's own keys, padded to a rounded number and sorted (§6)."""

from __future__ import annotations

import hashlib
import hmac
from bisect import bisect_left
from collections.abc import Iterable

from comity.base.errors import Untrusted

TAG_BYTES = 8
_LEAST = 1_024


class BadTags(Untrusted):
    """A set of tags is not the one that was announced."""

    code = "bad-tags"


def tag(output: bytes) -> bytes:
    """Return the tag of a 64-byte output."""
    return output[:TAG_BYTES]


def rounded(count: int) -> int:
    """Return the published size for a number of tags: it tells the number to an eighth, or to 1,024."""
    step = max(_LEAST, 1 << max(0, count.bit_length() - 4))
    return max(step, -(-count // step) * step)


def pack(tags: Iterable[bytes], *, seed: bytes) -> bytes:
    """Return a set: distinct tags and padding from a secret seed, sorted, joined.

    The padding of two versions of a set is the same as far as it goes, so that comparing them does not tell it apart.
    """
    found = set(tags)
    wanted, place = rounded(len(found)), 0
    while len(found) < wanted:
        found.add(hmac.new(seed, place.to_bytes(8, "big"), hashlib.sha256).digest()[:TAG_BYTES])
        place += 1
    return b"".join(sorted(found))


def check(data: bytes, *, digest: str) -> None:
    """Raise `BadTags` unless `data` is a set of tags with this SHA-256."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise BadTags("The tags are not those that were announced.")
    count = len(data) // TAG_BYTES
    if not data or len(data) % TAG_BYTES or rounded(count) != count:
        raise BadTags("The tags do not come in a rounded number.")


class TagSet:
    """A received set to look tags up in; `in` takes a tag of 8 bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data) // TAG_BYTES

    def __getitem__(self, place: int) -> bytes:
        if place >= len(self):
            raise IndexError(place)
        return self._data[place * TAG_BYTES : (place + 1) * TAG_BYTES]

    def __contains__(self, wanted: object) -> bool:
        if not isinstance(wanted, bytes) or len(wanted) != TAG_BYTES:
            return False
        place = bisect_left(self, wanted)
        return place < len(self) and self[place] == wanted
