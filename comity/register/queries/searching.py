# SPDX-License-Identifier: Apache-2.0
"""Searching: names in any script, exact values, with birth date and State beside them, and why each answer is given.

Candidates share rare keys with the name asked (`names.keys`); the scorer of `names` puts them in order. Need to know is
part of the question: an entry the person may not read is neither found nor counted, and pushes nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from comity.accounts.rules.roles import Person, Role
from comity.names import compare
from comity.names.bulk import score_pairs
from comity.names.keys import KIND_WEIGHTS, keys
from comity.names.searching import rarity
from comity.register.models import Entry, IndexedName, Key, NameKeyCount, Statement
from comity.register.queries import access, pages
from comity.register.queries.shapes import EntryRow
from comity.register.rules import evidence
from comity.register.rules.evidence import Evidence
from comity.register.rules.keys import exact_forms, number

CANDIDATES = 160
MOST_TOUCHED = 60_000
FEW = 5_000
TOTAL = 0
WEAK = 0.35
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `text` is a name in any script, or a number, account, wallet, plate or address."""

    text: str
    born: str = ""
    state: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """How a part of the name asked answers a part of the name found."""

    one: tuple[str, ...]
    two: tuple[str, ...]
    kind: str
    notes: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers, and why: exact values that are the same, or a name with its score; evidence beside it."""

    entry: EntryRow
    exact: tuple[tuple[str, str], ...]
    name: str
    score: float
    parts: tuple[Part, ...]
    birth: Evidence | None
    state: Evidence | None

    @property
    def is_weak(self) -> bool:
        """Say whether only a doubtful name speaks for it."""
        return not self.exact and self.score < WEAK


def search(person: Person, question: Question, *, most: int = 50) -> tuple[Found, ...]:
    """Return the entries that answer, exact ones first, then by the score of their name; at most `most`."""
    exact = _exact(person, question)
    named = best_names(person, question.text, most=most + len(exact))
    wanted = list(dict.fromkeys([*exact, *named]))
    rows = Entry.objects.filter(pk__in=access.readable(person, wanted)).select_related("case")
    if question.schema:
        rows = rows.filter(schema=question.schema)
    said = _said([row.pk for row in rows])
    found = [_found(row, question, exact.get(row.pk, ()), named.get(row.pk), said.get(row.pk, {})) for row in rows]
    return tuple(sorted(found, key=_place)[:most])


def best_names(person: Person, name: str, *, most: int = 50) -> dict[UUID, tuple[float, str]]:
    """Return entry id → (score, the name of the entry that answers best), best first, of what a person may read."""
    rows = _candidates(person, name)
    scores = score_pairs((name, value) for _, value in rows)
    found: dict[UUID, tuple[float, str]] = {}
    for value, (entry, text) in sorted(zip(scores, rows, strict=True), key=lambda item: -item[0]):
        if value >= LEAST and len(found) < most:
            found.setdefault(entry, (value, text))
    return found


def _candidates(person: Person, name: str) -> list[tuple[UUID, str]]:
    """Return (entry, name) of the names that share the most telling keys and that the person may read."""
    # Who sees few names is answered from those alone; who sees nearly all, from the best of all that they see.
    few = [] if person.has(Role.ANALYST) else _few(person)
    among = None if person.has(Role.ANALYST) or len(few) > FEW else few
    most = CANDIDATES * 2
    while True:
        numbers = gathered(name, most=most, among=among)
        rows = _readable(person, numbers)
        kept = [rows[n] for n in numbers if n in rows][:CANDIDATES]
        if len(kept) == CANDIDATES or len(numbers) < most:
            return kept
        most *= 8


def gathered(name: str, *, most: int, among: list[int] | None = None) -> list[int]:
    """Return the numbers of indexed names that share the rarest keys with `name`, best first."""
    weights = _weights(name)
    if not weights:
        return []
    lines, values = [], []
    for key, weight in weights:
        lines.append("SELECT name, CAST(%s AS double precision) AS weight FROM register_namekey WHERE key = %s")
        values += [weight, key]
    only = ""
    if among is not None:
        if not among:
            return []
        only = f"WHERE name IN ({','.join(str(int(n)) for n in among)})"
    sql = f"SELECT name FROM ({' UNION ALL '.join(lines)}) AS found {only} GROUP BY name ORDER BY SUM(weight) DESC, name LIMIT {int(most)}"  # noqa: S608, E501
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [number for (number,) in cursor.fetchall()]


def _weights(name: str) -> list[tuple[int, float]]:
    """Return the keys of a name that are in use, rarest first, as many as touch a bearable number of names."""
    asked = {number(key): KIND_WEIGHTS[key[0]] for key in keys(name)}
    counts = dict(NameKeyCount.objects.filter(key__in=[*asked, TOTAL]).values_list("key", "count"))
    total = counts.pop(TOTAL, 0)
    weighed = sorted((-asked[key] * rarity(n, total), key) for key, n in counts.items() if n > 0)
    kept: list[tuple[int, float]] = []
    touched = 0
    for weight, key in weighed:
        touched += counts[key]
        if kept and touched > MOST_TOUCHED:
            break
        kept.append((key, -weight))
    return kept


def _few(person: Person) -> list[int]:
    """Return the numbers of the names a person may read, one more than a few where there are many."""
    readable = IndexedName.objects.filter(entry__in=access.entries(person))
    return list(readable.values_list("pk", flat=True)[: FEW + 1])


def _readable(person: Person, numbers: list[int]) -> dict[int, tuple[UUID, str]]:
    """Return number → (entry, name) of those names that a person may read."""
    rows = list(IndexedName.objects.filter(pk__in=numbers).values_list("pk", "entry_id", "value"))
    kept = access.readable(person, (entry for _, entry, _ in rows))
    return {pk: (entry, value) for pk, entry, value in rows if entry in kept}


def _exact(person: Person, question: Question) -> dict[UUID, tuple[tuple[str, str], ...]]:
    forms = exact_forms(question.text)
    if not forms:
        return {}
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    rows = list(Key.objects.filter(key__in=list(forms)).order_by("entry_id", "key").values_list("entry_id", "key"))
    readable = access.readable(person, (entry for entry, _ in rows))
    for entry, key in (row for row in rows if row[0] in readable):
        prop = key.removeprefix("exact:").partition(":")[0]
        found[entry] = (*found.get(entry, ()), (prop, question.text.strip()))
    return found


def _said(entries: list[UUID]) -> dict[UUID, dict[str, list[str]]]:
    props = Q(prop__in=["birthDate", "nationality", "citizenship", "country", "jurisdiction", "flag"])
    found: dict[UUID, dict[str, list[str]]] = {}
    rows = Statement.objects.filter(props, entry__in=entries, is_retracted=False)
    for entry, prop, value in rows.values_list("entry_id", "prop", "value"):
        found.setdefault(entry, {}).setdefault("born" if prop == "birthDate" else "state", []).append(value)
    return found


def _found(
    row: Entry,
    question: Question,
    exact: tuple[tuple[str, str], ...],
    named: tuple[float, str] | None,
    said: dict[str, list[str]],
) -> Found:
    score, name = named or (0.0, "")
    return Found(
        entry=pages.entry_row(row), exact=exact, name=name, score=score,
        parts=explained(question.text, name) if name else (),
        birth=evidence.birth(question.born, said.get("born", [])),
        state=evidence.state(question.state, said.get("state", [])),
    )  # fmt: skip


def explained(asked: str, known: str) -> tuple[Part, ...]:
    """Return why two names match or do not, part by part."""
    return tuple(
        Part(a.one, a.two, a.kind, tuple((n.code, n.one, n.two, n.three) for n in a.notes))
        for a in compare(asked, known).alignments
    )


def _place(found: Found) -> tuple[bool, float, int, str]:
    place = evidence.ORDER.index(found.birth.agreement) if found.birth else 0
    return not found.exact, -round(found.score, 3), place, found.entry.id
