# SPDX-License-Identifier: Apache-2.0
"""Acts on files: store what a person uploads, adopt what came with a message. Bytes are on disk before the row is."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from comity.base import faults
from comity.base.errors import Invalid, TooLarge, Untrusted
from comity.evidence.models import StoredFile
from comity.evidence.queries import File, file, path_of

_BLOCK_BYTES = 1024 * 1024


def store(*, blocks: Iterable[bytes], name: str, media_type: str, at: datetime) -> File:
    """Keep an uploaded file; raise `TooLarge` above the limit, `Invalid` for an empty file or an impossible name.

    Memory stays flat: bytes go to disk block by block; a refused upload leaves nothing behind.
    """
    limit = settings.COMITY_ENV["MAX_UPLOAD_BYTES"]
    draft = _draft()
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as out:
            for block in blocks:
                size += len(block)
                if size > limit:
                    raise TooLarge(
                        "The file is larger than {megabytes} MB. Split it, or ask for a higher limit.",
                        megabytes=limit // 1024**2,
                    )
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise Invalid("The file is empty.")
        return _keep(draft, digest.hexdigest(), size, name, media_type, at)
    finally:
        draft.unlink(missing_ok=True)


def adopt(*, path: Path, name: str, media_type: str, sha256: str, at: datetime) -> File:
    """Keep a file that came with a message; raise `Untrusted` when its bytes have another hash."""
    draft = _draft()
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as source:
            while block := source.read(_BLOCK_BYTES):
                digest.update(block)
                size += len(block)
        if digest.hexdigest() != sha256:
            raise Untrusted("The file “{name}” changed after it came.", name=name)
        _take_over(path, draft)
        return _keep(draft, sha256, size, name, media_type, at)
    finally:
        draft.unlink(missing_ok=True)


def discard(*, file_id: str) -> None:
    """Delete a file no record of custody needs any more: its row now, its bytes when no other row has them.

    The bytes go when the caller's transaction is committed. The room that referred to the file says why in the ledger.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=file_id).first()
        if row is None:
            return
        sha256 = row.sha256
        row.delete()
        transaction.on_commit(lambda: _remove(sha256))


def _remove(sha256: str) -> None:
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def _take_over(path: Path, draft: Path) -> None:
    """Give complete bytes on the same disk a second name, so that a large file is not written twice; else copy them."""
    try:
        draft.hardlink_to(path)
    except OSError:
        with path.open("rb") as source, draft.open("xb") as out:
            shutil.copyfileobj(source, out, _BLOCK_BYTES)
            out.flush()
            os.fsync(out.fileno())


def _keep(draft: Path, sha256: str, size: int, name: str, media_type: str, at: datetime) -> File:
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        draft.chmod(0o440)
        draft.replace(target)
        _sync_folder(target.parent)
    faults.point("evidence.kept")
    row = StoredFile.objects.create(
        id=uuid.uuid4(), name=_name(name), media_type=_media_type(media_type), size=size, sha256=sha256, stored_at=at
    )
    return file(str(row.pk))


def _draft() -> Path:
    folder = Path(settings.FILES) / "uploading"
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < 64 * 1024**2:
        raise Invalid("The node's disk is full. Nothing was kept; tell the node administrator.")
    return folder / uuid.uuid4().hex


def _name(text: str) -> str:
    name = "".join(c for c in text.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip().strip(".")
    if not name:
        raise Invalid("The file has no usable name.")
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 200 else (stem[: 199 - len(ending)] + dot + ending)[-200:]


def _media_type(text: str) -> str:
    plain = text.split(";", maxsplit=1)[0].strip().lower()
    return plain if plain.isascii() and "/" in plain and len(plain) <= 100 else "application/octet-stream"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
