# SPDX-License-Identifier: Apache-2.0
"""The index of names: each name value once, the keys it is found by, and how many names have a key."""

from __future__ import annotations

from django.db import models

from comity.register.models.entries import Entry


class IndexedName(models.Model):
    """A name of an entry that may be searched; `id` is the number its keys point to."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    value = models.CharField(max_length=300)

    class Meta:
        """Each value of an entry once."""

        constraints = (models.UniqueConstraint(fields=["entry", "value"], name="one_indexed_name"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.value


class NameKey(models.Model):
    """A key of an indexed name, as a number. Ten rows a name must stay small: no text, no foreign key, no second index.

    On SQLite the migration lays the table out as its own index (WITHOUT ROWID).
    """

    pk = models.CompositePrimaryKey("key", "name")
    key = models.BigIntegerField()
    name = models.BigIntegerField()

    def __str__(self) -> str:
        """Return key and name."""
        return f"{self.key} {self.name}"


class NameKeyCount(models.Model):
    """How many indexed names have a key; key 0 counts the names themselves."""

    key = models.BigIntegerField(primary_key=True)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return the count."""
        return f"{self.key}: {self.count}"
