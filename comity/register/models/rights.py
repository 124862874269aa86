# SPDX-License-Identifier: Apache-2.0
"""Requests of persons concerned: to know, to correct, to delete."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Entry


class RightsRequest(models.Model):
    """A request of a person concerned, with its clock and its decision; it stays for the counts when the entry goes."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL)
    requester = models.CharField(max_length=200, blank=True)
    asked = models.CharField(max_length=2_000, blank=True)
    received_date = models.DateField()
    due_date = models.DateField(db_index=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="open")
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=2_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind
