# SPDX-License-Identifier: Apache-2.0
"""The nodes this node knows."""

from __future__ import annotations

from django.db import models


class Peer(models.Model):
    """Another node: its card, and when and how it became known."""

    node_id = models.CharField(max_length=32, primary_key=True)
    state = models.CharField(max_length=2, blank=True)
    signing_key_id = models.CharField(max_length=43, unique=True)
    card = models.TextField()
    introduced_at = models.DateTimeField()
    is_compared = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return the node id."""
        return self.node_id
