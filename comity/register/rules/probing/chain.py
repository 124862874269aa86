# SPDX-License-Identifier: Apache-2.0
"""The chained log each side keeps of its probes with a partner, and its signed root of a day (§9)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.base import moments
from comity.base.canonical import canonical, strict_loads
from comity.base.errors import Invalid, Untrusted
from comity.keyring.rules import signing

KIND = "comity-probe-log+jws"
START = "0" * 64
COUNTERS = ("orders", "persons", "answers", "hits", "refused")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: its number from 1, moment, event and data (ids, codes, numbers), and its hash."""

    n: int
    at: datetime
    event: str
    data: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Root:
    """What a side says of its log with a partner at the end of a day; `counters` are of that day."""

    holder: str
    partner: str
    day: date
    size: int
    root: str
    counters: Mapping[str, int]


def link(previous: str, *, n: int, at: datetime, event: str, data: Mapping[str, Any]) -> Line:
    """Return the next entry after one with the hash `previous`."""
    said = canonical({"n": n, "at": moments.to_text(at), "event": event, "data": dict(data)})
    return Line(n, at, event, dict(data), hashlib.sha256(bytes.fromhex(previous) + said).hexdigest())


def faults(lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the entries at which a log no longer holds."""
    previous, found = START, []
    for place, line in enumerate(lines, start=1):
        expected = link(previous, n=place, at=line.at, event=line.event, data=line.data)
        if (line.n, line.hash) != (place, expected.hash):
            found.append(place)
        previous = line.hash
    return found


def write(root: Root, *, key: Ed25519PrivateKey) -> str:
    """Return the signed root of a day."""
    said = {
        "v": 1, "from": root.holder, "to": root.partner, "day": root.day.isoformat(), "size": root.size,
        "root": root.root, "counters": dict(root.counters),
    }  # fmt: skip
    return signing.sign(canonical(said), key=key, kind=KIND)


def read(token: str, *, signer: bytes, holder: str, partner: str) -> Root:
    """Return a verified root; raise `Untrusted` when it speaks for others, `Invalid` when malformed."""
    said = strict_loads(signing.verify(token, public=signer, kind=KIND))
    try:
        counters = {name: int(said["counters"][name]) for name in COUNTERS}
        found = Root(
            str(said["from"]), str(said["to"]), date.fromisoformat(said["day"]), int(said["size"]), str(said["root"]),
            counters,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise Invalid("The root of a log is malformed.") from None
    if (found.holder, found.partner) != (holder, partner) or len(found.root) != 64 or found.size < 0:
        raise Untrusted("The root of a log speaks for other nodes than those that exchange it.")
    return found
