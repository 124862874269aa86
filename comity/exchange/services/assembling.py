# SPDX-License-Identifier: Apache-2.0
"""Parts on their way: cut and sealed while they leave, opened and put together as they come. Memory stays flat.

What has come stands in one growing file per part; its length is the only progress kept, so a killed process goes
on where the last whole chunk ended.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings

from comity.base import faults
from comity.base.errors import Invalid, NotFound, Untrusted
from comity.exchange.rules import chunks
from comity.exchange.rules.manifest import Manifest, Part

_READ_BYTES = 1024 * 1024


class PartDiffers(Untrusted):
    """A complete file is not the one announced."""

    code = "part-differs"


def put(message: str, signed: str, found: Manifest, part: int, number: int, data: bytes) -> int:
    """Open and append a chunk if it is the next one; return how many are here."""
    wanted = _part(found, part)
    total = chunks.count(wanted.size)
    here = have(message, found, part)
    if not 0 <= number < total:
        raise Invalid("There is no such piece of this file.")
    if number != here:
        return here
    plain = chunks.open_chunk(
        data, key=wanted.key, number=number, is_final=number == total - 1, bound_to=chunks.binding(signed, part)
    )
    expected = chunks.CHUNK_BYTES if number < total - 1 else wanted.size - number * chunks.CHUNK_BYTES
    if len(plain) != expected:
        raise Untrusted("A piece of a file has another length than announced.")
    path = _path(message, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "xb") as file:
        file.truncate(number * chunks.CHUNK_BYTES)
        file.seek(0, os.SEEK_END)
        file.write(plain)
        faults.point("part.written")
        file.flush()
        os.fsync(file.fileno())
    return number + 1


def have(message: str, found: Manifest, part: int) -> int:
    """Return how many whole chunks of a part are here."""
    size = _part(found, part).size
    path = _path(message, part)
    if not path.exists():
        return 0
    here = path.stat().st_size
    return chunks.count(size) if here == size else here // chunks.CHUNK_BYTES


def complete(message: str, found: Manifest) -> list[Path] | None:
    """Return the files of all parts, or None when one is not here yet; raise `PartDiffers` on a wrong hash."""
    if any(have(message, found, i) < chunks.count(part.size) for i, part in enumerate(found.parts)):
        return None
    for i, part in enumerate(found.parts):
        if _sha256(_path(message, i)) != part.sha256:
            raise PartDiffers(f"The file “{part.name}” is not the one announced: its hash differs.")
    return [_path(message, i) for i in range(len(found.parts))]


def clear(message: str) -> None:
    """Forget the incoming files of a message; whoever adopted them has them."""
    shutil.rmtree(_path(message, 0).parent, ignore_errors=True)


def _part(found: Manifest, part: int) -> Part:
    if not 0 <= part < len(found.parts):
        raise NotFound("The message has no such part.")
    return found.parts[part]


def _path(message: str, part: int) -> Path:
    return Path(settings.FILES) / "incoming" / message / str(part)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()
