# SPDX-License-Identifier: Apache-2.0
"""Who may see which probe: an order is for its case's people and the officer who releases it, a hit for the case's."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Q, QuerySet

from comity import names
from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base import ids
from comity.base.errors import Invalid, NotFound
from comity.exchange import queries as exchange
from comity.register.models import (
    Entry,
    ProbeAlarm,
    ProbeAsked,
    ProbeHit,
    ProbeLine,
    ProbeOrder,
    ProbeRoot,
    ProbeSet,
    Statement,
)
from comity.register.queries import access
from comity.register.queries.pages import entry_row
from comity.register.queries.probe_shapes import (
    Compared,
    CountOrder,
    HitRow,
    OrderRow,
    OrderView,
    PartnerAudit,
)
from comity.register.queries.shapes import EntryRow

MOST_ROWS = 200
_NAMES = ("name", "alias", "weakAlias", "previousName")


def orders(person: Person) -> QuerySet[ProbeOrder]:
    """Return the orders a person may see."""
    if not access.works_here(person):
        return ProbeOrder.objects.none()
    mine = Q(case__in=access.cases(person)) | Q(released_by=person.id)
    if person.has(Role.CENTRAL_OFFICER):
        mine |= Q(state="waiting")
    return ProbeOrder.objects.filter(mine)


def order_row(person: Person, order_id: str, *, for_update: bool = False) -> ProbeOrder:
    """Return an order for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    rows = orders(person).select_related("case")
    found = (rows.select_for_update(of=("self",)) if for_update else rows).filter(pk=_key(order_id)).first()
    if found is None:
        raise NotFound("There is no such order.")
    return found


def own_hits(person: Person) -> QuerySet[ProbeHit]:
    """Return the hits of this State's orders a person may see: those of their cases."""
    return ProbeHit.objects.filter(is_own=True, order__case__in=access.cases(person))


def opened_hits(person: Person) -> QuerySet[ProbeHit]:
    """Return the hits partners opened on entries a person may read."""
    mine = ProbeHit.entries.through.objects.filter(entry__in=access.entries(person)).values("probehit_id")
    return ProbeHit.objects.filter(is_own=False, pk__in=mine)


def own_hit_row(person: Person, hit_id: str, *, for_update: bool = False) -> ProbeHit:
    """Return a hit of an own order for a person; raise `NotFound`."""
    return _hit(own_hits(person), hit_id, for_update=for_update)


def opened_hit_row(person: Person, hit_id: str, *, for_update: bool = False) -> ProbeHit:
    """Return a hit a partner opened for a person; raise `NotFound`."""
    return _hit(opened_hits(person), hit_id, for_update=for_update)


def order_list(person: Person) -> tuple[OrderRow, ...]:
    """Return the orders a person may see, newest first."""
    rows = orders(person).select_related("case").order_by("-asked_at", "pk")[:MOST_ROWS]
    return tuple(_order(row, person) for row in rows)


def order_view(person: Person, order_id: str) -> OrderView:
    """Return an order whole; raise `NotFound`."""
    row = order_row(person, order_id)
    status = exchange.statuses([row.message]).get(row.message) if row.message else None
    is_of_case = access.cases(person).filter(pk=row.case_id).exists()
    hits = own_hits(person).filter(order=row).select_related("order__case").order_by("kind", "pk")
    return OrderView(
        row=_order(row, person), basis=row.basis, people=tuple(row.persons), refusal=row.refusal,
        released_by=accounts.name_of(row.released_by_id), released_at=row.released_at, sent_at=row.sent_at,
        message_state=status.state if status else "", hits=tuple(_hit_row(hit, person) for hit in hits),
        may_release=row.state == "waiting" and row.asked_by_id != person.id and person.has(Role.CENTRAL_OFFICER),
        may_open=is_of_case,
    )  # fmt: skip


def inbox(person: Person) -> tuple[HitRow, ...]:
    """Return the hits a person may see, of both sides, those to decide first."""
    theirs = opened_hits(person).select_related("asked").order_by("-found_at", "pk")[:MOST_ROWS]
    own = own_hits(person).exclude(state="dismissed").select_related("order__case").order_by("-found_at", "pk")
    rows = [_hit_row(hit, person) for hit in (*theirs, *own[:MOST_ROWS])]
    return tuple(sorted(rows, key=lambda hit: (hit.state not in {"found", "opened"}, hit.is_own)))


def hit_view(person: Person, hit_id: str) -> HitRow:
    """Return a hit of either side; raise `NotFound`."""
    found = own_hits(person).filter(pk=_key(hit_id)) | ProbeHit.objects.none()
    row = found.select_related("order__case").first()
    return _hit_row(row or opened_hit_row(person, hit_id), person)


def compared(person: Person, hit_id: str) -> tuple[Compared, ...]:
    """Return how alike the names are, once the other side has disclosed the entry and it is here; else nothing."""
    row = own_hits(person).filter(pk=_key(hit_id)).first()
    entry = _disclosed(person, row)
    if row is None or entry is None:
        return ()
    said = Statement.objects.filter(entry=entry, prop__in=_NAMES, is_retracted=False)
    pairs = [(asked, s.value) for asked in row.person.get("names", ()) for s in said]
    made = [Compared(asked, known, round(float(names.score(asked, known)), 3)) for asked, known in pairs]
    return tuple(sorted(made, key=lambda c: -c.score)[:20])


def disclosed_entry(person: Person, hit_id: str) -> EntryRow | None:
    """Return the entry a hit led to: theirs to see as those who asked, until it is linked to a case they cannot see."""
    found = _disclosed(person, own_hits(person).filter(pk=_key(hit_id)).first())
    return entry_row(found) if found else None


def _disclosed(person: Person, row: ProbeHit | None) -> Entry | None:
    if row is None or row.state != "disclosed" or row.disclosed is None:
        return None
    here = Entry.objects.filter(pk=row.disclosed, state="active").select_related("case")
    return (here.filter(case=None) | here.filter(case__in=access.cases(person))).first()


def count_orders(person: Person) -> tuple[CountOrder, ...]:
    """Return the partners' orders for name pairs alone that wait for a central officer."""
    if not access.works_here(person) or not person.has(Role.CENTRAL_OFFICER):
        return ()
    rows = ProbeAsked.objects.filter(state="approval").order_by("received_at", "pk")[:MOST_ROWS]
    return tuple(
        CountOrder(str(r.pk), r.from_state, r.purpose, r.basis, r.role, r.persons, r.received_at, r.expires_at)
        for r in rows
    )


def candidates(person: Person, case_id: str) -> tuple[EntryRow, ...]:
    """Return the persons of a case that may be asked for; raise `NotFound`."""
    case = access.case(person, case_id)
    rows = access.entries(person).filter(
        case=case, schema="Person", owner=settings.COMITY_ENV["STATE"],
        category__in=("suspect", "accused", "convicted", "wanted"),
    )  # fmt: skip
    return tuple(entry_row(row) for row in rows.select_related("case").order_by("caption", "pk")[:MOST_ROWS])


def audit() -> tuple[PartnerAudit, ...]:
    """Return counters and roots for each partner: numbers only, so that auditors may see them."""
    found = []
    for node in sorted(set(ProbeLine.objects.values_list("node", flat=True))):
        roots = ProbeRoot.objects.filter(node=node).order_by("-day")[:60]
        theirs = {r.day: r.counters for r in roots if not r.is_own}
        sets = ProbeSet.objects.filter(node=node).order_by("-at")[:20]
        found.append(
            PartnerAudit(
                node=node, lines=ProbeLine.objects.filter(node=node).count(), used=_used(node),
                sets=tuple((s.epoch, s.purpose, s.is_own, s.size) for s in sets),
                roots=tuple((r.day, r.size, r.root, r.counters, theirs.get(r.day)) for r in roots if r.is_own),
            )
        )  # fmt: skip
    return tuple(found)


def alarms() -> tuple[ProbeAlarm, ...]:
    """Return the alarms nobody has looked at, then the latest others."""
    return tuple(ProbeAlarm.objects.order_by("-at")[:MOST_ROWS])


def _used(node: str) -> tuple[tuple[str, int, int], ...]:
    rows = ProbeAsked.objects.filter(from_node=node, state__in=("approval", "accepted", "answered", "expired"))
    latest = rows.order_by("-received_at").first()
    if latest is None:
        return ()
    month = datetime.combine(latest.received_at.astimezone(UTC).date().replace(day=1), time(), UTC)
    totals: dict[str, list[int]] = {}
    for row in rows.filter(received_at__gte=month):
        counted = totals.setdefault(row.purpose, [0, 0])
        counted[0] += 1
        counted[1] += row.persons
    return tuple((purpose, counted[0], counted[1]) for purpose, counted in sorted(totals.items()))


def _hit(rows: QuerySet[ProbeHit], hit_id: str, *, for_update: bool) -> ProbeHit:
    locked = rows.select_for_update(of=("self",)) if for_update else rows
    found = locked.select_related("order__case", "asked").filter(pk=_key(hit_id)).first()
    if found is None:
        raise NotFound("There is no such hit.")
    return found


def _order(row: ProbeOrder, person: Person) -> OrderRow:
    is_of_case = access.cases(person).filter(pk=row.case_id).exists()
    return OrderRow(
        id=str(row.pk), case_id=str(row.case_id) if is_of_case else "", case_reference=row.case.reference,
        to_state=row.to_state, purpose=row.purpose, state=row.state, kinds=tuple(row.kinds), persons=row.number,
        hits=row.result.get("hits") if is_of_case else None, count=row.result.get("count") if is_of_case else None,
        asked_by=accounts.name_of(row.asked_by_id), asked_at=row.asked_at,
    )  # fmt: skip


def _hit_row(row: ProbeHit, person: Person) -> HitRow:
    order, asked = row.order, row.asked
    met: list[Entry] = []
    if not row.is_own:
        met = list(row.entries.filter(pk__in=access.entries(person).values("pk")).select_related("case"))
    case = order.case if order else None
    return HitRow(
        id=str(row.pk), reference=row.reference, state=row.state, kind=row.kind, is_own=row.is_own,
        partner=order.to_state if order else asked.from_state if asked else "",
        purpose=order.purpose if order else asked.purpose if asked else "",
        basis=order.basis if order else asked.basis if asked else "",
        person=row.person, entries=tuple(entry_row(e) for e in met), reason=row.reason, text=row.text,
        found_at=row.found_at, case_id=str(case.pk) if case else "", case_reference=case.reference if case else "",
        order_id=str(order.pk) if order else "",
    )  # fmt: skip


def _key(text: str) -> str:
    try:
        return ids.parse_uuid(str(text))
    except Invalid:
        raise NotFound("There is no such page.") from None
