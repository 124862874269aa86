# SPDX-License-Identifier: Apache-2.0
"""The one table of jobs."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """Something to do at or after `run_at`. `wanted` grows when it is asked for again while it runs."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField(db_index=True)
    wanted = models.PositiveIntegerField(default=1)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=36, blank=True)
    leased_until = models.DateTimeField(null=True)
    is_dead = models.BooleanField(default=False)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        """Return the key."""
        return self.key
