# SPDX-License-Identifier: Apache-2.0
"""Tables of the log. Entries hold typed ids and hashes, no foreign keys: they outlive what they speak of."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One line of the log, exactly as hashed.

    `subtrees`: the roots of the complete subtrees of two, four, eight … entries that end with this one, joined; with
    them a proof is made from a few rows however long the log is.
    """

    index = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, db_index=True)
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)
    subtrees = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """Return place and event."""
        return f"{self.index} {self.event}"


class Tip(models.Model):
    """The one row that says how far the log has grown; locking it orders appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """Return the size."""
        return str(self.size)


class Checkpoint(models.Model):
    """A checkpoint this node gave out; `verify` compares each with what the entries say today."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()

    def __str__(self) -> str:
        """Return the size."""
        return str(self.size)


class Witness(models.Model):
    """A partner's checkpoint. `is_linked`: proven to extend the one before; `is_contradiction`: proven not to."""

    node_id = models.CharField(max_length=32)
    size = models.BigIntegerField()
    note = models.TextField()
    at = models.DateTimeField()
    is_linked = models.BooleanField()
    is_contradiction = models.BooleanField(default=False)

    class Meta:
        """One row per checkpoint text."""

        constraints = (models.UniqueConstraint(fields=["node_id", "note"], name="one_witness_per_note"),)
        indexes = (models.Index(fields=["node_id", "size"]),)

    def __str__(self) -> str:
        """Return node and size."""
        return f"{self.node_id} {self.size}"
