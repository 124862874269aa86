# SPDX-License-Identifier: Apache-2.0
"""The papers of a meeting: invitation, timetable, minutes. Minutes draw attendance and decisions by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.base.wording import joined, state_name
from comity.documents import services as documents
from comity.documents.rules.blocks import Block, Facts, Heading, Item, Paper, Paragraph, Table
from comity.meetings import labels
from comity.meetings.models import Delegation
from comity.meetings.queries import facts, pages
from comity.meetings.queries.pages import MeetingPage

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(kind: str, page: MeetingPage, *, languages: tuple[str, ...], form: str, at: datetime) -> bytes:
    """Return a paper (`timetable`, `minutes`, `invitation:<delegation>`) as `pdf` or `docx`, in one language or two."""
    name, _sep, which = kind.partition(":")
    build: Callable[[MeetingPage, str, str, datetime], Paper] = {
        "timetable": _timetable, "minutes": _minutes, "invitation": _invitation
    }[name]  # fmt: skip
    papers = []
    for language in languages[:2]:
        with translation.override(language):
            papers.append(build(page, language, which, at))
    render = documents.pdf if form == "pdf" else documents.docx
    return render(papers[0], papers[1] if len(papers) > 1 else None)


def country(code: str, language: str) -> str:
    """Return the name of a State in a language."""
    return state_name(code, language) if code else ""


def day(value: date | str | None, language: str) -> str:
    """Return a day in words; a rough date stays as it is."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == 10 else value
    return dates.format_date(value, "d MMMM y", locale=language) if isinstance(value, date) else value or ""


def _frame(page: MeetingPage, language: str, title: str, blocks: tuple[Block, ...], at: datetime) -> Paper:
    return Paper(
        title=title, language=language, blocks=blocks, subtitle=facts.shown(page.titles, language),
        sender=facts.shown(page.body_name, language), reference=page.id, date=day(at.date(), language),
        keywords=(page.body, page.id),
    )  # fmt: skip


def _head(page: MeetingPage, language: str) -> Facts:
    place = joined((part for part in (page.city, country(page.country, language)) if part), language)
    rows = [
        (_("Meeting"), facts.shown(page.titles, language)),
        (_("Place"), place or "–"),
        (_("Days"), _days(page, language) or "–"),
    ]
    if page.topics:
        rows.append((_("Topic"), facts.shown(page.topics, language)))
    return Facts(tuple(rows))


def _days(page: MeetingPage, language: str) -> str:
    first, last = day(page.start, language), day(page.end, language)
    return first if first == last else f"{first} – {last}"


def _invitation(page: MeetingPage, language: str, which: str, at: datetime) -> Paper:
    found = Delegation.objects.get(pk=which)
    name = country(found.state, language) or found.name
    host = country(page.host, language)
    secretariat = facts.shown(page.body_name, language)
    says = _(
        "The host State %(host)s and the Secretariat have the honour to invite the delegation of %(name)s to the "
        "meeting named below."
    ) % {"host": host or "–", "name": name}
    ask = _("Please answer by %(day)s and name the delegation, its head and the full powers of the head.")
    blocks: tuple[Block, ...] = (
        Facts(((pgettext("letter", "To"), name), (_("Capacity"), str(labels.CAPACITIES[found.capacity])))),
        Paragraph(says, "lead"),
        _head(page, language),
        Paragraph(ask % {"day": day(page.answer_by, language) or "–"}),
        *_agenda(page, language),
        Paragraph(secretariat, "quiet"),
    )
    return _frame(page, language, _("Invitation"), blocks, at)


def _timetable(page: MeetingPage, language: str, _which: str, at: datetime) -> Paper:
    blocks: list[Block] = [
        _head(page, language),
        Paragraph(_("Hours are local: %(zone)s.") % {"zone": page.zone}, "quiet"),
    ]
    for when, sessions in page.days:
        blocks.append(Heading(day(when, language), 2))
        rows = tuple(
            (
                _hours(s, page.zone), str(labels.SESSIONS.get(s.kind, s.kind)), facts.shown(s.titles, language),
                s.place or "–",
            )
            for s in sessions
        )  # fmt: skip
        blocks.append(Table((_("Hour"), _("Kind"), _("Session"), _("Place")), rows))
    return _frame(page, language, _("Timetable"), tuple(blocks), at)


def _hours(session: pages.SessionLine, zone: str) -> str:
    if session.starts_at is None or session.ends_at is None:
        return "–"
    place = ZoneInfo(zone)
    return f"{session.starts_at.astimezone(place):%H:%M}–{session.ends_at.astimezone(place):%H:%M}"


def _minutes(page: MeetingPage, language: str, _which: str, at: datetime) -> Paper:
    blocks: tuple[Block, ...] = (
        _head(page, language),
        *_attendance(page, language),
        *_agenda(page, language),
        *_statements(page, language),
        *_votes(page, language),
        *_outcomes(page, language),
        *_corrections(page, language),
    )
    return _frame(page, language, _("Minutes"), blocks, at)


def _attendance(page: MeetingPage, language: str) -> Iterator[Block]:
    if not page.delegations:
        return
    yield Heading(_("Attendance"), 2)
    rows = tuple(
        (
            country(d.state, language) or d.name, str(labels.CAPACITIES[d.capacity]), d.head or "–",
            _("present") if d.is_present else _("absent") if d.is_present is False else "–",
        )
        for d in page.delegations
    )  # fmt: skip
    yield Table((_("Delegation"), _("Capacity"), _("Head"), _("Roll call")), rows)
    for roll in page.rolls:
        numbers = {"number": roll.number, "present": len(roll.present), "members": roll.members}
        yield Paragraph(_("Roll call %(number)s: %(present)s of %(members)s members present.") % numbers, "quiet")


def _agenda(page: MeetingPage, language: str) -> Iterator[Block]:
    items = [i for i in page.agenda if i.is_adopted] or list(page.agenda)
    if items:
        yield Heading(_("Agenda") if page.agenda_adopted_at or page.has_prepared else _("Draft agenda"), 2)
    for number, item in enumerate(items, start=1):
        yield Item(f"{number}.", facts.shown(item.titles, language))


def _statements(page: MeetingPage, language: str) -> Iterator[Block]:
    for kind, title in (("statement", _("Statements")), ("key-point", _("Key points")), ("proposal", _("Proposals"))):
        said = [s for s in page.statements if s.kind == kind]
        if said:
            yield Heading(title, 2)
        for line in said:
            yield Item("•", line.text, heading=country(line.state, language) or line.speaker)


def _votes(page: MeetingPage, language: str) -> Iterator[Block]:
    closed = [v for v in page.votes if v.result]
    if closed:
        yield Heading(_("Votes"), 2)
    for vote in closed:
        if vote.result is None:
            continue
        result = vote.result
        yield Item(f"{vote.number}.", vote.question)
        yield Facts(
            (
                (_("Result"), _("adopted") if result["is_adopted"] else _("not adopted")),
                (_("For, against, abstentions"), "{yes}, {no}, {abstain}".format(**result["count"])),
                (_("Needed"), f"{vote.arithmetic} ({labels.BASES[result['basis']]})"),
                (str(labels.CHOICES["yes"]), _names(vote, "yes", language)),
                (str(labels.CHOICES["no"]), _names(vote, "no", language)),
                (str(labels.CHOICES["abstain"]), _names(vote, "abstain", language)),
            )
        )


def _names(vote: pages.VoteLine, choice: str, language: str) -> str:
    return joined((country(state, language) for state, said in vote.ballots if said == choice), language) or "–"


def _outcomes(page: MeetingPage, language: str) -> Iterator[Block]:
    if page.outcomes:
        yield Heading(_("Outcomes"), 2)
    for outcome in page.outcomes:
        yield Item(f"{outcome.number}.", outcome.text(language), heading=str(labels.OUTCOMES.get(outcome.kind, "")))
        details = []
        if outcome.owners:
            details.append((_("Owners"), joined((country(code, language) for code in outcome.owners), language)))
        if outcome.due:
            details.append((_("Due"), day(outcome.due, language)))
        if outcome.cites:
            details.append((_("Clause"), outcome.cites))
        details.append((_("Taken"), _("by vote %(n)s") % {"n": outcome.vote} if outcome.vote else _("by consensus")))
        yield Facts(tuple(details))
    if page.next_host:
        yield Paragraph(_("The next meeting is hosted by %(host)s.") % {"host": country(page.next_host, language)})


def _corrections(page: MeetingPage, language: str) -> Iterator[Block]:
    if page.corrections:
        yield Heading(_("Corrigenda"), 2)
    for number, line in enumerate(page.corrections, start=1):
        yield Item(f"{number}.", str(line.data.get("text", "")), heading=day(line.at.date(), language))
