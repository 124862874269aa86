# SPDX-License-Identifier: Apache-2.0
"""Imports: a file that is read into a case line by line, and what came of each line."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.register.models.entries import Case, Entry


class Import(models.Model):
    """A file and how far it is read: `offset` and `line` move in the same transaction as what the lines gave.

    `state` is draft, running, done, cancelled or stopped (then `reason` is a code). `file` is empty once the file and
    the kept lines were deleted.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("evidence.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    plan = models.JSONField()
    handling = models.JSONField(default=dict)
    review_date = models.DateField()
    purge_date = models.DateField()
    state = models.CharField(max_length=12, default="draft")
    reason = models.CharField(max_length=40, blank=True)
    offset = models.BigIntegerField(default=0)
    line = models.BigIntegerField(default=0)
    entered = models.BigIntegerField(default=0)
    wrong = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    passed = models.BigIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class ImportLine(models.Model):
    """What came of a line: entered, wrong or repeated. Wrong and repeated lines keep their text and the reason.

    `like` is an entry the importer may read that has the same number, account or address, or the same name in the same
    case: told to a person, never merged.
    """

    work = models.ForeignKey(Import, on_delete=models.CASCADE)
    number = models.BigIntegerField()
    outcome = models.CharField(max_length=10)
    digest = models.CharField(max_length=32, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")
    like = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        """A line once; the same content or id of the file is found quickly."""

        constraints = (models.UniqueConstraint(fields=["work", "number"], name="one_outcome_per_line"),)
        indexes = (
            models.Index(fields=["work", "digest"], name="line_by_digest"),
            models.Index(fields=["work", "origin"], name="line_by_origin"),
            models.Index(
                fields=["work", "number"], condition=models.Q(text__gt="") | models.Q(like__isnull=False),
                name="line_to_report",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        """Return number and outcome."""
        return f"{self.number}: {self.outcome}"
