# SPDX-License-Identifier: Apache-2.0
"""The papers of commitments, built from the same values as their pages: report to the summit, follow-up of meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from comity.base.wording import joined
from comity.commitments.queries import pictures, words
from comity.commitments.queries.followup import FollowUp
from comity.commitments.queries.summit import Summit
from comity.commitments.rules import figures
from comity.commitments.rules.figures import Counts
from comity.commitments.rules.shapes import Duty
from comity.documents.rules import charts
from comity.documents.rules.blocks import Block, Facts, Heading, Item, Paper, Paragraph, Table

MOST_LATE = 150  # lines of the overdue list on paper; the data file holds them all
MOST_BARS = 60


def summit(report: Summit, *, sender: str, on: date) -> Paper:
    """Return the report to the summit as a paper."""
    name = str(words.ORGANISATIONS.get(report.organisation, report.organisation))
    blocks: list[Block] = [
        Paragraph(
            _(
                "How every promise made up to %(until)s stood on that day, as far as it was reported or found in a "
                "document. “No report” means that nothing was seen, not that nothing was done."
            )
            % {"until": _day(report.until)},
            "lead",
        ),
        _facts(report),
        charts.figure(pictures.whole(report.whole)),
        Heading(_("By addressee"), 2),
        *_bars(pictures.by_owner(report.by_owner)),
        _table(_("Addressee"), [(words.owner(o), c) for o, c in report.by_owner.items()]),
        Heading(_("By clause"), 2),
        *_clauses(report),
        Heading(_("Overdue"), 2),
        *_late(report),
        Heading(_("Evaluation"), 2),
        *_evaluations(report),
    ]  # fmt: skip
    period = _("%(since)s to %(until)s") % {"since": _day(report.since), "until": _day(report.until)}
    return Paper(
        _("Report to the summit: follow-up of decisions"), _language(), tuple(blocks), f"{name}, {period}", sender,
        f"{report.organisation} {report.since.isoformat()}/{report.until.isoformat()}", _day(on),
    )  # fmt: skip


def followup(found: FollowUp, *, sender: str, on: date) -> Paper:
    """Return the follow-up of the decisions of the last meetings as a paper."""
    blocks: list[Block] = []
    for meeting in found.meetings:
        blocks.append(Heading(meeting.title, 2))
        blocks.append(Paragraph(" · ".join(part for part in (meeting.place, meeting.dates) if part), "quiet"))
        if not meeting.lines:
            blocks.append(Paragraph(_("No decision of this meeting is held here.")))
        if meeting.outcomes:
            blocks.append(Paragraph(_("Outcome: %(what)s") % {"what": meeting.outcomes}, "quiet"))
        for line in meeting.lines:
            c = line.commitment
            says = tuple(Item("", text) for text in (_stands(line.counts), *line.found, c.note) if text)
            blocks.append(Item(c.label, c.promise, str(words.ADDRESSEES[c.addressee]), says))
    if not found.meetings:
        blocks.append(Paragraph(_("No meeting is known before this day.")))
    title = _("Follow-up of the decisions of the last three meetings")
    return Paper(title, _language(), tuple(blocks), found.name, sender, found.body, _day(on))


def _facts(report: Summit) -> Facts:
    whole = report.whole
    return Facts(
        (
            (_("Commitments"), str(len(report.by_commitment))),
            (_("Promises (one addressee each)"), str(whole.whole)),
            *((str(words.STATUS[s]), str(whole.of(s))) for s in figures.ORDER if whole.of(s)),
            (_("Kept, of those that still count"), f"{whole.kept_share} %"),
            (_("Without any report"), str(report.silent)),
            (_("Reports about the period"), str(report.reports)),
        )
    )


def _bars(data: charts.Counts) -> Iterator[Block]:
    # A picture of hundreds of bars is read by nobody: then the table alone stands.
    if 0 < len(data.rows) <= MOST_BARS:
        yield charts.figure(data)


def _table(head: str, rows: Sequence[tuple[str, Counts]]) -> Table:
    # A status nobody stands at is left out: the columns that remain have room for their names.
    used = [s for s in figures.ORDER if any(counts.of(s) for _, counts in rows)]
    lines = tuple((name, str(counts.whole), *(str(counts.of(s)) for s in used)) for name, counts in rows)
    return Table((head, _("all"), *(str(words.STATUS[s]) for s in used)), lines)


def _stands(counts: Counts) -> str:
    return joined(
        (f"{words.STATUS[s]} {counts.of(s)}" for s in figures.ORDER if counts.of(s)), translation.get_language() or "en"
    )


def _clauses(report: Summit) -> Iterator[Block]:
    texts: dict[str, list[tuple[str, str]]] = {}
    for commitment, counts in report.by_commitment:
        label = f"{commitment.label}: {commitment.promise}"
        texts.setdefault(commitment.text, []).append((label, _stands(counts)))
    for text, rows in texts.items():
        yield Heading(text, 3)
        yield Table((_("Clause"), _("How it stands")), tuple(rows))
    if not texts:
        yield Paragraph(_("No commitment was made up to this day."))


def _late(report: Summit) -> Iterator[Block]:
    if not report.late:
        yield Paragraph(_("Nothing is overdue."))
        return
    head = (_("Addressee"), _("Commitment"), _("Due"), _("Days"))
    rows = tuple(
        (words.owner(x.duty.owner), x.commitment.promise, _due(x.duty), str(x.days)) for x in report.late[:MOST_LATE]
    )
    yield Table(head, rows)
    if len(report.late) > MOST_LATE:
        more = len(report.late) - MOST_LATE
        yield Paragraph(_("%(n)d more stand in the data behind this report.") % {"n": more}, "quiet")


def _evaluations(report: Summit) -> Iterator[Block]:
    if not report.evaluations:
        yield Paragraph(_("No evaluation was recorded for the period."))
    for e in report.evaluations:
        what = f"{words.FINDINGS[e.finding]}: {e.text}"
        then = (Item("", _("Adjusted: %(id)s") % {"id": e.successor}),) if e.successor else ()
        yield Item("", what, f"{e.commitment}, {_day(e.since)} – {_day(e.until)}", then)


def _due(duty: Duty) -> str:
    return _day(duty.due_on) if duty.due_on else ""


def _day(day: date) -> str:
    return words.day(day)


def _language() -> str:
    return translation.get_language() or "en"
