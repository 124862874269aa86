# SPDX-License-Identifier: Apache-2.0
"""The life of a promise as one table, for one addressee of one commitment: who may do what when, and what is given.

Buttons, guards, the generated page and the test matrix derive from it. *Overdue* is in no row: it is computed from
the due date on the day of reading (`history.shown`). A report about an earlier day than the latest one joins the
history and moves nothing. What recurs or continues may be reported on after it was kept. Sources: Ankara declaration
(2023) art. 6 “making necessary follow-up and report in the Summits”; Bishkek declaration (2024) par. 3 “monitoring and
evaluating the results … adjusting strategies according to needs”; `practice` marks what no text fixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.base.errors import Refused


class Status(StrEnum):
    """Where a promise stands. `overdue` is never stored; `open` means: no report."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    REPORTED = "reported-kept"
    ASKED = "asked-back"
    OVERDUE = "overdue"
    KEPT = "kept"
    ADJUSTED = "adjusted"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


class Side(StrEnum):
    """Who acts: the addressee, who reviews it, the Secretariat for a decision taken, or the record of documents."""

    OWNER = "owner"
    REVIEWER = "reviewer"
    SECRETARIAT = "secretariat"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Row:
    """One act. `given` names the data it must carry; `again` lets it follow `kept` where a commitment recurs."""

    act: str
    start: tuple[Status, ...]
    end: Status
    by: Side
    given: tuple[str, ...]
    source: str
    again: bool = False
    files: bool = False


S = Status
_WAITING = (S.OPEN, S.UNDER_WAY, S.REPORTED, S.ASKED)
_LIVE = (*_WAITING, S.KEPT)
FINAL = frozenset({S.ADJUSTED, S.SUPERSEDED, S.DROPPED})
SETTLED = FINAL | {S.KEPT}

TABLE = (
    Row("progress", _WAITING, S.UNDER_WAY, Side.OWNER, ("as_of", "text"), "Ankara 2023 art. 6", again=True, files=True),
    Row("claim", _WAITING, S.REPORTED, Side.OWNER, ("as_of", "text"), "Ankara 2023 art. 6", again=True, files=True),
    Row("observe", _WAITING, S.UNDER_WAY, Side.RECORD, ("as_of", "text", "source"), "practice", again=True),
    Row("attest", _WAITING, S.KEPT, Side.RECORD, ("as_of", "text", "source"), "practice", again=True),
    Row("accept", (S.REPORTED,), S.KEPT, Side.REVIEWER, ("report",), "Bishkek 2024 par. 3"),
    Row("ask_back", (S.REPORTED, S.UNDER_WAY), S.ASKED, Side.REVIEWER, ("report", "reason"), "Bishkek 2024 par. 3"),
    Row("adjust", _LIVE, S.ADJUSTED, Side.SECRETARIAT, ("successor", "reason"), "Bishkek 2024 par. 3"),
    Row("supersede", _LIVE, S.SUPERSEDED, Side.SECRETARIAT, ("successor", "reason"), "practice"),
    Row("drop", _LIVE, S.DROPPED, Side.SECRETARIAT, ("reason", "decided_in"), "practice"),
    Row("reopen", (S.KEPT, S.SUPERSEDED, S.DROPPED), S.UNDER_WAY, Side.SECRETARIAT, ("reason",), "practice"),
)
BY_ACT = {row.act: row for row in TABLE}
REPORTS = frozenset({"progress", "claim", "observe", "attest"})
REVIEWS = frozenset({"accept", "ask_back"})


class NotNow(Refused):
    """The act does not fit where the commitment stands."""

    code = "commitment-not-now"


def step(act: str, *, status: Status, side: Side, recurs: bool) -> Status:
    """Return the status after `act`; raise `NotNow` when the table has no such step."""
    if act not in {row.act for row in possible(status=status, side=side, recurs=recurs)}:
        raise NotNow(
            "This is not possible any more, or not yet, where the commitment stands. Reload it to see its history."
        )
    return BY_ACT[act].end


def possible(*, status: Status, side: Side, recurs: bool) -> tuple[Row, ...]:
    """Return the acts a side may take in a status, in the order of the table."""
    return tuple(
        row
        for row in TABLE
        if row.by is side and (status in row.start or (row.again and recurs and status is Status.KEPT))
    )
