# SPDX-License-Identifier: Apache-2.0
"""Tables of attendance and preparation: delegations, programme, agenda, documents, statements."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.meetings.models.convening import Meeting


class Delegation(models.Model):
    """Who comes for a State, as a guest or for an organisation. `powers`: none, given, accepted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    state = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=12)
    invited_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True)
    powers = models.CharField(max_length=10, default="none")
    powers_reference = models.CharField(max_length=200, blank=True)

    class Meta:
        """A State or guest comes once."""

        constraints = (models.UniqueConstraint(fields=["meeting", "state", "name"], name="one_delegation"),)

    def __str__(self) -> str:
        """Return State or name."""
        return self.state or self.name


class Delegate(models.Model):
    """A person of a delegation; `user` where the person signs in here."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    is_head = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0)
    has_left = models.BooleanField(default=False)

    class Meta:
        """One head per delegation."""

        constraints = (
            models.UniqueConstraint(
                fields=["delegation"], name="one_head", condition=models.Q(is_head=True, has_left=False)
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Session(models.Model):
    """An entry of the programme; `audience` names the States that see it, empty for all."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16)
    titles = models.JSONField(default=dict)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    audience = models.JSONField(default=list)
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        """A session ends after it begins."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class AgendaItem(models.Model):
    """An item of the agenda, proposed by a State or the Secretariat."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    titles = models.JSONField(default=dict)
    by_state = models.CharField(max_length=2, blank=True)
    cites = models.CharField(max_length=120, blank=True)
    is_adopted = models.BooleanField(default=False)

    class Meta:
        """Numbers are unique."""

        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="one_item_per_number"),)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Document(models.Model):
    """What is circulated: a stored file, or a text of the drafting room by its slug."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT)
    file = models.ForeignKey("evidence.StoredFile", null=True, on_delete=models.PROTECT)
    text = models.CharField(max_length=80, blank=True)
    by_state = models.CharField(max_length=2, blank=True)
    is_late = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Statement(models.Model):
    """What a State said: a statement, a key point of it, or a proposal."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    state = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=12)
    speaker = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return State and kind."""
        return f"{self.state} {self.kind}"
