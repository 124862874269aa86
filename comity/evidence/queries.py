# SPDX-License-Identifier: Apache-2.0
"""Reads of files. Who may read one is decided by the room that refers to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from comity.base.errors import NotFound
from comity.evidence.models import StoredFile


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; `path` is read-only."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    stored_at: datetime
    path: Path


def file(file_id: str) -> File:
    """Return a file; raise `NotFound`."""
    found = files([file_id])
    if file_id not in found:
        raise NotFound("There is no such file.")
    return found[file_id]


def files(file_ids: Iterable[str]) -> dict[str, File]:
    """Return the files with these ids, by id, in the order they were stored."""
    rows = StoredFile.objects.filter(pk__in=list(file_ids)).order_by("stored_at", "name", "pk")
    return {
        str(r.pk): File(str(r.pk), r.name, r.media_type, r.size, r.sha256, r.stored_at, path_of(r.sha256)) for r in rows
    }


def path_of(sha256: str) -> Path:
    """Return where bytes of this hash lie."""
    return Path(settings.FILES) / "store" / sha256[:2] / sha256
