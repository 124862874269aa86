# SPDX-License-Identifier: Apache-2.0
"""Tables of the register. An entry is its statements; caption and keys are what they give, kept to search by."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Case(models.Model):
    """A proceeding of this node's State: entries belong to one, and its team needs to know of them."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    offences = models.JSONField()
    legal_basis = models.CharField(max_length=300)
    is_restricted = models.BooleanField(default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        """One case per reference."""

        constraints = (models.UniqueConstraint(fields=["reference"], name="one_case_per_reference"),)

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference


class CaseMember(models.Model):
    """A person of a case team."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    has_access = models.BooleanField(default=True)

    class Meta:
        """Once per person."""

        constraints = (models.UniqueConstraint(fields=["case", "user"], name="one_place_in_a_team"),)

    def __str__(self) -> str:
        """Return who."""
        return f"{self.user_id} in {self.case_id}"


class Entry(models.Model):
    """A person, organisation or thing, with its owner and handling code.

    `state` is active, withdrawn or purged. `case` is empty for what another State gave and nobody has linked yet.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=2)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    schema = models.CharField(max_length=20)
    category = models.CharField(max_length=12, blank=True)
    caption = models.CharField(max_length=300)
    audience = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    hit_only = models.BooleanField(default=True)
    onward = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="active")
    review_date = models.DateField(db_index=True)
    purge_date = models.DateField(db_index=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        """Lists are by owner and state; an import looks for namesakes within the case."""

        indexes = (
            models.Index(fields=["owner", "state", "schema"], name="entry_by_owner"),
            models.Index(fields=["case", "caption"], name="entry_by_caption"),
        )

    def __str__(self) -> str:
        """Return the caption."""
        return self.caption


class Statement(models.Model):
    """One value of an entry: who said it, from which case, when, how sure, in which language."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    prop = models.CharField(max_length=40)
    value = models.CharField(max_length=2_000)
    language = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=200)
    case_reference = models.CharField(max_length=100)
    certainty = models.CharField(max_length=12)
    said_at = models.DateTimeField()
    is_retracted = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return what is said."""
        return f"{self.prop}: {self.value}"


class Key(models.Model):
    """A key under which an entry is found: an exact value (`exact:…`) or a birth date (`born:…`)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    key = models.CharField(max_length=200, db_index=True)

    class Meta:
        """Once per entry."""

        constraints = (models.UniqueConstraint(fields=["key", "entry"], name="one_key_per_entry"),)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class Judgement(models.Model):
    """A person's ruling that two entries are the same, or are not; undone by a later one, never erased."""

    id = models.UUIDField(primary_key=True)
    left = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return the ruling."""
        return "same" if self.is_same else "different"
