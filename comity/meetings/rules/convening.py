# SPDX-License-Identifier: Apache-2.0
"""The life of a meeting as one table: which act is possible when, by whom, for which kind, under which rule.

Read top to bottom it is a meeting, from the request or offer to the corrigendum. Buttons, guards, the ledger's events
and the test matrix derive from it. `rule` names the convening rule of the body the act obeys (its paragraph stands with
the body's data); sources are the texts that show the act. After closing nothing changes but by `correct`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Refused
from comity.base.wording import Listing, Sentence


class Kind(StrEnum):
    """What a meeting is: ordinary conference, extraordinary session, expert meeting, group meeting, seminar."""

    CONFERENCE = "conference"
    EXTRAORDINARY = "extraordinary"
    EXPERTS = "experts"
    GROUP = "group"
    SEMINAR = "seminar"


class State(StrEnum):
    """Where a meeting stands. `recorded` meetings of the past were never run here and take no act."""

    NONE = "(not begun)"
    REQUESTED = "requested"
    PLANNED = "planned"
    HOSTED = "hosted"
    DATED = "dated"
    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    RECORDED = "recorded"
    SAME = "(unchanged)"


class Who(StrEnum):
    """In which capacity a person acts at a meeting; one person may have several."""

    SECRETARIAT = "secretariat"
    HOST = "host"
    MEMBER = "member"
    OBSERVER = "observer"
    ACCREDITED = "accredited"
    EXPERT = "expert"


K, S, W = Kind, State, Who
_ALL = frozenset(Kind)
_CONVENED = frozenset({K.CONFERENCE, K.EXTRAORDINARY, K.SEMINAR})
_HELD = frozenset({K.CONFERENCE, K.EXTRAORDINARY, K.EXPERTS, K.SEMINAR})
_VOTING = frozenset({K.CONFERENCE, K.EXTRAORDINARY, K.EXPERTS})
BEFORE = (S.HOSTED, S.DATED, S.INVITED)
_LIVE = (*BEFORE, S.OPEN)
_DESK = frozenset({W.SECRETARIAT})
_HOSTS = frozenset({W.SECRETARIAT, W.HOST})
_STATES = frozenset({W.MEMBER})
_FLOOR = frozenset({W.ACCREDITED})


@dataclass(frozen=True, slots=True)
class Row:
    """One act: kinds it fits, states it starts from, state it ends in, who takes it, its rule and source."""

    act: str
    kinds: frozenset[Kind]
    start: tuple[State, ...]
    end: State
    by: frozenset[Who]
    rule: str = ""
    source: str = "practice"


TABLE = (
    # act            kinds                     from                        to          by       rule, source
    Row("request_session", frozenset({K.EXTRAORDINARY}), (S.NONE,), S.REQUESTED, _STATES,
        "extraordinary", "OIC expert meeting 2007, recommendations, second item"),
    Row("approve_session", frozenset({K.EXTRAORDINARY}), (S.REQUESTED,), S.SAME, _STATES,
        "extraordinary", "OIC expert meeting 2007, recommendations, second item"),
    Row("plan", frozenset({K.CONFERENCE, K.SEMINAR}), (S.NONE,), S.PLANNED, _DESK | _STATES, "rhythm",
        "OIC expert meeting 2007, recommendations, first item; Ankara declaration art. 7"),
    Row("offer", _CONVENED, (S.PLANNED,), S.SAME, _STATES, "host", "Antalya declaration par. 5"),
    Row("withdraw_offer", _CONVENED, (S.PLANNED,), S.SAME, _STATES, "host"),
    Row("welcome", _CONVENED, (S.PLANNED,), S.HOSTED, _DESK, "host",
        "Antalya declaration par. 5; OIC expert meeting 2007, recommendations, fourth item"),
    Row("propose_date", _HELD, BEFORE, S.SAME, _HOSTS, "date",
        "OIC expert meeting 2007, recommendations, fourth item"),
    Row("agree_date", _HELD, BEFORE, S.DATED, _HOSTS, "date",
        "OIC expert meeting 2007, recommendations, fourth item"),
    Row("convene_experts", frozenset({K.CONFERENCE, K.EXTRAORDINARY}), BEFORE, S.SAME, _HOSTS, "expert_meeting",
        "OIC expert meeting 2007, recommendations, third item"),
    Row("convene_group", frozenset({K.GROUP}), (S.NONE,), S.INVITED, _DESK, "composition", "Ankara declaration art. 6"),
    Row("invite", _HELD, (S.DATED,), S.INVITED, _HOSTS, "attendance", "OIC expert meeting 2007, opening"),
    Row("invite_guest", _HELD, (S.DATED, S.INVITED, S.OPEN), S.SAME, _HOSTS, "attendance",
        "ECO report 2025, 5th Meeting"),
    Row("answer", _HELD, (S.INVITED,), S.SAME, frozenset({W.MEMBER, W.OBSERVER})),
    Row("accredit", _HELD, (S.INVITED, S.OPEN), S.SAME, frozenset({W.MEMBER, W.OBSERVER, W.SECRETARIAT})),
    Row("accept_powers", _HELD, (S.INVITED, S.OPEN), S.SAME, _DESK),
    Row("name_signatories", _HELD, (S.INVITED, S.OPEN), S.SAME, _DESK, "", "Ankara declaration, closing"),
    Row("schedule", _ALL, _LIVE, S.SAME, _HOSTS, "", "ECO report 2025, 5th Meeting"),
    Row("propose_item", _ALL, _LIVE, S.SAME, _STATES | _DESK | frozenset({W.EXPERT}), "expert_meeting"),
    Row("adopt_agenda", _ALL, (S.INVITED, S.OPEN), S.SAME, _DESK, "expert_meeting",
        "OIC expert meeting 2007, recommendations, third item"),
    Row("circulate", _ALL, _LIVE, S.SAME, _HOSTS | _STATES | frozenset({W.EXPERT}), "circulation"),
    Row("give_proxy", _VOTING, (S.INVITED, S.OPEN), S.SAME, _STATES, "proxies"),
    Row("open", _ALL, (S.INVITED,), S.OPEN, _DESK, "expert_meeting",
        "OIC expert meeting 2007, recommendations, second and third items"),
    Row("call_roll", _ALL, (S.OPEN,), S.SAME, _DESK, "quorum"),
    Row("speak", _ALL, (S.INVITED, S.OPEN), S.SAME, _FLOOR | frozenset({W.EXPERT}), "",
        "ECO report 2025, Key Points"),
    Row("open_vote", _VOTING, (S.OPEN,), S.SAME, _DESK, "quorum"),
    Row("cast", _VOTING, (S.OPEN,), S.SAME, _FLOOR, "majorities"),
    Row("close_vote", _VOTING, (S.OPEN,), S.SAME, _DESK, "majorities"),
    Row("decide", _ALL, (S.OPEN,), S.SAME, _DESK, "majorities", "ECO report 2025, Outcomes"),
    Row("close", _ALL, (S.OPEN,), S.CLOSED, _DESK),
    Row("correct", _ALL, (S.CLOSED,), S.SAME, _DESK),
    Row("cancel", _ALL, (S.REQUESTED, S.PLANNED, *BEFORE), S.CANCELLED, _DESK),
)  # fmt: skip

BY_ACT = {row.act: row for row in TABLE}
# What a meeting waits for in a state, in the order people do it: the page shows the first that is not done.
ONWARD = {
    S.REQUESTED: ("approve_session",),
    S.PLANNED: ("offer", "welcome"),
    S.HOSTED: ("propose_date", "agree_date"),
    S.DATED: ("convene_experts", "invite"),
    S.INVITED: ("accredit", "schedule", "adopt_agenda", "circulate", "open"),
    S.OPEN: ("call_roll", "speak", "open_vote", "decide", "close"),
    S.CLOSED: ("correct",),
}


class NotNow(Refused):
    """The act does not fit the state or kind of the meeting, or the capacity of the person."""

    code = "meeting-not-now"


class NotYours(Refused):
    """The person sees the meeting and may not take this act."""

    code = "meeting-not-yours"
    status = 403


def step(act: str, *, kind: Kind, state: State, who: frozenset[Who]) -> State:
    """Return the state after `act`; raise `NotNow` where the table has no such step, `NotYours` for others' acts."""
    row = BY_ACT.get(act)
    if row is None or kind not in row.kinds or state not in row.start:
        raise NotNow("This step is not possible any more, or not yet. Reload the page to see where the meeting stands.")
    if not row.by & who:
        raise NotYours("This step is taken by: {roles}.", roles=Listing(Sentence(str(role)) for role in sorted(row.by)))
    return state if row.end is State.SAME else row.end


def possible(*, kind: Kind, state: State, who: frozenset[Who]) -> tuple[str, ...]:
    """Return the acts a person may take, in the order of the table."""
    return tuple(r.act for r in TABLE if kind in r.kinds and state in r.start and r.by & who)
