# SPDX-License-Identifier: Apache-2.0
"""Entries that crossed a border: what came from another owner, and to whom this State gave its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Entry


class Foreign(models.Model):
    """What an entry of another owner came with: under which id there, for which purposes, and its signed content."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True)
    origin = models.UUIDField()
    from_node = models.CharField(max_length=32)
    case_reference = models.CharField(max_length=100, blank=True)
    offences = models.JSONField(default=list)
    legal_basis = models.CharField(max_length=300, blank=True)
    purposes = models.JSONField(default=list)
    signed = models.TextField(blank=True)
    messages = models.JSONField(default=list)
    received_at = models.DateTimeField()

    class Meta:
        """One copy of an owner's entry at a node, whoever brought it."""

        indexes = (models.Index(fields=["origin"], name="foreign_by_origin"),)

    def __str__(self) -> str:
        """Return the id at the owner's."""
        return str(self.origin)


class Disclosure(models.Model):
    """An entry this State gave to a partner for a purpose; it runs until withdrawn."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    to_state = models.CharField(max_length=2)
    purpose = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    via_state = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField()
    sent_version = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    messages = models.JSONField(default=list)

    class Meta:
        """One running disclosure per partner and purpose."""

        constraints = (
            models.UniqueConstraint(
                fields=["entry", "to_state", "purpose"],
                condition=models.Q(ended_at__isnull=True),
                name="one_running_disclosure",
            ),
        )

    def __str__(self) -> str:
        """Return to whom."""
        return f"{self.entry_id} to {self.to_state}"
