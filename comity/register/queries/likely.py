# SPDX-License-Identifier: Apache-2.0
"""Which entries of other cases may be the same: they share an exact value, or a like name with an agreeing birth date.

A like name counts only beside a date or an exact value (`rules.linkage`), so it is looked for among those alone: a few
names for most entries of a large register. All entries of an import's batch are asked about at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from comity.names.bulk import score_pairs
from comity.names.keys import keys as name_keys
from comity.register.models import Entry, IndexedName, Key, Statement
from comity.register.queries.searching import gathered
from comity.register.rules import linkage
from comity.register.rules.keys import EXACT, births_agreeing, number

_BY_NAME = 100
_MOST_IN_PART = 200
_FEW = 8
_AT_ONCE = 500


@dataclass(slots=True)
class Likely:
    """What speaks for one other entry: the exact keys it shares, and the score of the likest names (0: none alike)."""

    keys: list[str] = field(default_factory=list)
    score: float = 0.0


def likely(rows: Sequence[Entry]) -> dict[UUID, dict[UUID, Likely]]:
    """Return, for each entry, the entries of other cases that may be the same, withdrawn ones among them."""
    found: dict[UUID, dict[UUID, Likely]] = {row.pk: {} for row in rows}
    for entry, others in shared_keys(rows).items():
        found[entry] = {other: Likely(held) for other, held in others.items()}
    for (entry, other), score in _scores(rows, found).items():
        found[entry].setdefault(other, Likely()).score = score
    return found


def shared_keys(rows: Sequence[Entry]) -> dict[UUID, dict[UUID, list[str]]]:
    """Return entry → other entry → the exact keys they share, of entries of other cases."""
    cases = {row.pk: row.case_id for row in rows}
    mine: defaultdict[str, list[UUID]] = defaultdict(list)
    held = Key.objects.filter(entry__in=list(cases), key__startswith=EXACT)
    for entry, key in held.values_list("entry_id", "key"):
        mine[key].append(entry)
    found: dict[UUID, dict[UUID, list[str]]] = {}
    for key, other, case in _holders(mine, rows):
        for entry in mine[key]:
            if entry != other and cases[entry] != case:
                found.setdefault(entry, {}).setdefault(other, []).append(key)
    return found


def births(entries: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return entry → its birth dates."""
    found: dict[UUID, list[str]] = {}
    rows = Statement.objects.filter(entry__in=list(entries), prop="birthDate", is_retracted=False).order_by("pk")
    for entry, value in rows.values_list("entry_id", "value"):
        found.setdefault(entry, []).append(value)
    return found


def names(entries: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return entry → the names it is searched by."""
    found: dict[UUID, list[str]] = {}
    rows = IndexedName.objects.filter(entry__in=list(entries)).order_by("pk")
    for entry, value in rows.values_list("entry_id", "value"):
        found.setdefault(entry, []).append(value)
    return found


def _scores(rows: Sequence[Entry], near: Mapping[UUID, Collection[UUID]]) -> dict[tuple[UUID, UUID], float]:
    """Return (entry, other) → score of the likest names, where they are alike."""
    mine, born, blocks = names([row.pk for row in rows]), births(row.pk for row in rows), _Born(rows)
    pairs: list[tuple[UUID, UUID, str, str]] = []
    known: dict[UUID, list[str]] = names({other for others in near.values() for other in others})
    for row in rows:
        for name in mine.get(row.pk, ()):
            pairs += [(row.pk, other, name, value) for other in near[row.pk] for value in known.get(other, ())]
            if row.pk in born:
                pairs += [(row.pk, other, name, value) for other, value in blocks.of(row, name, born[row.pk])]
    best: dict[tuple[UUID, UUID], float] = {}
    for (entry, other, _, _), score in zip(pairs, score_pairs((a, b) for _, _, a, b in pairs), strict=True):
        if score >= max(linkage.LIKE_NAME, best.get((entry, other), 0.0)):
            best[entry, other] = score
    return best


@dataclass(frozen=True, slots=True)
class _Named:
    """An indexed name with what tells whether its entry may be meant."""

    pk: int
    entry: UUID
    case: UUID | None
    schema: str
    value: str

    def may_be(self, row: Entry) -> bool:
        """Say whether it is another entry of the same kind in another case."""
        return self.entry != row.pk and self.schema == row.schema and self.case != row.case_id


class _Born:
    """The names of entries born on dates that agree with those of some rows."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        asked = {key for dates in births(row.pk for row in rows).values() for date in dates for key in _asked(date)}
        self._held: defaultdict[str, set[UUID]] = defaultdict(set)
        for key, other, _ in _holders(asked, rows):
            self._held[key].add(other)
        self._names: defaultdict[UUID, list[_Named]] = defaultdict(list)
        for name in _named(IndexedName.objects.filter(entry__in=set().union(*self._held.values()))):
            self._names[name.entry].append(name)

    def of(self, row: Entry, name: str, dates: Iterable[str]) -> list[tuple[UUID, str]]:
        """Return (entry, name) of those of other cases that may be the same, narrowed by `name` where they are many."""
        entries: set[UUID] = set()
        is_any = False
        for date in dates:
            whole, in_part = births_agreeing(date)
            entries |= {other for key in whole for other in self._held[key]}
            partly = {other for key in in_part for other in self._held[key]}
            # Of a year alone many know nothing more: then the name leads, as where this entry's own date is a year.
            if len(partly) > _MOST_IN_PART or not whole:
                is_any = True
            else:
                entries |= partly
        found = [other for entry in entries for other in self._names[entry] if other.may_be(row)]
        if len(found) > _FEW:
            sharing = _sharing(name, [other.pk for other in found])
            found = [other for other in found if other.pk in sharing]
        if is_any:
            others = _named(IndexedName.objects.filter(pk__in=gathered(name, most=_BY_NAME)))
            found += [other for other in others if other.may_be(row)]
        return [(other.entry, other.value) for other in found]


def _named(rows: QuerySet[IndexedName]) -> Iterable[_Named]:
    fields = ("pk", "entry_id", "entry__case_id", "entry__schema", "value")
    return (_Named(*row) for row in rows.values_list(*fields))


def _asked(date: str) -> frozenset[str]:
    return frozenset.union(*births_agreeing(date))


def _holders(wanted: Iterable[str], rows: Sequence[Entry]) -> Iterable[tuple[str, UUID, UUID | None]]:
    """Yield (key, entry, its case) for entries that have one of these keys; none of the one case `rows` are of."""
    cases = {row.case_id for row in rows}
    held = Key.objects.exclude(entry__case=cases.pop()) if len(cases) == 1 else Key.objects.all()
    asked = sorted(wanted)
    for start in range(0, len(asked), _AT_ONCE):
        found = held.filter(key__in=asked[start : start + _AT_ONCE]).order_by("pk")
        yield from found.values_list("key", "entry_id", "entry__case_id")


def _sharing(name: str, numbers: Sequence[int]) -> set[int]:
    """Return those of some indexed names that share a key with `name`."""
    wanted = [number(key) for key in name_keys(name)]
    if not wanted:
        return set()
    asked, among = (",".join(str(int(n)) for n in them) for them in (wanted, numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT name FROM register_namekey WHERE key IN ({asked}) AND name IN ({among})")  # noqa: S608
        return {found for (found,) in cursor.fetchall()}
