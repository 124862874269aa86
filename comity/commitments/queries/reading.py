# SPDX-License-Identifier: Apache-2.0
"""Commitments and promises as frozen dataclasses, by one filter that every page, file and program uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from comity.commitments.models import Commitment as CommitmentRow
from comity.commitments.models import Duty as DutyRow
from comity.commitments.models import Entry as EntryRow
from comity.commitments.rules import history, shapes
from comity.commitments.rules.addressees import Addressee
from comity.commitments.rules.lifecycle import Status
from comity.commitments.rules.shapes import Commitment, Duty, Indicator


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. Empty means all; `organisations` are those the reader may see and is never widened."""

    organisations: tuple[str, ...]
    text: str = ""
    owner: str = ""
    status: str = ""
    plan: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    texts: tuple[str, ...] = ()


def commitments(chosen: Filter) -> tuple[Commitment, ...]:
    """Return the commitments of a filter (its owner and status do not matter here), newest text first."""
    rows = (shape(row) for row in _commitment_rows(chosen).select_related("successor"))
    return tuple(sorted(rows, key=lambda c: (-c.since.toordinal(), c.place, c.id)))


def duties(chosen: Filter, *, on: date) -> tuple[Duty, ...]:
    """Return the promises of a filter as they stand on a day, in order of commitment and owner."""
    rows = DutyRow.objects.all()
    wanted = _by_commitment(chosen, prefix="commitment__")
    rows = rows.filter(wanted)
    if chosen.owner:
        rows = rows.filter(owner=chosen.owner)
    found = tuple(_duties(rows.order_by("commitment_id", "owner"), on=on))
    return tuple(d for d in found if d.shown == chosen.status) if chosen.status else found


def duties_of(commitment_ids: Iterable[str], *, on: date) -> tuple[Duty, ...]:
    """Return the promises under these commitments, in order of owner."""
    rows = DutyRow.objects.filter(commitment_id__in=list(commitment_ids)).order_by("owner", "commitment_id")
    return tuple(_duties(rows, on=on))


def get(commitment_id: str) -> Commitment | None:
    """Return a commitment by id, whoever asks; pages go through `access` first."""
    row = CommitmentRow.objects.select_related("successor").filter(pk=commitment_id).first()
    return shape(row) if row else None


def lineage(commitment_id: str) -> tuple[Commitment, ...]:
    """Return a commitment with all it was adjusted from and into, the oldest first."""
    line: list[Commitment] = []
    at = get(commitment_id)
    while at is not None and at.predecessor:
        at = get(at.predecessor)
    while at is not None:
        line.append(at)
        at = get(at.successor) if at.successor else None
    return tuple(line)


def entries_of(duty_ids: Sequence[int]) -> dict[int, list[history.Entry]]:
    """Return the acts of duties by duty, oldest first."""
    found: dict[int, list[history.Entry]] = {}
    rows = EntryRow.objects.filter(duty_id__in=list(duty_ids)).order_by("at", "pk")
    for key, duty, act, at, as_of, value, data in rows.values_list(
        "pk", "duty_id", "act", "at", "as_of", "value", "data"
    ):
        found.setdefault(duty, []).append(history.Entry(str(key), act, at, _with_value(data, value), as_of))
    return found


def entry(row: EntryRow) -> history.Entry:
    """Return an act as the rules know it."""
    return history.Entry(str(row.pk), row.act, row.at, _with_value(row.data, row.value), row.as_of)


def _with_value(data: dict[str, str], value: Decimal | None) -> dict[str, str]:
    return data if value is None else {**data, "value": format(value.normalize(), "f")}


def decimal(text: str) -> Decimal:
    """Return a value of a report as a number."""
    return Decimal(text)


def shape(row: CommitmentRow) -> Commitment:
    """Return a commitment as other rooms and pages know it."""
    return Commitment(
        row.pk, row.organisation, row.source, row.words, Addressee(row.addressee), row.verb, row.object, row.since,
        row.due_on, row.due_words, row.rhythm, Indicator(row.indicator, row.baseline, row.target),
        row.evidence_required, row.evidence, tuple(row.sources), row.note, row.plan_id or "", row.section, row.year,
        row.predecessor_id or "", row.successor.pk if hasattr(row, "successor") else "", row.made_at,
    )  # fmt: skip


def _duties(rows: QuerySet[DutyRow], *, on: date) -> Iterable[Duty]:
    fields = ("id", "commitment_id", "owner", "status", "due_on", "version", "reported_on", "last_kept")
    for number, commitment, owner, stored, due_on, version, reported, kept, rhythm in rows.values_list(
        *fields, "commitment__rhythm"
    ):
        status = Status(stored)
        seen = history.shown(status, due_on=due_on, rhythm=rhythm, on=on)
        yield shapes.Duty(number, commitment, owner, status, seen, due_on, version, reported, kept)


def _commitment_rows(chosen: Filter) -> QuerySet[CommitmentRow]:
    return CommitmentRow.objects.filter(_by_commitment(chosen))


def _by_commitment(chosen: Filter, *, prefix: str = "") -> Q:
    wanted = Q(**{f"{prefix}organisation__in": chosen.organisations})
    if chosen.text:
        wanted &= Q(**{f"{prefix}source__startswith": f"{chosen.text}#"})
    if chosen.texts:
        either = Q()
        for text in chosen.texts:
            either |= Q(**{f"{prefix}source__startswith": f"{text}#"})
        wanted &= either
    if chosen.plan:
        wanted &= Q(**{f"{prefix}plan_id": chosen.plan})
    if chosen.words:
        wanted &= Q(**{f"{prefix}object__icontains": chosen.words}) | Q(**{f"{prefix}words__icontains": chosen.words})
    if chosen.since:
        wanted &= Q(**{f"{prefix}since__gte": chosen.since})
    if chosen.until:
        wanted &= Q(**{f"{prefix}since__lte": chosen.until})
    return wanted
