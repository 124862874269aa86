# SPDX-License-Identifier: Apache-2.0
"""The keys of own entries, made once per version of an entry and kept for every partner, purpose and month.

A key of a name costs reading the name, which costs as much as evaluating it. Names alone (K4) are not kept: they are
wanted for approved orders only.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from comity.names import matching
from comity.register.models import Entry, ProbeText, Statement
from comity.register.rules.category import Category, matched_between
from comity.register.rules.probing import identifiers, orders, persons

Entries = Mapping[uuid.UUID, tuple[str, int]]
_ROWS = 500
_PROPS = frozenset({
    "name", "alias", "weakAlias", "previousName", "birthDate", "idNumber", "passportNumber", "nationality",
    "citizenship", "country",
}) | identifiers.PROPS  # fmt: skip


def of(entries: Entries, kinds: Sequence[str]) -> dict[uuid.UUID, list[bytes]]:
    """Return the keys under which entries (id to category and version) are found, from what is kept where it may be."""
    if tuple(kinds) != orders.NAMED:
        return _made(entries, kinds)
    found: dict[uuid.UUID, list[bytes]] = {}
    asked = list(entries)
    for start in range(0, len(asked), _ROWS):
        rows = ProbeText.objects.filter(entry__in=asked[start : start + _ROWS], made_by=matching.VERSION)
        for key, version, text in rows.values_list("entry_id", "version", "text"):
            if entries[key][1] == version:
                found[key] = [line.encode() for line in text.split("\n") if line]
    missing = {key: entries[key] for key in asked if key not in found}
    return found | keep(missing)


def keep(entries: Entries) -> dict[uuid.UUID, list[bytes]]:
    """Make the keys of entries, keep and return them."""
    made = _made(entries, orders.NAMED)
    ProbeText.objects.bulk_create(
        [
            ProbeText(entry_id=key, version=entries[key][1], made_by=matching.VERSION, text=b"\n".join(keys).decode())
            for key, keys in made.items()
        ],
        batch_size=_ROWS, update_conflicts=True, unique_fields=["entry"], update_fields=["version", "made_by", "text"],
    )  # fmt: skip
    return made


def make_ahead(at: datetime, *, most: int) -> None:
    """Make the keys of entries that have none at their version, so that no partner waits for them."""
    codes = [c.value for c in Category if matched_between(c)]
    made = ProbeText.objects.filter(entry=OuterRef("pk"), version=OuterRef("version"), made_by=matching.VERSION)
    rows = Entry.objects.filter(
        ~Exists(made), owner=settings.COMITY_ENV["STATE"], state="active", category__in=codes,
        purge_date__gte=at.date(),
    ).exclude(audience=[])  # fmt: skip
    keep({key: (category, version) for key, category, version in rows.values_list("pk", "category", "version")[:most]})


def _made(entries: Entries, kinds: Sequence[str]) -> dict[uuid.UUID, list[bytes]]:
    values: dict[uuid.UUID, list[tuple[str, str]]] = {key: [] for key in entries}
    schemas: dict[uuid.UUID, str] = {}
    asked = list(entries)
    for start in range(0, len(asked), _ROWS):
        rows = Statement.objects.filter(entry__in=asked[start : start + _ROWS], is_retracted=False, prop__in=_PROPS)
        said = rows.order_by("said_at", "pk").values_list("entry_id", "entry__schema", "prop", "value")
        for key, schema, prop, value in said:
            values[key].append((prop, value))
            schemas[key] = schema
    own = settings.COMITY_ENV["STATE"]
    return {
        key: persons.stored_keys(
            persons.of_entry(entries[key][0], pairs, owner=own, schema=schemas.get(key, "Person")), kinds
        )
        for key, pairs in values.items()
    }
