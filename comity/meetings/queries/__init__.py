# SPDX-License-Identifier: Apache-2.0
"""Reads of meetings for rooms above: outcomes, meetings of a body, the next and the last one, who took part.

These speak for the node, not for a person: the room above asks for standing first.
"""

from __future__ import annotations

from datetime import date

from comity.base.errors import NotFound
from comity.meetings import models
from comity.meetings.models import Delegate, Delegation, Meeting
from comity.meetings.queries import access, facts, lines
from comity.meetings.rules.convening import Kind, State
from comity.meetings.rules.shapes import Held, Outcome, Participant
from comity.reference import load

_TAKING_PLACE = (Kind.CONFERENCE, Kind.EXTRAORDINARY)


def outcomes(meeting_id: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a stored meeting in order; of an unknown one, none."""
    rows = models.Outcome.objects.filter(meeting_id=meeting_id).select_related("vote").order_by("number")
    return tuple(lines.outcome(row) for row in rows)


def outcome(outcome_id: int) -> Outcome:
    """Return one outcome; raise `NotFound`."""
    row = models.Outcome.objects.filter(pk=outcome_id).select_related("vote").first()
    if row is None:
        raise NotFound("There is no such outcome.")
    return lines.outcome(row)


def meetings_of(body: str, *, since: date | None = None, until: date | None = None) -> tuple[Held, ...]:
    """Return the meetings of a body, planned, held and of the past, each once, the latest first.

    With days, those that begin within them (rough dates by their beginning). Raises `NotFound` for an unknown body.
    """
    first, last = (since.isoformat() if since else ""), (until.isoformat() if until else "9999")
    return tuple(h for h in facts.history_of(access.body(body)) if first <= (h.start or "9998") <= last)


def last_meeting(body: str, *, on: date) -> Held | None:
    """Return the last conference or extraordinary session of a body that was held before or on a day."""
    held = [h for h in meetings_of(body) if h.kind in _TAKING_PLACE and h.state in facts.ENDED]
    return next((h for h in held if h.start and h.start <= on.isoformat()), None)


def next_meeting(body: str) -> Held | None:
    """Return the next conference of a body that is planned, if one is."""
    waiting = [h for h in meetings_of(body) if h.kind in _TAKING_PLACE]
    ended = (*facts.ENDED, State.CANCELLED, State.REQUESTED)
    return next((h for h in reversed(waiting) if h.state not in ended), None)


def participants(meeting_id: str) -> tuple[Participant, ...]:
    """Return the delegations of a meeting held here, or the participants a record of the past names."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None or not Delegation.objects.filter(meeting=row).exists():
        return _recorded(meeting_id, row)
    heads = dict(
        Delegate.objects.filter(delegation__meeting=row, is_head=True, has_left=False).values_list(
            "delegation_id", "name"
        )
    )
    roll = facts.last_roll(row)
    here = {*roll.present, *roll.others} if roll else None
    return tuple(
        Participant(
            d.state, d.name, d.capacity, heads.get(d.pk, ""),
            None if here is None or not d.state else d.state in here,
        )
        for d in Delegation.objects.filter(meeting=row).order_by("capacity", "state", "name")
    )  # fmt: skip


def _recorded(meeting_id: str, row: Meeting | None) -> tuple[Participant, ...]:
    body = row.body if row else next(
        (b.slug for b in load().bodies.values() if any(p.id == meeting_id for p in b.history)), ""
    )  # fmt: skip
    found = next((h for h in facts.history_of(access.body(body)) if h.id == meeting_id), None) if body else None
    if found is None:
        return ()
    named = [(text, "member") for text in found.participants.split(";")]
    named += [(text, "guest") for text in found.guests.split(";")]
    return tuple(_participant(text.strip(), capacity) for text, capacity in named if text.strip())


def _participant(text: str, capacity: str) -> Participant:
    is_code = len(text) == 2 and text.isupper()
    return Participant(text if is_code else "", "" if is_code else text, capacity)
