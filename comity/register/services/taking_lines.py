# SPDX-License-Identifier: Apache-2.0
"""One batch of an import: its lines become entries of the importer's State, in the transaction that moves the import.

The id of an entry is made of the import, the line and what the line says, so that no line is ever taken twice. What is
repeated in the file, and what is like an entry that was there, is told to a person; the machine merges nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.base.wording import Sentence, packed
from comity.register.models import Entry, Import, ImportLine, Key, Statement
from comity.register.queries import access, import_files
from comity.register.queries.import_files import Record
from comity.register.rules import keys
from comity.register.rules.category import Category, matched_within
from comity.register.rules.interchange.draft import Draft
from comity.register.rules.interchange.plan import Plan
from comity.register.services.indexing import index_names
from comity.register.services.linking import find_links
from comity.register.services.recording import record_all

_NEVER = [c.value for c in Category if not matched_within(c)]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A line that becomes an entry, with the keys it is found by."""

    number: int
    draft: Draft
    row: Entry
    exact: frozenset[str]


def take(work: Import, plan: Plan, batch: Sequence[Record], *, by: Person, at: datetime) -> None:
    """Enter a batch of lines and count on `work` what came of them, in the caller's transaction."""
    lines: list[ImportLine] = []
    drafts: list[tuple[Record, Draft]] = []
    for given in batch:
        try:
            draft = import_files.drafted(given, plan)
        except Invalid as error:
            lines.append(_kept(work, given, "wrong", error.sentence))
            continue
        if draft is None:
            work.passed += 1
            continue
        drafts.append((given, draft))
        for prop in draft.left_out:
            if prop[:60] in work.left_out or len(work.left_out) < 100:
                work.left_out[prop[:60]] = work.left_out.get(prop[:60], 0) + 1
    fresh, repeats = _sifted(work, drafts)
    entered = [_entered(work, given, draft, at) for given, draft in fresh]
    _store(work, entered, at)
    like = _alike(work, entered, by)
    find_links([t.row for t in entered], at=at)
    told = {"import": str(work.pk), **work.handling}
    record_all(
        (
            ("entry", t.row.pk, "entered", {"schema": t.draft.schema, "category": str(t.draft.category), **told})
            for t in entered
        ),
        by,
        at,
    )
    lines += [_kept(work, given, "repeated", why, draft) for given, draft, why in repeats]
    lines += [
        ImportLine(work=work, number=t.number, outcome="entered", digest=t.draft.digest(), origin=t.draft.origin,
                   entry=t.row, like_id=like.get(t.row.pk))
        for t in entered
    ]  # fmt: skip
    ImportLine.objects.bulk_create(lines, batch_size=500)
    work.entered += len(entered)
    work.repeated += len(repeats)
    work.wrong += len(lines) - len(entered) - len(repeats)


def _sifted(
    work: Import, drafts: Sequence[tuple[Record, Draft]]
) -> tuple[list[tuple[Record, Draft]], list[tuple[Record, Draft, str]]]:
    """Part the lines that say something new from those that repeat an earlier line or its id."""
    earlier = ImportLine.objects.filter(work=work, outcome="entered")
    by_digest = dict(earlier.filter(digest__in=[d.digest() for _, d in drafts]).values_list("digest", "number"))
    named = [d.origin for _, d in drafts if d.origin]
    by_origin = dict(earlier.filter(origin__in=named).values_list("origin", "number"))
    fresh: list[tuple[Record, Draft]] = []
    repeats: list[tuple[Record, Draft, str]] = []
    for given, draft in drafts:
        digest = draft.digest()
        if digest in by_digest:
            repeats.append((given, draft, Sentence("Says the same as line {line}.", line=by_digest[digest])))
        elif draft.origin and draft.origin in by_origin:
            repeats.append((given, draft, Sentence("Has the id of line {line}.", line=by_origin[draft.origin])))
        else:
            by_digest[digest] = given.number
            by_origin |= {draft.origin: given.number} if draft.origin else {}
            fresh.append((given, draft))
    return fresh, repeats


def _entered(work: Import, given: Record, draft: Draft, at: datetime) -> _Taken:
    said = [(v.prop, v.value) for v in draft.values]
    row = Entry(
        id=uuid.uuid5(work.pk, f"{given.number}:{draft.digest()}"), owner=settings.COMITY_ENV["STATE"],
        case=work.case, schema=draft.schema, category=str(draft.category), caption=draft.caption[:300], version=2,
        review_date=work.review_date, purge_date=work.purge_date, entered_by_id=work.by_id, entered_at=at,
        updated_at=at, **work.handling,
    )  # fmt: skip
    return _Taken(given.number, draft, row, keys.of(draft.schema, draft.category, said))


def _store(work: Import, entered: Sequence[_Taken], at: datetime) -> None:
    Entry.objects.bulk_create([t.row for t in entered], batch_size=500)
    Statement.objects.bulk_create(
        (
            Statement(
                id=_in_order(t.row.pk, place), entry=t.row, prop=v.prop, value=v.value, language=v.language,
                source=v.source or work.case.reference, case_reference=work.case.reference, certainty=v.certainty,
                said_at=at,
            )
            for t in entered
            for place, v in enumerate(t.draft.values)
        ),
        batch_size=500,
    )  # fmt: skip
    said = {t.row.pk: [(v.prop, v.value) for v in t.draft.values] for t in entered}
    Key.objects.bulk_create(
        (
            Key(entry=t.row, key=key)
            for t in entered
            for key in sorted(t.exact | keys.births(t.draft.category, said[t.row.pk]))
        ),
        batch_size=500,
    )
    index_names([
        (t.row.pk, name) for t in entered for name in sorted(keys.names(t.draft.category, said[t.row.pk]))
    ])  # fmt: skip


def _alike(work: Import, entered: Sequence[_Taken], by: Person) -> dict[UUID, UUID]:
    """Return for each new entry an earlier one that shares an exact value or name and that the importer may read."""
    order = {t.row.pk: t.number for t in entered}
    # What stands in the case itself comes first: whoever sees the import may read it. Then the oldest.
    wanted = {key for t in entered for key in t.exact}
    rows = list(Key.objects.filter(key__in=wanted).values_list("key", "entry__case", "entry__entered_at", "entry"))
    readable = access.readable(by, (entry for *_, entry in rows))
    holders: dict[str, list[tuple[bool, datetime, UUID]]] = {}
    for key, case, since, entry in rows:
        if entry in readable:
            holders.setdefault(key, []).append((case != work.case_id, since, entry))
    captions = {t.row.caption for t in entered if matched_within(t.draft.category)}
    namesakes: dict[tuple[str, str], list[tuple[bool, datetime, UUID]]] = {}
    own = Entry.objects.filter(case=work.case_id, caption__in=captions, state="active").exclude(category__in=_NEVER)
    for schema, caption, since, entry in own.values_list("schema", "caption", "entered_at", "pk"):
        namesakes.setdefault((schema, caption), []).append((False, since, entry))
    found: dict[UUID, UUID] = {}
    for t in (t for t in entered if matched_within(t.draft.category)):
        others = [held for key in t.exact for held in holders.get(key, ())]
        others += namesakes.get((t.draft.schema, t.row.caption), [])
        if earlier := [held for held in others if held[2] != t.row.pk and order.get(held[2], 0) < t.number]:
            found[t.row.pk] = min(earlier)[2]
    return found


def _in_order(entry: UUID, place: int) -> UUID:
    """Return the id of a statement: values of one moment keep the order of the file."""
    return UUID(int=(uuid.uuid5(entry, "statements").int & ~0xFFFF) | place)


def _kept(work: Import, given: Record, outcome: str, reason: str, draft: Draft | None = None) -> ImportLine:
    return ImportLine(
        work=work, number=given.number, outcome=outcome, reason=packed(reason, most=500), text=given.text or "–",
        origin=draft.origin if draft else "",
    )  # fmt: skip
