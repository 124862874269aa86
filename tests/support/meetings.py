# SPDX-License-Identifier: Apache-2.0
"""Lays out meetings at a Secretariat's node for the browser: one in session with votes, one asked for, a large one."""

from __future__ import annotations

from datetime import datetime

from comity.base import clock
from comity.meetings import services
from comity.meetings.models import Delegate, Delegation
from tests.support.hub import ECO, OIC, Federation

SIX = ("AZ", "IR", "KZ", "PK", "TR", "UZ")


def lay_out() -> dict[str, str]:
    """Return the ids of what was laid out."""
    hub = Federation(clock.now())
    meeting = hub.open(ECO, SIX, "UZ")
    services.schedule(
        meeting=meeting, kind="plenary", place="Heydar Aliyev Center", by=hub.officer(), at=hub.at,
        titles={"en": "Opening session", "ru": "Открытие", "fa": "نشست گشایش"},
        starts_at=datetime(2027, 6, 1, 5, tzinfo=hub.at.tzinfo), ends_at=datetime(2027, 6, 1, 7, tzinfo=hub.at.tzinfo),
    )  # fmt: skip
    said_by = hub.delegate("KZ")
    services.speak(meeting=meeting, kind="key-point", text="Digital exchange of requests", by=said_by, at=hub.at)
    said = dict.fromkeys(SIX[:4], "yes") | {"TR": "no", "UZ": "abstain"}
    first = hub.vote(meeting, said)
    services.close_vote(meeting=meeting, vote=first, by=hub.officer(), at=hub.at)
    services.decide(
        meeting=meeting, kind="decision", texts={"en": "To exchange requests", "ru": "Обмен"},
        vote=first, owners=["AZ", "UZ"], cites="eco-report-2025#c1", by=hub.officer(), at=hub.at,
    )  # fmt: skip
    hub.vote(meeting, {"AZ": "yes", "IR": "no"})
    asked = services.request_session(
        body=OIC, subject={"en": "Urgent threats", "fa": "تهدیدهای فوری"}, by=hub.delegate("EG"), at=hub.at
    )
    for state in ("AZ", "EG", "SA", "TR"):
        services.approve_session(meeting=asked, is_approved=state != "TR", by=hub.delegate(state), at=hub.at)
    large = hub.invited(OIC, "AZ")
    Delegate.objects.bulk_create(
        Delegate(delegation=d, name=f"Delegate {n} of {d.state}", function="Prosecutor", place=n, is_head=not n)
        for d in Delegation.objects.filter(meeting_id=large, capacity="member")
        for n in range(10)
    )
    return {"open": meeting, "asked": asked, "large": large}
