# SPDX-License-Identifier: Apache-2.0
"""Clocks: every term that runs, since when, until when, on whom, and the rule it comes from.

Terms are computed from the acts alone, and the lengths they run by travel in the `send` act: both sides see the same
clocks. Where no treaty fixes a term the sender's practice (`reference/practice_clocks.yaml`) runs, and says so.
Working days are Monday to Friday; holidays are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.rules.shared import Act, Placed, Standing, Story
from comity.base.errors import Invalid


class Running(StrEnum):
    """How a clock is."""

    RUNS = "runs"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Clock:
    """One term. `rule` is the article or practice it comes from; `evidence` how sure that is."""

    key: str
    side: Side
    started_at: datetime
    due_at: datetime
    state: Running
    rule: str
    evidence: str
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether someone still has to act."""
        return self.state in {Running.RUNS, Running.OVERDUE}


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take, and the rule that says so. `unit`: hours, days or working-days."""

    key: str
    value: int
    unit: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Span:
    start: Act
    end: Act | None
    pauses: timedelta
    is_paused: bool


_DECISIONS = ("accept", "propose_conditions", "refuse", "postpone", "return_not_competent")
_ENDS = ("withdraw", "return_not_competent", "refuse")
_PAUSING = (State.INFO_REQUESTED, State.CONDITIONS, State.POSTPONED)
_WAITING_ON_REQUESTED = frozenset(
    {State.SENT, State.ACKNOWLEDGED, State.CHECK, State.ACCEPTED, State.IN_EXECUTION, State.PARTIALLY_EXECUTED}
)
UNITS = frozenset({"hours", "days", "working-days"})
TREATY = "treaty:"  # prefix of the key of a term an instrument sets


def running(story: Story, *, at: datetime) -> tuple[Clock, ...]:
    """Return every clock of a request at the moment `at`, those still open first, the earliest due on top."""
    sent = story.last("send")
    if sent is None:
        return ()
    rules = read_terms(sent.data)
    urgent = bool(sent.data.get("urgent"))
    found: list[Clock] = []

    def add(key: str, start: Act | None, *ends: str) -> None:
        if start and key in rules:
            span = _span(story, start, ends, at)
            due = add_term(start.at, rules[key].value, rules[key].unit) + span.pauses
            found.append(_clock(rules[key], Side.REQUESTED, span, due, at))

    taken_in = story.last("acknowledge")
    add("acknowledgement-urgent" if urgent else "acknowledgement", sent, "acknowledge", *_ENDS)
    add("completeness", taken_in, "ask", *_DECISIONS, "withdraw")
    add("decision", taken_in, *_DECISIONS, "withdraw")
    accepted = story.last("accept", "accept_conditions")
    add("execution-urgent" if urgent else "execution", accepted, "execute", *_ENDS)
    for key in rules:
        if key.startswith(TREATY):
            add(key, sent, *_DECISIONS, "execute", "execute_part", "report_status")
    for act in story.applied:
        if act.act == "ask" and "supplementary-information" in rules:
            found.append(_question(story, rules["supplementary-information"], act, at))
        elif act.act == "ask_status":
            add("status-reply", act, "report_status", "execute", *_ENDS)
        elif act.act == "postpone":
            found.append(_review(story, act, at))
    found.extend(_silence(story, rules, at))
    return tuple(sorted(found, key=lambda c: (not c.is_open, c.due_at, c.key)))


def read_terms(data: Mapping[str, Any]) -> dict[str, Term]:
    """Return the terms in a `send` act by key; raise `Invalid` when one is malformed."""
    said = data.get("terms", [])
    if not isinstance(said, list) or len(said) > 40:
        raise Invalid("The terms of the request are malformed.")
    found = {}
    for item in said:
        texts = ("key", "unit", "rule", "evidence")
        if not isinstance(item, dict) or not all(isinstance(item.get(k), str) for k in texts):
            raise Invalid("A term of the request is malformed.")
        value = item.get("value")
        if item["unit"] not in UNITS or not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10000:
            raise Invalid("A term of the request has no usable length.")
        found[item["key"]] = Term(item["key"], value, item["unit"], item["rule"], item["evidence"])
    return found


def add_term(start: datetime, value: int, unit: str) -> datetime:
    """Return the end of a term of `value` hours, days or working days after `start`."""
    if unit == "hours":
        return start + timedelta(hours=value)
    if unit == "days":
        return start + timedelta(days=value)
    end = start
    while value:
        end += timedelta(days=1)
        value -= end.weekday() < 5
    return end


def _question(story: Story, rule: Term, ask: Act, at: datetime) -> Clock:
    span = _span(story, ask, ("answer", *_ENDS), at, pausing=())
    if ask.data.get("term"):
        rule = replace(rule, rule="untoc 18(16), term set with the question", evidence="text")
        due = _end_of(str(ask.data["term"]), ask.at)
    else:
        due = add_term(ask.at, rule.value, rule.unit)
    return _clock(rule, Side.REQUESTING, span, due, at)


def _review(story: Story, act: Act, at: datetime) -> Clock:
    span = _span(story, act, ("resume", *_ENDS), at, pausing=())
    rule = Term("review", 1, "days", "untoc 18(25)-(26)", "text")
    return _clock(rule, Side.REQUESTED, span, _end_of(str(act.data["review_date"]), act.at), at)


def _silence(story: Story, rules: Mapping[str, Term], at: datetime) -> list[Clock]:
    last = next((a for a in reversed(story.applied) if a.side is Side.REQUESTED or a.act in {"send", "answer"}), None)
    if last is None or story.state not in _WAITING_ON_REQUESTED:
        return []
    span = _Span(last, None, timedelta(), is_paused=False)
    keys = [key for key in ("silence-first", "silence-second", "silence-third") if key in rules]
    due = {key: add_term(last.at, rules[key].value, rules[key].unit) for key in keys}
    return [_clock(rules[key], Side.REQUESTED, span, due[key], at) for key in keys if due[key] <= at]


def _span(
    story: Story, start: Act, ends: tuple[str, ...], at: datetime, *, pausing: tuple[State, ...] = _PAUSING
) -> _Span:
    """Return how long a clock ran, with the time the other side held the request taken out."""
    after = [p for p in story.placed if p.standing is Standing.APPLIED and p.act.order > start.order]
    pauses, paused_since = timedelta(), None
    for placed in after:
        if placed.act.act in ends:
            return _Span(start, placed.act, pauses + _since(paused_since, placed), is_paused=False)
        if placed.state in pausing:
            paused_since = paused_since or placed.act.at
        else:
            pauses += _since(paused_since, placed)
            paused_since = None
    running_pause = (at - paused_since) if paused_since and at > paused_since else timedelta()
    return _Span(start, None, pauses + running_pause, is_paused=paused_since is not None)


def _since(paused_since: datetime | None, placed: Placed) -> timedelta:
    return max(placed.act.at - paused_since, timedelta()) if paused_since else timedelta()


def _clock(rule: Term, side: Side, span: _Span, due: datetime, at: datetime) -> Clock:
    if span.end:
        state = Running.MET if span.end.at <= due else Running.MISSED
    elif span.is_paused:
        state = Running.PAUSED
    else:
        state = Running.OVERDUE if at > due else Running.RUNS
    ended_at = span.end.at if span.end else None
    return Clock(rule.key, side, span.start.at, due, state, rule.rule, rule.evidence, ended_at)


def _end_of(day: str, like: datetime) -> datetime:
    """Return the last second of a day written YYYY-MM-DD, in the zone of `like`."""
    return datetime.combine(date.fromisoformat(day), time(23, 59, 59), tzinfo=like.tzinfo)
