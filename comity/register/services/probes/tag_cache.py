# SPDX-License-Identifier: Apache-2.0
"""The tags a node made of its own entries, by entry and version, in one file per scope: what is made is not made again.

A record is the id (16 bytes), the version (4), the number of tags (2) and the tags (8 each), one after another.
"""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Mapping
from pathlib import Path

from comity.register.rules.probing.tags import TAG_BYTES

Made = dict[uuid.UUID, tuple[int, bytes]]
_HEAD = 22


def read(path: Path) -> Made:
    """Return version and joined tags of each entry; a file that is missing or cut is as if it were empty."""
    data = path.read_bytes() if path.exists() else b""
    found: Made = {}
    place = 0
    while place + _HEAD <= len(data):
        end = place + _HEAD + int.from_bytes(data[place + 20 : place + 22], "big") * TAG_BYTES
        if end > len(data):
            return {}
        version = int.from_bytes(data[place + 16 : place + 20], "big")
        found[uuid.UUID(bytes=data[place : place + 16])] = (version, data[place + _HEAD : end])
        place = end
    return found if place == len(data) else {}


def write(path: Path, found: Mapping[uuid.UUID, tuple[int, bytes]]) -> None:
    """Write the tags of each entry."""
    parts = []
    for key, (version, joined) in found.items():
        parts += [key.bytes, version.to_bytes(4, "big"), (len(joined) // TAG_BYTES).to_bytes(2, "big"), joined]
    write_whole(path, b"".join(parts))


def holds(joined: bytes, tag: bytes) -> bool:
    """Say whether a tag is among joined ones."""
    return any(joined[place : place + TAG_BYTES] == tag for place in range(0, len(joined), TAG_BYTES))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with draft.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
