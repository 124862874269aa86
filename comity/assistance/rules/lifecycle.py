# SPDX-License-Identifier: Apache-2.0
"""The procedure as one table: who may do what when, what must be given, and on which article.

Read top to bottom it is the life of a request. Buttons, message kinds, guards, the generated page and the test
matrix derive from it. Sources are the articles the row obeys; `practice` marks what no treaty fixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Refused


class Side(StrEnum):
    """The two sides of a request."""

    REQUESTING = "requesting"
    REQUESTED = "requested"


class State(StrEnum):
    """Where a request stands. `delivered` is `sent` with the other node's receipt."""

    DRAFT = "draft"
    INTERNAL_REVIEW = "internal_review"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    CHECK = "under_completeness_check"
    INFO_REQUESTED = "info_requested"
    CONDITIONS = "accepted_with_conditions"
    ACCEPTED = "accepted"
    IN_EXECUTION = "in_execution"
    PARTIALLY_EXECUTED = "partially_executed"
    POSTPONED = "postponed"
    EXECUTED = "executed"
    REFUSED = "refused"
    RETURNED = "returned_not_competent"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    SAME = "(unchanged)"
    BEFORE = "(as before the question)"


R, Q, S = Side.REQUESTING, Side.REQUESTED, State

_TAKEN_IN = (S.ACKNOWLEDGED, S.CHECK)
_UNDER_WAY = (S.ACCEPTED, S.IN_EXECUTION, S.PARTIALLY_EXECUTED)
_OPEN = (S.SENT, *_TAKEN_IN, S.INFO_REQUESTED, S.CONDITIONS, *_UNDER_WAY, S.POSTPONED)
OPEN_STATES = frozenset(_OPEN)


@dataclass(frozen=True, slots=True)
class Row:
    """One act. `given` names the data it must carry; `is_local` acts stay at their side; `files` may go with it."""

    act: str
    start: tuple[State, ...]
    end: State
    by: Side
    given: tuple[str, ...]
    source: str
    is_local: bool = False
    files: bool = False


TABLE = (
    Row("submit", (S.DRAFT,), S.INTERNAL_REVIEW, R, (), "untoc 18(13)", is_local=True),
    Row("give_back", (S.INTERNAL_REVIEW,), S.DRAFT, R, ("text",), "untoc 18(13)", is_local=True),
    Row("send", (S.INTERNAL_REVIEW,), S.SENT, R, (), "untoc 18(13)-(15)", files=True),
    Row("acknowledge", (S.SENT,), S.ACKNOWLEDGED, Q, ("reference", "contact", "next_step"), "practice"),
    Row("return_not_competent", (S.SENT, *_TAKEN_IN), S.RETURNED, Q, ("reason", "text"),
        "ets-030 18; budapest 27(9)(c)"),
    Row("examine", (S.ACKNOWLEDGED,), S.CHECK, Q, (), "practice"),
    Row("ask", (*_TAKEN_IN, *_UNDER_WAY), S.INFO_REQUESTED, Q, ("reason", "text", "term"), "untoc 18(16); ets-141 28"),
    Row("answer", (S.INFO_REQUESTED,), S.BEFORE, R, ("text",), "untoc 18(16); ets-141 28", files=True),
    Row("propose_conditions", _TAKEN_IN, S.CONDITIONS, Q, ("text",), "untoc 18(26); ets-141 20"),
    Row("accept_conditions", (S.CONDITIONS,), S.ACCEPTED, R, (), "untoc 18(26)"),
    Row("decline_conditions", (S.CONDITIONS,), S.CHECK, R, ("text",), "untoc 18(26)"),
    Row("accept", _TAKEN_IN, S.ACCEPTED, Q, (), "untoc 18(17)"),
    Row("consult", _OPEN[1:], S.SAME, Q, ("reason", "text"), "untoc 18(26)"),
    Row("reply_consultation", _OPEN[1:], S.SAME, R, ("text",), "untoc 18(26)"),
    Row("refuse", (*_TAKEN_IN, S.INFO_REQUESTED, S.CONDITIONS, S.POSTPONED, S.ACCEPTED, S.IN_EXECUTION),
        S.REFUSED, Q, ("reason", "text"), "untoc 18(21), (23), (26); ets-030 19"),
    Row("postpone", (*_TAKEN_IN, *_UNDER_WAY), S.POSTPONED, Q, ("reason", "text", "review_date"),
        "untoc 18(25)-(26); ets-182 7"),
    Row("resume", (S.POSTPONED,), S.IN_EXECUTION, Q, ("executing_authority",), "untoc 18(25)"),
    Row("route", (S.ACCEPTED,), S.IN_EXECUTION, Q, ("executing_authority",), "untoc 18(13), (24)"),
    Row("execute_part", (S.IN_EXECUTION, S.PARTIALLY_EXECUTED), S.PARTIALLY_EXECUTED, Q, ("text",),
        "ets-030 4; ets-141 31(1)(b)", files=True),
    Row("refuse_part", (*_TAKEN_IN, S.ACCEPTED, S.IN_EXECUTION, S.PARTIALLY_EXECUTED), S.SAME, Q,
        ("items", "reason", "text"), "untoc 18(23); ets-030 19"),
    Row("execute", (S.IN_EXECUTION, S.PARTIALLY_EXECUTED), S.EXECUTED, Q, ("text",),
        "ets-030 4; ets-141 31(1)(b)", files=True),
    Row("ask_status", _OPEN, S.SAME, R, (), "untoc 18(24); uncac 46(24)"),
    Row("report_status", _OPEN, S.SAME, Q, ("text",), "untoc 18(24); budapest 27(7)"),
    Row("withdraw", _OPEN, S.WITHDRAWN, R, ("reason", "text"), "untoc 18(24)"),
    Row("close", (S.EXECUTED, S.REFUSED, S.RETURNED, S.WITHDRAWN), S.CLOSED, R, (), "ets-030 6(2)"),
    Row("reopen", (S.EXECUTED, S.CLOSED), S.CHECK, R, ("text",), "untoc 18(16)", files=True),
)  # fmt: skip

BY_ACT = {row.act: row for row in TABLE}


class NotNow(Refused):
    """The act does not fit the state of the request, or the side."""

    code = "not-now"


def step(act: str, *, state: State, side: Side, before: State | None = None) -> State:
    """Return the state after `act`; raise `NotNow` when the table has no such step.

    `before`: the state in which the open question was asked, needed by `answer`.
    """
    row = BY_ACT.get(act)
    if row is None or row.by is not side or state not in row.start:
        raise NotNow("This step is not possible any more, or not yet. Reload the request to see where it stands.")
    if row.end is State.SAME:
        return state
    if row.end is State.BEFORE:
        # A person looks at the answer before anything else: the check is taken up again.
        return State.CHECK if before in {None, State.ACKNOWLEDGED} else before
    return row.end


def possible(*, state: State, side: Side) -> tuple[Row, ...]:
    """Return the acts a side may take in a state, in the order of the table."""
    return tuple(row for row in TABLE if row.by is side and state in row.start)
