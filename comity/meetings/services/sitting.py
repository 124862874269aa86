# SPDX-License-Identifier: Apache-2.0
"""The sitting: opening, roll call, outcomes as records, closing; afterwards only corrigenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from comity.accounts.rules.roles import Person
from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Invalid, Refused
from comity.base.wording import StateName
from comity.meetings.models import Delegation, Meeting, Offer, Outcome, RollCall, Vote
from comity.meetings.queries import facts
from comity.meetings.rules import guards, wording
from comity.meetings.rules.convening import Kind, State
from comity.meetings.services import acting, founding, telling

OUTCOMES = ("adoption", "decision", "mandate", "plan", "next-host", "renaming", "establishment", "other")


class RollTaken(Refused):
    """The roll was called by somebody else in the meantime, or a vote is running."""

    code = "roll-taken"


def open_meeting(*, meeting: str, by: Person, at: datetime) -> tuple[str, ...]:
    """Open a meeting; return what practice warns of.

    Raises `RuleForbids` while its expert meeting has adopted no agenda, or two thirds have not approved the session.
    """
    with transaction.atomic():
        opening = acting.opened(by, meeting, "open", at=at)
        acting.done(opening, "open", by=by, at=at)
        telling.tell(opening.row, "opened", at=at)
    return tuple(w.sentence for w in opening.warnings)


def call_roll(*, meeting: str, present: Iterable[str], number: int, by: Person, at: datetime) -> bool | None:
    """Record who answers the roll; `number` is that of this call. Return whether there is a quorum (None: no rule).

    Raises `RollTaken` when this call was recorded already, or while a vote runs; `Invalid` for a State not invited.
    """
    here = set(present)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "call_roll", at=at)
        row, members = opening.row, opening.seen.members
        others = set(Delegation.objects.filter(meeting=row).exclude(state="").values_list("state", flat=True))
        if unknown := here - set(members) - others:
            raise Invalid("{state} is not invited to this meeting.", state=StateName(min(unknown)), field="present")
        last = facts.last_roll(row)
        if number != (last.number if last else 0) + 1:
            raise RollTaken("The roll was called already. Reload the page to see who answered.")
        if Vote.objects.filter(meeting=row, closed_at__isnull=True).exists():
            raise RollTaken("A vote is running: the roll cannot change under it.")
        RollCall.objects.create(
            meeting=row, number=number, members=list(members), present=sorted(here & set(members)),
            others=sorted(here - set(members)), at=at,
        )  # fmt: skip
        data = {"number": number, "present": sorted(here & set(members)), "members": len(members)}
        acting.done(opening, "call_roll", by=by, at=at, data=data)
        return guards.has_quorum(facts.of(opening.seen, on=at.date()), opening.seen.rules)


def decide(  # one outcome, word by word
    *, meeting: str, kind: str, texts: Mapping[str, str], by: Person, at: datetime, cites: str = "",
    owners: Iterable[str] = (), due: date | None = None, vote: int | None = None, next_host: str = "",
) -> tuple[int, tuple[str, ...]]:  # fmt: skip
    """Record an outcome: taken by the vote named, else by consensus. Return its number and what practice warns of.

    The outcome `next-host` names the host of the next meeting, which is planned with it.
    """
    if kind not in OUTCOMES:
        raise Invalid("Choose the kind of outcome.", field="kind")
    if (kind == "next-host") != bool(next_host):
        raise Invalid("Name the next host with the outcome that decides it.", field="next_host")
    wanted, clause = sorted(set(owners)), wording.line(cites, "cites", needed=False)
    with transaction.atomic():
        opening = acting.opened(by, meeting, "decide", at=at)
        row = opening.row
        if unknown := {*wanted, *([next_host] if next_host else [])} - set(opening.seen.members):
            raise Invalid("{state} is not a member of this body.", state=StateName(min(unknown)), field="owners")
        taken = _carried(row, vote)
        number = (Outcome.objects.filter(meeting=row).aggregate(last=Max("number"))["last"] or 0) + 1
        clean = wording.languages(texts, "text")
        Outcome.objects.create(
            meeting=row, number=number, kind=kind, texts=clean, cites=clause, owners=wanted, due=due, vote=taken, at=at
        )
        if next_host:
            row.next_host = next_host
        data = {
            "number": number,
            "kind": kind,
            "text": sha256_hex(canonical(clean)),
            "vote": taken.number if taken else 0,
        }
        acting.done(opening, "decide", by=by, at=at, data=data)
        if next_host:
            _plan_next(opening, next_host, by=by, at=at)
    return number, tuple(w.sentence for w in opening.warnings)


def close_meeting(*, meeting: str, by: Person, at: datetime) -> tuple[str, ...]:
    """Close a meeting: its minutes are whole from now on and change only by a corrigendum. Return the warnings."""
    with transaction.atomic():
        opening = acting.opened(by, meeting, "close", at=at)
        acting.done(opening, "close", by=by, at=at, data={"outcomes": opening.row.outcome_set.count()})
        telling.tell(opening.row, "closed", at=at)
    return tuple(w.sentence for w in opening.warnings)


def correct(*, meeting: str, text: str, by: Person, at: datetime) -> None:
    """Add a corrigendum to the record of a closed meeting; what it corrects stays as it was written."""
    says = wording.text(text, "text")
    with transaction.atomic():
        opening = acting.opened(by, meeting, "correct", at=at)
        acting.done(opening, "correct", by=by, at=at, data={"text_hash": sha256_hex(says.encode())}, says=says)


def _carried(row: Meeting, number: int | None) -> Vote | None:
    if not number:
        return None
    found = Vote.objects.filter(meeting=row, number=number).first()
    if found is None:
        raise Invalid("This meeting has no vote of that number.", field="vote")
    if not found.closed_at or not found.result or not found.result["is_adopted"]:
        raise Refused("This vote is not closed, or it did not carry.")
    return found


def _plan_next(opening: acting.Opened, host: str, *, by: Person, at: datetime) -> None:
    """Plan the next conference with the host the meeting named: naming it is the welcome."""
    item = opening.seen.body
    row = Meeting.objects.select_for_update().filter(body=item.slug, kind=Kind.CONFERENCE, state=State.PLANNED).first()
    if row is None:
        number = founding.next_ordinal(item, Kind.CONFERENCE)
        titles = {"en": f"{facts.shown(item.names[-1].texts)}: meeting {number}"[:200]}
        row = founding.made(item, f"{item.slug}-{number}", Kind.CONFERENCE, number, titles, at, state=State.PLANNED)
        acting.note(row, "plan", by=by, at=at, data={"ordinal": number, "after": opening.row.pk})
    found, _ = Offer.objects.get_or_create(
        meeting=row, state=host, defaults={"city": "", "zone": "UTC", "status": "welcomed", "at": at}
    )
    row.state, row.host, row.country, row.city = State.HOSTED, host, host, found.city
    row.zone, row.start_date, row.end_date = found.zone, found.start_date, found.end_date
    row.date_agreed_by = ["host"] if found.start_date else []
    row.changed_at = at
    row.save()
    Offer.objects.filter(pk=found.pk).update(status="welcomed")
    acting.note(row, "welcome", by=by, at=at, data={"host": host, "by": opening.row.pk})
    telling.tell(row, "host-welcomed", at=at, data={"state": host})
