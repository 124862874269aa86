# SPDX-License-Identifier: Apache-2.0
"""Tables of the watch list: indicators, reports of States, acts, and what detecting found for a person to judge."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Case


class Watch(models.Model):
    """An indicator: a web application, channel, bot, domain, wallet or payment handle, with owner and audience.

    `state` is active or withdrawn: of a withdrawn one only ids, owner and version are left. `origin` is
    the id at the owner's node. `version` counts messages;
    `changed_at` is the version of its STIX objects and grows by at least a millisecond.
    """

    id = models.UUIDField(primary_key=True)
    origin = models.UUIDField()
    owner = models.CharField(max_length=2)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=1_000)
    key_hash = models.CharField(max_length=64, db_index=True)
    status = models.CharField(max_length=20)
    status_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    audience = models.JSONField(default=list)
    onward = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="active")
    version = models.PositiveIntegerField(default=1)
    reported_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """The board lists by status. Two cases of one State may know the same without knowing of each other."""

        indexes = (models.Index(fields=["state", "status", "-changed_at"], name="watch_by_status"),)

    def __str__(self) -> str:
        """Return the value."""
        return self.value


class WatchReport(models.Model):
    """What a State says it saw, with its evidence. `by` is the person of this node who wrote it, if one did."""

    id = models.UUIDField(primary_key=True)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE)
    state = models.CharField(max_length=2)
    evidence = models.CharField(max_length=2_000)
    seen_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return the State."""
        return self.state


class WatchAct(models.Model):
    """A step in the life of an indicator, with what was said at it."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE)
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=2)
    status = models.CharField(max_length=20)
    given = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the act."""
        return self.act


class Detection(models.Model):
    """One text or file a person had looked through. It is kept only while it is read; what was found stays.

    `state` is reading, done, failed (`reason` says why) or stopped. `left` is what was not read: [reason, part].
    """

    id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=200)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    file_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default="done")
    percent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    left = models.JSONField(default=list)
    messages = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Found(models.Model):
    """One finding of a detection. `decision` is empty, confirmed or rejected."""

    detection = models.ForeignKey(Detection, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=1_000)
    seen = models.CharField(max_length=1_000)
    part = models.CharField(max_length=200, blank=True)
    message = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    score = models.FloatField()
    why = models.JSONField()
    context = models.CharField(max_length=1_500)
    known = models.UUIDField(null=True)
    like = models.CharField(max_length=1_000, blank=True)
    decision = models.CharField(max_length=12, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    watch = models.ForeignKey(Watch, null=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        """Return the value."""
        return self.value
