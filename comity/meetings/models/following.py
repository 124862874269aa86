# SPDX-License-Identifier: Apache-2.0
"""Tables of expert groups, calendar addresses and notices."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.meetings.models.convening import Meeting


class Seat(models.Model):
    """An expert’s seat in a group (`group` is its slug in the data); the Secretariat sits with an empty State."""

    group = models.CharField(max_length=48, db_index=True)
    state = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Task(models.Model):
    """A task of an expert group and what it delivered: a text by slug, or an agenda item's meeting."""

    group = models.CharField(max_length=48, db_index=True)
    title = models.CharField(max_length=200)
    due = models.DateField(null=True)
    deliverable = models.CharField(max_length=120, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT)
    adopted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Feed(models.Model):
    """A person's calendar address: its signed link works until it is revoked."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Notice(models.Model):
    """Something a person is told on their pages: a code, the meeting, and data for the sentence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    code = models.CharField(max_length=24)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """A reminder is given once a day and person."""

        constraints = (models.UniqueConstraint(fields=["user", "meeting", "code", "at"], name="one_notice"),)

    def __str__(self) -> str:
        """Return the code."""
        return self.code
