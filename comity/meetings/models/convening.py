# SPDX-License-Identifier: Apache-2.0
"""Tables of convening: the meeting, what was done, offers to host, approvals, a node's practice."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Meeting(models.Model):
    """A meeting of a body: planned, held here, or recorded from the past (`recorded`, with rough dates as text)."""

    id = models.CharField(max_length=60, primary_key=True)
    body = models.CharField(max_length=48, db_index=True)
    organisation = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    ordinal = models.PositiveIntegerField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=48, blank=True)
    titles = models.JSONField(default=dict)
    topics = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    state = models.CharField(max_length=16)
    host = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    rough_start = models.CharField(max_length=10, blank=True)
    rough_end = models.CharField(max_length=10, blank=True)
    date_agreed_by = models.JSONField(default=list)
    answer_by = models.DateField(null=True)
    agenda_adopted_at = models.DateTimeField(null=True)
    next_host = models.CharField(max_length=2, blank=True)
    sources = models.JSONField(default=list)
    record = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One meeting per body, kind and ordinal; one expert meeting before each conference."""

        constraints = (
            models.UniqueConstraint(
                fields=["body", "kind", "ordinal", "group"], name="one_meeting_per_ordinal",
                condition=models.Q(ordinal__isnull=False, parent__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["parent"], name="one_expert_meeting", condition=models.Q(parent__isnull=False)
            ),
            models.CheckConstraint(
                condition=models.Q(start_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="meeting_ends_after_it_begins",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        """Return the id."""
        return self.id


class Act(models.Model):
    """One act of the table, by whom, for which State."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    act = models.CharField(max_length=24)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=2, blank=True)
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return the act."""
        return self.act


class Offer(models.Model):
    """A member State's offer to host."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    state = models.CharField(max_length=2)
    city = models.CharField(max_length=100)
    zone = models.CharField(max_length=64)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=12, default="offered")
    at = models.DateTimeField()

    class Meta:
        """One offer per State."""

        constraints = (models.UniqueConstraint(fields=["meeting", "state"], name="one_offer_per_state"),)

    def __str__(self) -> str:
        """Return State and city."""
        return f"{self.state} {self.city}"


class Approval(models.Model):
    """What a member says of a request for an extraordinary session."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    state = models.CharField(max_length=2)
    is_approved = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        """One word per State."""

        constraints = (models.UniqueConstraint(fields=["meeting", "state"], name="one_approval_per_state"),)

    def __str__(self) -> str:
        """Return the State."""
        return self.state


class Practice(models.Model):
    """A practice the node configured for a body; the latest row of a key holds."""

    body = models.CharField(max_length=48, db_index=True)
    key = models.CharField(max_length=40)
    values = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return body and key."""
        return f"{self.body} {self.key}"
