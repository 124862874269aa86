# SPDX-License-Identifier: Apache-2.0
"""Preparation: programme, agenda, documents, statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import StateName
from comity.drafting.queries import texts
from comity.evidence import queries as evidence
from comity.meetings.models import AgendaItem, Document, Meeting, Session, Statement
from comity.meetings.queries import access
from comity.meetings.rules import wording
from comity.meetings.rules.convening import Kind
from comity.meetings.services import acting, telling

SESSIONS = ("plenary", "courtesy-call", "bilateral", "side-event", "cultural")
STATEMENTS = ("statement", "key-point", "proposal")
_MARGIN = timedelta(days=3)


def schedule(  # one session, word by word
    *, meeting: str, kind: str, titles: Mapping[str, str], place: str, starts_at: datetime, ends_at: datetime,
    by: Person, at: datetime, audience: Iterable[str] = (),
) -> int:  # fmt: skip
    """Put a session into the programme and return its id; a bilateral meeting names the States that see it."""
    if kind not in SESSIONS:
        raise Invalid("Choose what kind of session it is.", field="kind")
    if ends_at <= starts_at:
        raise Invalid("The session ends before it begins.", field="ends")
    states = sorted(set(audience))
    with transaction.atomic():
        opening = acting.opened(by, meeting, "schedule", at=at)
        row = opening.row
        if unknown := set(states) - _known(opening):
            raise Invalid("{state} is not invited to this meeting.", state=StateName(min(unknown)), field="audience")
        if kind == "bilateral" and len(states) < 2:
            raise Invalid("Name the two sides of a bilateral meeting.", field="audience")
        if row.start_date and not _near(row, starts_at, ends_at):
            raise Invalid("The session lies outside the days of the meeting.", field="starts")
        made = Session.objects.create(
            meeting=row, kind=kind, titles=wording.languages(titles, "title", limit=200),
            place=wording.line(place, "place", needed=False), starts_at=starts_at, ends_at=ends_at, audience=states,
            changed_at=at,
        )  # fmt: skip
        acting.done(opening, "schedule", by=by, at=at, data={"session": made.pk, "kind": kind})
    return made.pk


def unschedule(*, meeting: str, session: int, by: Person, at: datetime) -> None:
    """Take a session out of the programme."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "schedule", at=at)
        found = Session.objects.filter(pk=session, meeting=opening.row, is_cancelled=False).first()
        if found is None:
            raise NotFound(access.NOT_THERE)
        found.is_cancelled, found.changed_at, found.sequence = True, at, found.sequence + 1
        found.save()
        acting.done(opening, "schedule", by=by, at=at, data={"session": session, "off": True})


def propose_item(*, meeting: str, titles: Mapping[str, str], by: Person, at: datetime, cites: str = "") -> int:
    """Propose an item of the agenda and return its number; raise `Refused` once the agenda is adopted."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "propose_item", at=at)
        if opening.row.agenda_adopted_at or _prepared(opening.row):
            raise Refused("The agenda is adopted. It changes only by a decision of the meeting.")
        number = (AgendaItem.objects.filter(meeting=opening.row).aggregate(last=Max("number"))["last"] or 0) + 1
        AgendaItem.objects.create(
            meeting=opening.row, number=number, titles=wording.languages(titles, "title", limit=1000),
            by_state=by.state, cites=wording.line(cites, "cites", needed=False),
        )  # fmt: skip
        acting.done(opening, "propose_item", by=by, at=at, data={"number": number, "state": by.state})
    return number


def adopt_agenda(*, meeting: str, by: Person, at: datetime, order: Sequence[int] = ()) -> tuple[str, ...]:
    """Record that the agenda is adopted, all items or those of `order`; an expert meeting adopts it for its conference.

    Returns what practice warns of. Raises `RuleForbids` where the expert meeting has to do it, or a group is not whole.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "adopt_agenda", at=at)
        row = opening.row
        items = {item.number: item for item in AgendaItem.objects.filter(meeting=row)}
        chosen = list(order) or sorted(items)
        if not chosen or set(chosen) - set(items) or len(set(chosen)) != len(chosen):
            raise Invalid("Choose the items of the agenda, each once.", field="order")
        if row.agenda_adopted_at:
            raise Refused("The agenda is adopted already.")
        AgendaItem.objects.filter(meeting=row, number__in=chosen).update(is_adopted=True)
        row.agenda_adopted_at = at
        if row.kind == Kind.EXPERTS and row.parent_id:
            _hand_on(row, [items[number] for number in chosen], at)
        acting.done(opening, "adopt_agenda", by=by, at=at, data={"items": chosen})
        telling.tell(row, "agenda-adopted", at=at)
    return tuple(w.sentence for w in opening.warnings)


def circulate(  # one document, word by word
    *, meeting: str, title: str, by: Person, at: datetime, file_id: str = "", text: str = "", item: int | None = None
) -> tuple[str, ...]:
    """Circulate a stored file or a text of the drafting room; return what the term of the body says of it."""
    if bool(file_id) == bool(text):
        raise Invalid("Give either a file or a text.", field="file")
    if file_id:
        evidence.file(file_id)
    else:
        known_text(text.strip(), by, at)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "circulate", at=at)
        found = AgendaItem.objects.filter(meeting=opening.row, number=item).first() if item else None
        made = Document.objects.create(
            meeting=opening.row, title=wording.line(title, "title"), file_id=file_id or None,
            text=wording.line(text, "text", needed=False), item=found, by_state=by.state,
            is_late=any(w.key == "circulation" for w in opening.warnings), at=at,
        )  # fmt: skip
        acting.done(opening, "circulate", by=by, at=at, data={"document": made.pk, "state": by.state})
        telling.tell(opening.row, "document", at=at, data={"state": by.state})
    return tuple(w.sentence for w in opening.warnings)


def speak(*, meeting: str, kind: str, text: str, by: Person, at: datetime, item: int | None = None) -> int:
    """Enter a statement, a key point or a proposal of one's State, or of an expert; return its id."""
    if kind not in STATEMENTS:
        raise Invalid("Choose statement, key point or proposal.", field="kind")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "speak", at=at)
        found = AgendaItem.objects.filter(meeting=opening.row, number=item).first() if item else None
        made = Statement.objects.create(
            meeting=opening.row, state=by.state, kind=kind, speaker=by.name, text=wording.text(text, "text"),
            item=found, at=at,
        )  # fmt: skip
        acting.done(opening, "speak", by=by, at=at, data={"statement": made.pk, "kind": kind, "state": by.state})
    return made.pk


def _hand_on(experts: Meeting, items: Sequence[AgendaItem], at: datetime) -> None:
    parent = Meeting.objects.select_for_update().get(pk=experts.parent_id)
    last = AgendaItem.objects.filter(meeting=parent).aggregate(last=Max("number"))["last"] or 0
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=parent, number=number, titles=item.titles, by_state=item.by_state, cites=item.cites,
            is_adopted=True,
        )
        for number, item in enumerate(items, start=last + 1)
    )  # fmt: skip
    parent.changed_at = at
    parent.save(update_fields=["changed_at"])


def _prepared(row: Meeting) -> bool:
    return Meeting.objects.filter(parent=row, agenda_adopted_at__isnull=False).exists()


def _known(opening: acting.Opened) -> set[str]:
    observed = access.observers(opening.seen.body, on=opening.row.changed_at.date())
    guests = opening.row.delegation_set.exclude(state="").values_list("state", flat=True)
    return {*opening.seen.members, *observed, *guests}


def known_text(slug: str, by: Person, at: datetime) -> None:
    """Raise `Invalid` when there is no text of that name for this person."""
    try:
        texts.view(by, slug, at=at)
    except NotFound:
        raise Invalid(
            "There is no such text. Give its short name, such as baku-declaration-2027.", field="text"
        ) from None


def _near(row: Meeting, starts_at: datetime, ends_at: datetime) -> bool:
    # Courtesy calls and cultural programmes lie a day or two around a meeting.
    if row.start_date is None or row.end_date is None:
        return True
    first, last = row.start_date - _MARGIN, row.end_date + _MARGIN
    return first <= starts_at.date() and ends_at.date() <= last
