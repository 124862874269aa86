# SPDX-License-Identifier: Apache-2.0
"""The life of a web application, channel, bot, domain or wallet on the watch list, as one table.

The meeting of Baku (2023) recommends “detecting and limiting the use of web apps used in illicit drug trafficking”.
It fixes no procedure: the rows are practice around that sentence. The State that reported first owns the indicator
and alone moves its status; other States corroborate, and say when what was limited is back.
Corroboration is counted per State: what the owner adds never corroborates its own report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comity.base.errors import Invalid, Refused
from comity.base.wording import Listing, Sentence

BAKU = "ECO Prosecutors General, Baku 2023: detecting and limiting web apps used in illicit drug trafficking"
CLEARING = "practice: who reported in error says so; the register of Baku 2007 is corrected by its owner"
RETRACTING = "practice: who corroborated in error says so; a corroboration counts only while its State stands by it"


class Status(StrEnum):
    """Where an indicator stands."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    ASKED = "asked"
    LIMITED = "limited"
    REAPPEARED = "reappeared"
    CLEARED = "cleared"
    SAME = "(unchanged)"


class Side(StrEnum):
    """Who acts: the State that reported first, or another one the indicator was shared with."""

    OWNER = "owner"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Row:
    """One act. `given` names what must be said with it."""

    act: str
    start: tuple[Status, ...]
    end: Status
    by: tuple[Side, ...]
    given: tuple[str, ...]
    source: str


S, W, P = Status, Side.OWNER, Side.PARTNER
_OPEN = (S.REPORTED, S.CORROBORATED, S.ASKED, S.LIMITED, S.REAPPEARED)

TABLE = (
    #   act            from                                to              by       must be given
    Row("corroborate", (S.REPORTED,), S.CORROBORATED, (P,), ("evidence",), BAKU),
    Row("corroborate", (S.CORROBORATED, S.ASKED, S.LIMITED, S.REAPPEARED), S.SAME, (P,), ("evidence",), BAKU),
    Row("add", _OPEN, S.SAME, (W,), ("evidence",), BAKU),
    Row("ask", (S.REPORTED,), S.ASKED, (W,), ("addressee", "name", "grounds"), BAKU),
    Row("ask", (S.CORROBORATED, S.REAPPEARED), S.ASKED, (W,), ("addressee", "name"), BAKU),
    Row("limit", (S.ASKED,), S.LIMITED, (W,), ("measure",), BAKU),
    Row("decline", (S.ASKED,), S.CORROBORATED, (W,), ("reason",), BAKU),
    Row("reappear", (S.LIMITED,), S.REAPPEARED, (W, P), ("evidence",), BAKU),
    Row("retract", _OPEN, S.SAME, (P,), ("reason",), RETRACTING),
    Row("clear", _OPEN, S.CLEARED, (W,), ("reason",), CLEARING),
    Row("report-again", (S.CLEARED,), S.REPORTED, (W,), ("evidence",), CLEARING),
)  # fmt: skip

ADDRESSEES = ("provider", "registrar", "hosting", "regulator", "app-store", "exchange")
MEASURES = ("removed", "blocked", "suspended", "delisted", "frozen", "restricted")
_CHOICES = {"addressee": ADDRESSEES, "measure": MEASURES}
_LONGEST = {"evidence": 2_000, "reason": 1_000, "grounds": 1_000, "name": 200, "addressee": 20, "measure": 20}

# Which practice clock (`reference/watch/clocks.yaml`) runs in a status.
CLOCKS = {
    S.REPORTED: "corroboration",
    S.CORROBORATED: "limitation-request",
    S.ASKED: "limitation-answer",
    S.LIMITED: "limitation-check",
    S.REAPPEARED: "reappearance-request",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A term of practice: hours from the day the status began."""

    key: str
    label: str
    hours: int
    basis: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Step:
    """What an act makes of an indicator."""

    status: Status
    given: Mapping[str, str]
    row: Row


class NotNow(Refused):
    """The act does not fit where the indicator stands, or who asks."""

    code = "not-now"


def step(status: Status, act: str, side: Side, given: Mapping[str, str]) -> Step:
    """Return what an act makes of an indicator; raise `NotNow`, or `Invalid` for what is missing or too long."""
    row = next((r for r in TABLE if r.act == act and status in r.start and side in r.by), None)
    if row is None:
        raise NotNow(
            "The {side} cannot “{act}” an indicator that is {status}. Possible now: {can}.",
            side=side,
            act=act,
            status=status,
            can=Listing(acts(status, side)) if acts(status, side) else Sentence("nothing"),
        )
    said = {key: str(given.get(key, "")).strip() for key in (*row.given, *_also(row, given))}
    for key in row.given:
        if not said[key]:
            raise Invalid("To “{act}”, also give: {key}.", act=act, key=key, field=key)
    for key, value in said.items():
        if len(value) > _LONGEST[key]:
            raise Invalid(
                "The text of “{key}” is longer than {most} characters.", key=key, most=_LONGEST[key], field=key
            )
        if key in _CHOICES and value not in _CHOICES[key]:
            raise Invalid(
                "“{given}” is not a choice of “{key}”: {choices}.",
                given=value,
                key=key,
                choices=Listing(_CHOICES[key]),
                field=key,
            )
    return Step(status if row.end is Status.SAME else row.end, said, row)


def _also(row: Row, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the optional words that came along: grounds with any request, evidence with a measure."""
    return tuple(key for key in ("grounds", "evidence", "reason") if key not in row.given and given.get(key))


def acts(status: Status, side: Side) -> tuple[str, ...]:
    """Return what a side can do now, in the order of the table."""
    return tuple(dict.fromkeys(row.act for row in TABLE if status in row.start and side in row.by))


def needed(status: Status, act: str, side: Side) -> tuple[str, ...]:
    """Return what must be given with an act now; empty when it is not possible."""
    return next((r.given for r in TABLE if r.act == act and status in r.start and side in r.by), ())


def corroborating(owner: str, reporters: Iterable[str]) -> tuple[str, ...]:
    """Return the States that corroborate, each once: everyone who reported but the owner."""
    return tuple(sorted({state for state in reporters if state and state != owner}))


def after_decline(owner: str, reporters: Iterable[str]) -> Status:
    """Return where a declined indicator falls back to: corroborated only if a State corroborates it."""
    return Status.CORROBORATED if corroborating(owner, reporters) else Status.REPORTED


def after_retracting(status: Status, owner: str, reporters: Iterable[str], reappeared: str) -> Status:
    """Return where an indicator stands when a State took back what it said.

    `reporters`: who still reports it; `reappeared`: the State that said last that it is back. What was asked of others,
    or done by them, stays done.
    """
    left = frozenset(reporters)
    if status is Status.CORROBORATED:
        return after_decline(owner, left)
    return Status.LIMITED if status is Status.REAPPEARED and reappeared not in left else status


def due(status: Status, since: datetime, clocks: Mapping[str, Clock]) -> tuple[Clock, datetime] | None:
    """Return the clock that runs in a status with its end, or None when none runs."""
    clock = clocks.get(CLOCKS.get(status, ""))
    return (clock, since + timedelta(hours=clock.hours)) if clock else None
