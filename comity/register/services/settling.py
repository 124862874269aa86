# SPDX-License-Identifier: Apache-2.0
"""Settling: caption, keys and index of an entry follow from its statements, and go with it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Q

from comity.register.models import Entry, Foreign, Key, Link, ProbeText, Statement
from comity.register.rules import category as categories
from comity.register.rules import keys, things
from comity.register.services.indexing import index_entry


def settle(row: Entry, at: datetime) -> None:
    """Recompute caption and keys of an entry from its statements, in the caller's transaction; its version grows."""
    values = list(
        Statement.objects.filter(entry=row, is_retracted=False).order_by("said_at", "pk").values_list("prop", "value")
    )
    caption = things.thing(row.schema).caption
    row.caption = next((value for prop, value in values if prop == caption), "")[:300]
    row.version += 1
    row.updated_at = at
    row.save()
    category = categories.Category(row.category)
    wanted = keys.of(row.schema, category, values) | keys.births(category, values)
    have = set(Key.objects.filter(entry=row).values_list("key", flat=True))
    Key.objects.filter(entry=row, key__in=have - wanted).delete()
    Key.objects.bulk_create(Key(entry=row, key=key) for key in sorted(wanted - have))
    index_entry(row, keys.names(category, values))


def forget(row: Entry) -> None:
    """Take an entry out of every way to find it."""
    Key.objects.filter(entry=row).delete()
    ProbeText.objects.filter(entry=row).delete()
    Link.objects.filter(Q(left=row) | Q(right=row)).delete()
    index_entry(row, frozenset())


def empty(row: Entry, state: str, version: int, at: datetime) -> None:
    """Empty an entry for good: values, names and keys are deleted; id, owner, version and days stay."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only marked free
    forget(row)
    Statement.objects.filter(entry=row).delete()
    Foreign.objects.filter(entry=row).update(signed="", case_reference="", legal_basis="", offences=[])
    row.caption, row.state, row.version, row.updated_at = "", state, version, at
    row.save()
