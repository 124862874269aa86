# SPDX-License-Identifier: Apache-2.0
"""Tables of the sitting: roll calls, proxies, votes, ballots, outcomes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.meetings.models.convening import Meeting


class RollCall(models.Model):
    """Who was present when the roll was called; `number` counts the calls of a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    members = models.JSONField()
    present = models.JSONField()
    others = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        """Calls are numbered."""

        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="one_roll_per_number"),)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Proxy(models.Model):
    """A member's written word that another member votes for it at this meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    giver = models.CharField(max_length=2)
    holder = models.CharField(max_length=2)
    reference = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """A member gives one proxy."""

        constraints = (models.UniqueConstraint(fields=["meeting", "giver"], name="one_proxy_per_giver"),)

    def __str__(self) -> str:
        """Return who for whom."""
        return f"{self.holder} for {self.giver}"


class Vote(models.Model):
    """A question put to the members. `rule` and `votes` (State → who casts it) are kept as they were when it opened."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    question = models.TextField()
    decision = models.CharField(max_length=16)
    rule = models.JSONField()
    votes = models.JSONField()
    members = models.PositiveIntegerField()
    warnings = models.JSONField(default=list)
    roll = models.ForeignKey(RollCall, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(null=True)

    class Meta:
        """Votes are numbered."""

        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="one_vote_per_number"),)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Ballot(models.Model):
    """How the vote of a State was cast, and by which delegation."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT)
    state = models.CharField(max_length=2)
    cast_by = models.CharField(max_length=2)
    choice = models.CharField(max_length=8)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A State votes once."""

        constraints = (models.UniqueConstraint(fields=["vote", "state"], name="one_ballot_per_state"),)

    def __str__(self) -> str:
        """Return State and choice."""
        return f"{self.state} {self.choice}"


class Outcome(models.Model):
    """A decision as a record; `cites` is the clause it stands in."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    texts = models.JSONField(default=dict)
    cites = models.CharField(max_length=120, blank=True)
    owners = models.JSONField(default=list)
    due = models.DateField(null=True)
    vote = models.ForeignKey(Vote, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(null=True)

    class Meta:
        """Outcomes are numbered."""

        constraints = (models.UniqueConstraint(fields=["meeting", "number"], name="one_outcome_per_number"),)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
