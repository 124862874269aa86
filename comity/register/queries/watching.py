# SPDX-License-Identifier: Apache-2.0
"""Reads of the watch list. `visible` is the one filter: who works with the register, and need to know by case."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.reference.watchlists import watchlists
from comity.register.models import Detection, Found, Watch, WatchAct, WatchReport
from comity.register.queries import access
from comity.register.rules import watching
from comity.register.rules.detecting import giving, lexicon, likeness
from comity.register.rules.detecting.finding import Kind, key
from comity.register.rules.detecting.lexicon import Coded, Lexicon
from comity.register.rules.watching import Clock, Side, Status

_HOURS = {"hours": 1, "days": 24, "working-days": 34}
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class WatchRow:
    """An indicator in a list."""

    id: str
    owner: str
    is_own: bool
    kind: str
    value: str
    status: str
    since: datetime
    due_at: datetime | None
    corroborated_by: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a State says it saw."""

    state: str
    evidence: str
    seen_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ActRow:
    """A step of the life of an indicator."""

    act: str
    state: str
    status: str
    given: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class WatchView:
    """An indicator whole: `acts` is what this State can do now, with what must be given."""

    row: WatchRow
    audience: tuple[str, ...]
    onward: bool
    version: int
    case_id: str
    case_reference: str
    clock: Clock | None
    reports: tuple[ReportRow, ...]
    history: tuple[ActRow, ...]
    acts: tuple[tuple[str, tuple[str, ...]], ...]


def visible(person: Person) -> QuerySet[Watch]:
    """Return the indicators a person may know of."""
    if not access.works_here(person):
        return Watch.objects.none()
    return Watch.objects.filter(Q(case=None) | Q(case__in=access.cases(person)), state="active")


def one(person: Person, watch_id: str, *, for_update: bool = False) -> Watch:
    """Return an indicator for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    rows = visible(person).select_related("case")
    found = (rows.select_for_update(of=("self",)) if for_update else rows).filter(pk=watch_id).first()
    if found is None:
        raise NotFound("There is no such indicator.")
    return found


def board(person: Person, *, status: str = "", kind: str = "", words: str = "") -> tuple[WatchRow, ...]:
    """Return the indicators of a status, of a kind, whose value holds some words; the latest change first."""
    found = visible(person)
    if status:
        found = found.filter(status=status)
    if kind:
        found = found.filter(kind=kind)
    if words.strip():
        found = found.filter(value__icontains=words.strip()[:200])
    rows = list(found.order_by("-changed_at", "pk")[:MOST_ROWS])
    return _rows(rows)


def overdue(person: Person, at: datetime) -> int:
    """Return how many own indicators have a clock that ran out."""
    return visible(person).filter(owner=settings.COMITY_ENV["STATE"], due_at__lte=at).count()


def view(person: Person, watch_id: str) -> WatchView:
    """Return an indicator whole; raise `NotFound`."""
    row = one(person, watch_id)
    shown = _rows([row])[0]
    side = Side.OWNER if shown.is_own else Side.PARTNER
    running = watching.due(Status(row.status), row.status_since, clocks())
    reports = WatchReport.objects.filter(watch=row).order_by("at", "pk")
    history = WatchAct.objects.filter(watch=row).order_by("at", "pk")
    return WatchView(
        row=shown, audience=tuple(row.audience), onward=row.onward, version=row.version,
        case_id=str(row.case_id or ""), case_reference=row.case.reference if row.case else "",
        clock=running[0] if running else None,
        reports=tuple(ReportRow(r.state, r.evidence, r.seen_at, r.at) for r in reports),
        history=tuple(ActRow(a.act, a.state, a.status, a.given, a.at) for a in history),
        acts=tuple(
            (act, watching.needed(Status(row.status), act, side))
            for act in watching.acts(Status(row.status), side)
            if act != "retract" or own_state() in {r.state for r in reports}
        ),
    )  # fmt: skip


def _rows(rows: list[Watch]) -> tuple[WatchRow, ...]:
    said: dict[object, set[str]] = {}
    for watch_id, state in WatchReport.objects.filter(watch__in=rows).values_list("watch_id", "state").distinct():
        said.setdefault(watch_id, set()).add(state)
    own = settings.COMITY_ENV["STATE"]
    return tuple(
        WatchRow(
            str(r.pk), r.owner, r.owner == own, r.kind, r.value, r.status, r.status_since, r.due_at,
            watching.corroborating(r.owner, said.get(r.pk, ())), r.changed_at,
        )
        for r in rows
    )  # fmt: skip


@functools.cache
def clocks() -> Mapping[str, Clock]:
    """Return the practice clocks of the watch list by key."""
    return {c.key: Clock(c.key, c.label, c.value * _HOURS[c.unit], c.basis, c.evidence) for c in watchlists().clocks}


@functools.cache
def words() -> Lexicon:
    """Return what detecting knows of platforms and coded words."""
    data = watchlists()
    return lexicon.build(
        platforms=[(p.key, p.links, p.words) for p in data.platforms],
        payments=[(p.key, p.links) for p in data.payments],
        coded=[
            Coded(term, entry.meaning, language.language, lexicon.SURE[entry.sure])
            for language in data.slang
            for entry in (*language.entries, *language.emoji)
            for term in (entry.term, *entry.forms)
        ],
    )


def known(person: Person, keys: frozenset[str]) -> Mapping[str, str]:
    """Return the ids of indicators a person may know of, by key."""
    hashes = {giving.key_hash(*k.split(":", 1)): k for k in keys if not k.startswith(f"{Kind.CODED}:")}
    found: dict[str, str] = {}
    listed = list(hashes)
    for start in range(0, len(listed), 500):
        some = visible(person).filter(key_hash__in=listed[start : start + 500]).values_list("key_hash", "pk")
        found |= {hashes[key_hash]: str(pk) for key_hash, pk in some}
    return found


def known_names(person: Person) -> likeness.Names:
    """Return the known domains and handles new names are compared with."""
    kinds = [str(kind) for kind in likeness.COMPARED]
    rows = visible(person).filter(kind__in=kinds).order_by("-changed_at").values_list("kind", "value")[:20_000]
    return likeness.names((Kind(kind), value) for kind, value in rows)


def detections(person: Person) -> tuple[Detection, ...]:
    """Return what a person had looked through and, for their cases, what colleagues had."""
    if not access.works_here(person):
        return ()
    mine = Q(by_id=person.id) | Q(case__in=access.cases(person))
    return tuple(Detection.objects.filter(mine).select_related("case").order_by("-at", "pk")[:100])


def detection(person: Person, detection_id: str) -> Detection:
    """Return a detection; raise `NotFound`."""
    found = next((d for d in detections(person) if str(d.pk) == str(detection_id)), None)
    if found is None:
        raise NotFound("There is no such detection.")
    return found


_ABOUT_KNOWN = frozenset({"known", "looks-like", "one-letter-off", "same-stem"})


def findings(person: Person, detection_row: Detection) -> tuple[Found, ...]:
    """Return the findings of a detection, open ones first.

    What they say of known indicators was what the maker may know: others are told only of what they may see.
    """
    rows = list(Found.objects.filter(detection=detection_row).order_by("decision", "-score", "line", "pk")[:2_000])
    linked = {key for row in rows for key in (row.known, row.watch_id) if key}
    mine = set(visible(person).filter(pk__in=linked).values_list("pk", flat=True))
    is_maker = detection_row.by_id == person.id
    for row in rows:
        row.watch_id = row.watch_id if row.watch_id in mine else None
        if row.known in mine:
            continue
        row.known = None
        dropped = frozenset({"known"}) if is_maker else _ABOUT_KNOWN
        row.why = [reason for reason in row.why if reason[0] not in dropped]
        row.like = row.like if is_maker else ""
    return tuple(rows)


def key_of(row: Watch) -> str:
    """Return the key of an indicator."""
    return key(Kind(row.kind), row.value)


def own_state() -> str:
    """Return the State this node serves."""
    return str(settings.COMITY_ENV["STATE"])
