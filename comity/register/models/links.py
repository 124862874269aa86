# SPDX-License-Identifier: Apache-2.0
"""Links a machine found between entries, and what case teams are told."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Case, Entry


class Link(models.Model):
    """Two entries of different cases that may be the same; `reasons` are codes and figures, never values."""

    left = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    strength = models.FloatField()
    reasons = models.JSONField()
    found_at = models.DateTimeField()

    class Meta:
        """A pair once, the smaller id left."""

        constraints = (models.UniqueConstraint(fields=["left", "right"], name="one_link_per_pair"),)

    def __str__(self) -> str:
        """Return the pair."""
        return f"{self.left_id} – {self.right_id}"


class Notice(models.Model):
    """Something the team of a case is told; `case` is empty for what the central officers are told."""

    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=30)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class Seen(models.Model):
    """Until when a person has seen the notices of the register."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        """Return who."""
        return str(self.user_id)
