# SPDX-License-Identifier: Apache-2.0
"""Tables of commitments. Entries are only ever added; what a duty stores is what they give, kept to search by."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Plan(models.Model):
    """A group of commitments with sections and years: a plan of interaction, an action plan."""

    slug = models.CharField(max_length=80, primary_key=True)
    organisation = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True)
    sections = models.JSONField(default=list)
    first_year = models.PositiveIntegerField(null=True)
    last_year = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    evidence = models.CharField(max_length=10, default="text")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Commitment(models.Model):
    """One promise made by a clause of a text or an outcome of a meeting."""

    id = models.CharField(max_length=160, primary_key=True)
    organisation = models.CharField(max_length=16, db_index=True)
    source = models.CharField(max_length=120, db_index=True)
    words = models.TextField(blank=True)
    addressee = models.CharField(max_length=16)
    verb = models.CharField(max_length=60)
    object = models.TextField()
    since = models.DateField()
    due_on = models.DateField(null=True)
    due_words = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=20, default="once")
    indicator = models.TextField(blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    evidence_required = models.TextField(blank=True)
    evidence = models.CharField(max_length=10, default="text")
    sources = models.JSONField(default=list)
    note = models.TextField(blank=True)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT)
    section = models.CharField(max_length=120, blank=True)
    year = models.PositiveIntegerField(null=True)
    predecessor = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="successor")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Return the id."""
        return self.id


class Duty(models.Model):
    """One owner under one commitment; owner is a State's code, `secretariat` or `experts`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT)
    owner = models.CharField(max_length=16, db_index=True)
    status = models.CharField(max_length=16)
    due_on = models.DateField(null=True, db_index=True)
    last_kept = models.DateField(null=True)
    reported_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Once per owner."""

        constraints = (models.UniqueConstraint(fields=["commitment", "owner"], name="one_duty_an_owner"),)

    def __str__(self) -> str:
        """Return owner and commitment."""
        return f"{self.owner}: {self.commitment_id}"


class Import(models.Model):
    """A file of reports as it came, taken in whole or refused whole; its problems are kept with it."""

    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    state = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField()
    is_taken = models.BooleanField()
    reports = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Entry(models.Model):
    """One act about a duty. `data` holds what the table of the procedure wants given."""

    id = models.UUIDField(primary_key=True)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT)
    act = models.CharField(max_length=16)
    at = models.DateTimeField()
    as_of = models.DateField(null=True)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    actor = models.CharField(max_length=200)
    came_in = models.ForeignKey(Import, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Return the act."""
        return self.act


class EntryFile(models.Model):
    """A file that proves a report."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    file = models.ForeignKey("evidence.StoredFile", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Return the file."""
        return str(self.file_id)


class Evaluation(models.Model):
    """A finding about a commitment over a period, and what follows from it."""

    id = models.UUIDField(primary_key=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT)
    since = models.DateField()
    until = models.DateField()
    finding = models.CharField(max_length=20)
    text = models.TextField()
    consequence = models.CharField(max_length=10)
    successor = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the finding."""
        return self.finding


class Notice(models.Model):
    """A reminder to a person about a duty and a due date; each step of the climb once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT)
    step = models.CharField(max_length=16)
    due_on = models.DateField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Once per person, duty, step and due date."""

        constraints = (models.UniqueConstraint(fields=["user", "duty", "step", "due_on"], name="one_notice_a_step"),)

    def __str__(self) -> str:
        """Return the step."""
        return self.step
