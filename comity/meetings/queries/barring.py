# SPDX-License-Identifier: Apache-2.0
"""Why the acts of a meeting that a person may take cannot be taken now, from what its page holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.accounts.rules.roles import Person
from comity.meetings.models import Delegate
from comity.meetings.queries.access import Seen
from comity.meetings.queries.lines import DelegationLine, OfferLine, VoteLine
from comity.meetings.rules.ballots import Proxy
from comity.meetings.rules.barred import BESIDE, Held, barred
from comity.meetings.rules.guards import Facts, Finding


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read of a meeting for its page."""

    offers: Sequence[OfferLine]
    delegations: Sequence[DelegationLine]
    proxies: Sequence[Proxy]
    votes: Sequence[VoteLine]
    items: int
    sessions: int
    tasks: int
    experts_called: bool


def barred_acts(
    acts: Sequence[str], seen: Seen, facts: Facts, person: Person, lines: Lines
) -> Mapping[str, tuple[Finding, ...]]:
    """Return each act that cannot be taken now with why, among `acts` and what is taken beside them."""
    row, own = seen.row, person.state
    held = Held(
        offers=sum(o.status == "offered" for o in lines.offers),
        own_offer=any(o.status == "offered" and o.state == own for o in lines.offers),
        days=row.start_date is not None,
        experts_called=lines.experts_called,
        own_delegation=any(d.state == own for d in lines.delegations if own),
        waiting_powers=sum(d.powers == "given" for d in lines.delegations),
        heads=_heads(row.pk) if "name_signatories" in acts else 0,
        agenda_adopted=row.agenda_adopted_at is not None,
        items=lines.items,
        own_proxy_given=any(p.giver == own for p in lines.proxies),
        open_votes=sum(v.closed_at is None for v in lines.votes),
        sessions=lines.sessions,
        tasks=lines.tasks,
    )
    wanted = (*acts, *(act for act, of in BESIDE.items() if of in acts))
    why = {act: barred(act, held=held, facts=facts, rules=seen.rules, who=seen.who) for act in wanted}
    return {act: found for act, found in why.items() if found}


def _heads(meeting: str) -> int:
    return Delegate.objects.filter(
        delegation__meeting_id=meeting, delegation__capacity="member", delegation__powers="accepted", is_head=True,
        has_left=False, user__isnull=False,
    ).count()  # fmt: skip
