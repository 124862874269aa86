# SPDX-License-Identifier: Apache-2.0
"""Acts of meetings: found, plan, attend, prepare, sit, vote, record; expert groups, practice, calendars, papers."""

from __future__ import annotations

from comity.meetings.services.attending import Given, accept_powers, accredit
from comity.meetings.services.calendars import make_feed, revoke_feed
from comity.meetings.services.configuring import set_practice
from comity.meetings.services.founding import approve_session, convene_experts, plan, request_session
from comity.meetings.services.groups import convene_group, deliver, leave_seat, set_task, take_seat
from comity.meetings.services.planning import (
    agree_date,
    answer,
    cancel,
    invite,
    invite_guest,
    offer,
    offer_next,
    propose_date,
    welcome,
    withdraw_offer,
)
from comity.meetings.services.preparing import adopt_agenda, circulate, propose_item, schedule, speak, unschedule
from comity.meetings.services.records import record_imported
from comity.meetings.services.signing import name_signatories
from comity.meetings.services.sitting import call_roll, close_meeting, correct, decide, open_meeting
from comity.meetings.services.taking_in import record_text, take_in
from comity.meetings.services.telling import read
from comity.meetings.services.voting import cast, close_vote, give_proxy, open_vote

__all__ = [
    "Given", "accept_powers", "accredit", "adopt_agenda", "agree_date", "answer", "approve_session", "call_roll",
    "cancel", "cast", "circulate", "close_meeting", "close_vote", "convene_experts", "convene_group", "correct",
    "decide", "deliver", "give_proxy", "invite", "invite_guest", "leave_seat", "make_feed", "name_signatories",
    "offer", "offer_next", "open_meeting", "open_vote", "plan", "propose_date", "propose_item", "read",
    "record_imported", "record_text", "request_session", "revoke_feed", "schedule", "set_practice", "set_task", "speak",
    "take_in", "take_seat", "unschedule", "welcome", "withdraw_offer",
]  # fmt: skip
