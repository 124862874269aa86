# SPDX-License-Identifier: Apache-2.0
"""The one table of files."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """A file as people named it. The bytes lie under their hash and may be shared by several rows."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the name."""
        return self.name
