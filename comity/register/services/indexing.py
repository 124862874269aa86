# SPDX-License-Identifier: Apache-2.0
"""The index of names, kept as entries come, change and go; the same on SQLite and PostgreSQL.

How many names have a key is counted along, so that a search can weigh rare keys. Names are taken out by the keys they
give, so a new version of the keys needs `rebuild`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction

from comity.ledger import services as ledger
from comity.names.keys import VERSION, keys
from comity.register.models import Entry, IndexedName, NameKeyCount
from comity.register.rules.keys import number

TOTAL, VERSION_ROW = 0, -1
_BATCH = 5_000
_MOST_ROWS = 50_000


@transaction.atomic
def index_names(rows: Sequence[tuple[UUID, str]]) -> None:
    """Add names to the index as (entry, name), in the caller's transaction."""
    ledger.take_turn()
    made = IndexedName.objects.bulk_create([IndexedName(entry_id=entry, value=value) for entry, value in rows])
    pairs = sorted((key, row.pk) for row in made for key in numbers(row.value))
    for start in range(0, len(pairs), _MOST_ROWS):
        _insert(pairs[start : start + _MOST_ROWS])
    _count(Counter(key for key, _ in pairs), len(made))


@transaction.atomic
def drop_names(rows: Iterable[IndexedName]) -> None:
    """Take names out of the index."""
    gone = list(rows)
    if not gone:
        return
    ledger.take_turn()
    pairs = [(key, row.pk) for row in gone for key in numbers(row.value)]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM register_namekey WHERE key = %s AND name = %s", sorted(pairs))
    _count(Counter({key: -n for key, n in Counter(key for key, _ in pairs).items()}), -len(gone))
    IndexedName.objects.filter(pk__in=[row.pk for row in gone]).delete()


def index_entry(row: Entry, names: frozenset[str]) -> None:
    """Let the index hold exactly these names of an entry."""
    have = list(IndexedName.objects.filter(entry=row))
    drop_names(kept for kept in have if kept.value not in names)
    missing = sorted(names - {kept.value for kept in have})
    if missing:
        index_names([(row.pk, name) for name in missing])


def rebuild() -> int:
    """Make the index anew from the names it holds, when the keys were made by an older version; return how many."""
    held = NameKeyCount.objects.filter(pk=VERSION_ROW).values_list("count", flat=True).first()
    if held == VERSION:
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM register_namekey")
        NameKeyCount.objects.all().delete()
        rows = list(IndexedName.objects.values_list("entry_id", "value"))
        IndexedName.objects.all().delete()
        for start in range(0, len(rows), _BATCH):
            index_names(rows[start : start + _BATCH])
        NameKeyCount.objects.update_or_create(key=VERSION_ROW, defaults={"count": VERSION})
    return len(rows)


def numbers(name: str) -> list[int]:
    """Return the keys of a name as numbers."""
    return [number(key) for key in keys(name)]


def _insert(pairs: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # one statement: a row at a time costs a round trip each
            cursor.execute(
                "INSERT INTO register_namekey (key, name) SELECT * FROM UNNEST(%s::bigint[], %s::bigint[])",
                [list(column) for column in zip(*pairs, strict=True)],
            )
            return
        cursor.executemany("INSERT INTO register_namekey (key, name) VALUES (%s, %s)", pairs)


def _count(changes: Counter[int], names: int) -> None:
    rows = sorted([*changes.items(), (TOTAL, names)])
    added = "ON CONFLICT (key) DO UPDATE SET count = register_namekeycount.count + EXCLUDED.count"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO register_namekeycount (key, count) "  # noqa: S608  # no value is part of the text
                f"SELECT * FROM UNNEST(%s::bigint[], %s::bigint[]) {added}",
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        cursor.executemany(f"INSERT INTO register_namekeycount (key, count) VALUES (%s, %s) {added}", rows)  # noqa: S608
