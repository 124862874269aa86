# SPDX-License-Identifier: Apache-2.0
"""Tables of the TAXII feeds: STIX objects, the lines by which each reader sees them, tokens, feeds of others.

A reader is a State (`AZ`: the watch list as that State may see it), a token (`token:…`: what it wrote) or a feed
(`feed:…`: what was pulled). A line has the place in the one sequence of the node, given out under a lock, so that the
order of numbers is the order of commits: paging by it meets each line exactly once.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.watch import Watch


class FeedTip(models.Model):
    """The last place given out and its moment; one row, locked while lines are added."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the last place."""
        return str(self.seq)


class FeedObject(models.Model):
    """A STIX object at a version. `source` is `watch`, or the token or feed that brought it."""

    source = models.CharField(max_length=48)
    object_id = models.CharField(max_length=300)
    version = models.DateTimeField()
    body = models.TextField()
    watches = models.ManyToManyField(Watch)

    class Meta:
        """Once per source, id and version."""

        constraints = (models.UniqueConstraint(fields=["source", "object_id", "version"], name="one_object_version"),)

    def __str__(self) -> str:
        """Return the id."""
        return self.object_id


class FeedLine(models.Model):
    """An object as one reader sees it: its place, the moment it was added, and whether it is the last or first version.

    `review` of what others brought is empty, taken or left.
    """

    seq = models.BigIntegerField(primary_key=True)
    reader = models.CharField(max_length=48)
    added_at = models.DateTimeField()
    object = models.ForeignKey(FeedObject, on_delete=models.CASCADE)
    object_id_text = models.CharField(max_length=300)
    kind = models.CharField(max_length=250)
    version = models.DateTimeField()
    is_last = models.BooleanField(default=True)
    is_first = models.BooleanField(default=True)
    review = models.CharField(max_length=8, blank=True)

    class Meta:
        """Read by place; one line per object and reader."""

        constraints = (models.UniqueConstraint(fields=["reader", "object"], name="one_line_per_reader"),)
        indexes = (
            models.Index(fields=["reader", "seq"], name="line_by_place"),
            models.Index(fields=["reader", "object_id_text", "version"], name="line_by_object"),
        )

    def __str__(self) -> str:
        """Return the place."""
        return str(self.seq)


class FeedToken(models.Model):
    """A user name and the hash of its secret, by which a program reads as a State; made by a person, revocable."""

    id = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    may_write = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the label."""
        return self.label


class FeedStatus(models.Model):
    """The outcome of a write, as TAXII reports it."""

    id = models.UUIDField(primary_key=True)
    token = models.ForeignKey(FeedToken, on_delete=models.CASCADE)
    body = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Feed(models.Model):
    """A collection of another TAXII server: pulled into the inbox, or pushed to. The password is sealed to this node.

    `position` is the `added_after` of the next pull, or the last place pushed.
    """

    id = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=100)
    direction = models.CharField(max_length=4)
    address = models.CharField(max_length=500)
    user = models.CharField(max_length=200, blank=True)
    sealed_secret = models.BinaryField()
    state = models.CharField(max_length=2)
    every_minutes = models.PositiveIntegerField(default=60)
    alarm_hours = models.PositiveIntegerField(default=6)
    position = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ok_at = models.DateTimeField()
    fault = models.CharField(max_length=300, blank=True)
    alarmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the label."""
        return self.label
