# SPDX-License-Identifier: Apache-2.0
"""From rows to stories: the shared state, the clocks and the law of a request."""

from __future__ import annotations

from datetime import date, datetime

from comity.assistance.models import Act, Request
from comity.assistance.rules import clocks, shared
from comity.assistance.rules.clocks import Clock
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.rules.shared import Story
from comity.instruments import queries as instruments
from comity.instruments.rules.answer import Answer


def story_of(row: Request) -> Story:
    """Return the story of a request from its shared acts; before sending it is its local state."""
    acts = [
        shared.Act(str(a.pk), Side(a.side), a.act, a.at, a.own, a.seen, a.data)
        for a in Act.objects.filter(request=row, is_local=False)
    ]
    if not acts:
        return Story(State(row.state), ())
    return shared.tell(acts, start=State.INTERNAL_REVIEW)


def clocks_of(story: Story, *, at: datetime) -> tuple[Clock, ...]:
    """Return the clocks of a story; none once the request is closed."""
    found = clocks.running(story, at=at)
    return found if story.state is not State.CLOSED else tuple(c for c in found if not c.is_open)


def law_of(row: Request, *, on: date) -> Answer:
    """Return what the law says of a request: on the day it was sent, or `on` while it is a draft."""
    asked = instruments.ask(
        requesting=row.requesting,
        requested=row.requested,
        offences=row.offences,
        measures=row.measures,
        form=row.form,
        on=row.sent_at.date() if row.sent_at else on,
        urgent=row.is_urgent,
    )
    return instruments.navigate(asked)
