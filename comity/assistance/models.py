# SPDX-License-Identifier: Apache-2.0
"""Tables of assistance. A request is its acts; `state` is what they give, kept to search by."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Request(models.Model):
    """One ask for assistance, at the side this node is on."""

    id = models.CharField(max_length=14, primary_key=True)
    side = models.CharField(max_length=10)
    peer_node = models.CharField(max_length=32, blank=True)
    requesting = models.CharField(max_length=2)
    requested = models.CharField(max_length=2)
    conversation = models.UUIDField(unique=True)
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=40)
    measures = models.JSONField()
    offences = models.JSONField()
    is_urgent = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    basis = models.CharField(max_length=80, blank=True)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=32)
    reference = models.CharField(max_length=100, blank=True)
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the number."""
        return self.id


class Act(models.Model):
    """One step either side took. Acts of the other side came with `message`."""

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    side = models.CharField(max_length=10)
    act = models.CharField(max_length=32)
    at = models.DateTimeField()
    own = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    is_local = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    message = models.UUIDField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    actor_name = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the act."""
        return self.act


class Member(models.Model):
    """A person who needs to know of a request, and when they last looked at it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    has_access = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Once per person."""

        constraints = (models.UniqueConstraint(fields=["request", "user"], name="one_membership"),)

    def __str__(self) -> str:
        """Return who."""
        return f"{self.user_id} in {self.request_id}"


class Attachment(models.Model):
    """A file of a request: an annex of the draft, or what went with an act."""

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT)
    file = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT)
    document = models.CharField(max_length=80, blank=True)
    use_limit = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Counter(models.Model):
    """The last number given to a request of a year."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.last)


class Figure(models.Model):
    """A partner answered a request in so many days: all the Secretariat ever learns of it."""

    message = models.UUIDField(unique=True)
    days = models.PositiveIntegerField()
    came_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the days."""
        return str(self.days)
