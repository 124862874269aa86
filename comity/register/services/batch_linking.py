# SPDX-License-Identifier: Apache-2.0
"""Batch linkage: weigh every entry of this node against the others and keep what may be the same as links.

The machine suggests: nothing is merged, and a ruling that two entries differ stands. A new link is told to the teams
like any other and shown with need to know. Whoever starts it, a node's own job or its operator, learns counts only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.register.batch import weigh
from comity.register.models import Entry, IndexedName, Judgement, Key, Statement
from comity.register.rules.batch import Record
from comity.register.rules.category import Category, matched_within
from comity.register.rules.keys import EXACT
from comity.register.services.linking import link_pair
from comity.register.services.recording import record


@dataclass(frozen=True, slots=True)
class Linked:
    """How many entries were weighed, how many pairs and clusters came out, and how many links are new."""

    engine: str
    entries: int
    pairs: int
    clusters: int
    new_links: int


def link_register(*, engine: str, by: str, at: datetime) -> Linked:
    """Weigh the whole register with an engine (`duckdb` or `spark`) and keep new links.

    Raises `Invalid` for an unknown engine and `NotInstalled` when its optional packages are missing.
    """
    found = weigh(records(), engine=engine)
    apart = set(Judgement.objects.filter(is_same=False, undone_at=None).values_list("left_id", "right_id"))
    with transaction.atomic():
        made = sum(
            link_pair(UUID(pair.one), UUID(pair.two), weighed=pair.probability, at=at)
            for pair in found.pairs
            if (UUID(pair.one), UUID(pair.two)) not in apart
        )
        counts = {"pairs": len(found.pairs), "clusters": len(found.clusters), "links": made}
        record("register", "links", "weighed", by, at, engine=engine, entries=found.records, **counts)
    return Linked(engine, found.records, len(found.pairs), len(found.clusters), made)


def records() -> list[Record]:
    """Return every entry that may be matched within the node, as it is weighed."""
    names, births, exact = (_grouped(rows) for rows in (_names(), _births(), _keys()))
    kept = [category.value for category in Category if matched_within(category)]
    rows = Entry.objects.filter(state="active", category__in=kept).values_list("pk", "schema")
    return [
        Record(str(key), schema, names.get(key, ()), births.get(key, ()), exact.get(key, ())) for key, schema in rows
    ]


def _names() -> Any:
    return IndexedName.objects.order_by("pk").values_list("entry_id", "value").iterator()


def _births() -> Any:
    rows = Statement.objects.filter(prop="birthDate", is_retracted=False).order_by("said_at", "pk")
    return rows.values_list("entry_id", "value").iterator()


def _keys() -> Any:
    return Key.objects.filter(key__startswith=EXACT).order_by("key").values_list("entry_id", "key").iterator()


def _grouped(rows: Any) -> dict[UUID, tuple[str, ...]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for entry, value in rows:
        found[entry].append(value)
    return {entry: tuple(values) for entry, values in found.items()}
