# SPDX-License-Identifier: Apache-2.0
"""Tables of meetings. Texts are kept by language (`{"en": …}`); States are codes; what was done is an `Act`."""

from __future__ import annotations

from comity.meetings.models.attending import AgendaItem, Delegate, Delegation, Document, Session, Statement
from comity.meetings.models.convening import Act, Approval, Meeting, Offer, Practice
from comity.meetings.models.following import Feed, Notice, Seat, Task
from comity.meetings.models.sitting import Ballot, Outcome, Proxy, RollCall, Vote

__all__ = [
    "Act",
    "AgendaItem",
    "Approval",
    "Ballot",
    "Delegate",
    "Delegation",
    "Document",
    "Feed",
    "Meeting",
    "Notice",
    "Offer",
    "Outcome",
    "Practice",
    "Proxy",
    "RollCall",
    "Seat",
    "Session",
    "Statement",
    "Task",
    "Vote",
]
