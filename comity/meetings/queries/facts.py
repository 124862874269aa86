# SPDX-License-Identifier: Apache-2.0
"""What is known of a meeting and its body when an act is taken, as the guards want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import translation

from comity.meetings.models import Approval, Meeting, Outcome, Proxy, RollCall, Seat, Session, Vote
from comity.meetings.queries.access import Seen, group
from comity.meetings.rules import ballots, composition, due, history
from comity.meetings.rules.convening import Kind, State
from comity.meetings.rules.guards import Facts
from comity.meetings.rules.shapes import Held, Source
from comity.reference import load
from comity.reference.schema import Body, Rules

ENDED = (State.CLOSED, State.RECORDED)


def of(seen: Seen, *, on: date) -> Facts:
    """Return the facts of a meeting on a day."""
    row, rules = seen.row, seen.rules
    roll = last_roll(row)
    here, rule = (roll.present if roll else []), None
    if rules.quorum and rules.quorum.proxies_count:
        here = list(ballots.entitled(members=seen.members, present=here, proxies=proxies(row)))
    standing = composition.standing(None, parties=(), seats=())
    if row.group:
        _, found = group(row.group)
        rule = found.composition
        standing = group_standing(row.group, parties=seen.members)
    return Facts(
        kind=Kind(row.kind), on=on, members=len(seen.members), start=row.start_date,
        approvals=approvals(row, seen.members), agenda_adopted=row.agenda_adopted_at is not None,
        experts_called=Meeting.objects.filter(parent=row).exclude(state=State.CANCELLED).exists(),
        experts_adopted=Meeting.objects.filter(parent=row, agenda_adopted_at__isnull=False).exists(),
        date_agreed_by=frozenset(row.date_agreed_by), roll_called=roll is not None, present=len(here),
        open_votes=Vote.objects.filter(meeting=row, closed_at__isnull=True).count(),
        next_host=bool(row.next_host), host=row.host, expected_host=expected_host(seen.body, rules),
        due=due_of(seen.body, rules, on=on, without=row.pk), group=rule, group_standing=standing,
    )  # fmt: skip


def approvals(row: Meeting, members: Iterable[str]) -> int:
    """Return how many members have approved an extraordinary session."""
    return Approval.objects.filter(meeting=row, is_approved=True, state__in=list(members)).count()


def last_roll(row: Meeting) -> RollCall | None:
    """Return the latest roll call."""
    return RollCall.objects.filter(meeting=row).order_by("-number").first()


def proxies(row: Meeting) -> tuple[ballots.Proxy, ...]:
    """Return the proxies given at a meeting."""
    return tuple(ballots.Proxy(*pair) for pair in Proxy.objects.filter(meeting=row).values_list("giver", "holder"))


def group_standing(slug: str, *, parties: Iterable[str]) -> composition.Standing:
    """Return who is missing in an expert group."""
    _, found = group(slug)
    seats = Seat.objects.filter(group=slug, until__isnull=True).values_list("state", flat=True)
    return composition.standing(
        found.composition, parties=parties, seats=[state or composition.SECRETARIAT for state in seats]
    )


def history_of(item: Body) -> tuple[Held, ...]:
    """Return every meeting of a body, held, planned and of the past, each once, the latest first."""
    stored = [held(row) for row in Meeting.objects.filter(body=item.slug, group="")]
    return history.merged(stored, history.of_reference(item, load().meetings))


def held(row: Meeting) -> Held:
    """Return a stored meeting as it stands in a list; what an import recorded fills in where nothing was held here."""
    record = row.record or {}
    outcomes = Outcome.objects.filter(meeting=row).order_by("number") if row.state in ENDED else Outcome.objects.none()
    return Held(
        id=row.pk, body=row.body, kind=Kind(row.kind), ordinal=row.ordinal, title=shown(row.titles), city=row.city,
        country=row.country, start=row.start_date.isoformat() if row.start_date else row.rough_start,
        end=row.end_date.isoformat() if row.end_date else row.rough_end or row.rough_start, state=State(row.state),
        host=row.host, topic=shown(row.topics), outcomes="; ".join(shown(o.texts) for o in outcomes),
        participants=";".join(record.get("participants", ())), guests=";".join(record.get("guests", ())),
        note=record.get("note", ""), sources=tuple(Source(name) for name in row.sources), is_stored=True,
    )  # fmt: skip


def due_of(item: Body, rules: Rules, *, on: date, without: str = "") -> due.Due | None:
    """Return when the next ordinary meeting of a body is due, counted from the last one held."""
    ended = [
        h for h in history_of(item) if h.kind is Kind.CONFERENCE and h.state in ENDED and h.end and h.id != without
    ]
    last = max((h.end for h in ended), default="")
    return due.next_due(rules.rhythm, last=last, on=on)


def expected_host(item: Body, rules: Rules) -> str:
    """Return whose turn it is to host, where the rule is rotation: the one after the last host in the order."""
    if rules.host is None or rules.host.by != "rotation" or not rules.host.order:
        return ""
    order = rules.host.order
    ended = [h for h in history_of(item) if h.kind is Kind.CONFERENCE and h.state in ENDED]
    last = next((h.country for h in ended if h.country in order), "")
    return order[(order.index(last) + 1) % len(order)] if last else order[0]


def shown(texts: Mapping[str, str], language: str = "en") -> str:
    """Return a text in a language; else its English, translated where it is known; else in the first language."""
    english = texts.get("en", "")
    if texts.get(language) or not english:
        return texts.get(language) or next(iter(texts.values()), "")
    with translation.override(language):
        return translation.gettext(english)


def sessions(row: Meeting, *, state: str, sees_all: bool) -> tuple[Session, ...]:
    """Return the programme a State sees: what is for all, and what names it; the Secretariat sees everything."""
    rows = Session.objects.filter(meeting=row, is_cancelled=False).order_by("starts_at", "pk")
    return tuple(s for s in rows if sees_all or not s.audience or state in s.audience)
