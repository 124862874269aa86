# SPDX-License-Identifier: Apache-2.0
"""The procedure: its table, the fold both sides share, clocks, reasons, forms and preflight."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.assistance.rules import clocks, forms, lifecycle, preflight, reasons, shared
from comity.assistance.rules.clocks import Running
from comity.assistance.rules.lifecycle import BY_ACT, TABLE, NotNow, Side, State
from comity.assistance.rules.shared import Act, Standing
from comity.base.errors import Invalid
from comity.instruments.rules import demands, question
from comity.instruments.rules.governing import Law
from comity.reference import load

R, Q = Side.REQUESTING, Side.REQUESTED
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TERMS = [
    {"key": "acknowledgement", "value": 5, "unit": "working-days", "rule": "practice", "evidence": "memory"},
    {"key": "acknowledgement-urgent", "value": 24, "unit": "hours", "rule": "practice", "evidence": "memory"},
    {"key": "completeness", "value": 10, "unit": "working-days", "rule": "practice", "evidence": "memory"},
    {"key": "decision", "value": 30, "unit": "days", "rule": "practice", "evidence": "memory"},
    {"key": "supplementary-information", "value": 30, "unit": "days", "rule": "practice", "evidence": "memory"},
    {"key": "execution", "value": 90, "unit": "days", "rule": "practice", "evidence": "memory"},
    {"key": "silence-first", "value": 30, "unit": "days", "rule": "practice", "evidence": "memory"},
]


# ---- the table ----


def test_every_act_has_one_row_a_source_and_words_for_what_it_wants() -> None:
    assert len(BY_ACT) == len(TABLE)
    for row in TABLE:
        assert row.source
        assert row.start
        assert set(row.given) <= set(reasons.GIVEN)


@pytest.mark.parametrize("state", [s for s in State if not s.startswith("(")])
@pytest.mark.parametrize("side", list(Side))
def test_the_table_is_the_only_way_to_move(state: State, side: Side) -> None:
    for row in TABLE:
        allowed = row.by is side and state in row.start
        if allowed:
            assert lifecycle.step(row.act, state=state, side=side, before=State.CHECK) in State
        else:
            with pytest.raises(NotNow):
                lifecycle.step(row.act, state=state, side=side)


def test_every_state_is_reached_and_every_open_state_can_end() -> None:
    ends = {row.end for row in TABLE} | {State.DRAFT}
    assert {s for s in State if not s.startswith("(")} <= ends
    for state in lifecycle.OPEN_STATES:
        assert any(r.end is State.WITHDRAWN for r in lifecycle.possible(state=state, side=R))


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(NotNow):
        lifecycle.step("explode", state=State.SENT, side=R)


# ---- the fold ----


class Talk:
    """Two sides that act and learn of each other's acts late."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.acts: dict[Side, list[Act]] = {R: [], Q: []}
        self.known = {R: 0, Q: 0}  # how many acts of the other side each knows
        self.act(R, "send")

    def act(self, side: Side, name: str, **data: Any) -> None:
        mine = self.acts[side]
        at = MONDAY + timedelta(minutes=len(self.acts[R]) + len(self.acts[Q]))
        mine.append(Act(f"{side[:4]}{len(mine)}", side, name, at, len(mine) + 1, self.known[side], data))

    def seen_by(self, side: Side) -> list[Act]:
        other = Q if side is R else R
        return self.acts[side] + self.acts[other][: self.known[side]]

    def wander(self, steps: int) -> None:
        for _ in range(steps):
            side = self.chance.choice([R, Q])
            other = Q if side is R else R
            if self.chance.random() < 0.4:
                self.known[side] = min(self.known[side] + 1, len(self.acts[other]))
                continue
            state = shared.tell(self.seen_by(side), start=State.INTERNAL_REVIEW).state
            possible = [r for r in lifecycle.possible(state=state, side=side) if not r.is_local and r.act != "send"]
            if possible:
                self.act(side, self.chance.choice(possible).act)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_both_sides_come_to_the_same_story_whatever_the_order(seed: int, steps: int) -> None:
    chance = random.Random(seed)
    talk = Talk(chance)
    talk.wander(steps)
    everything = talk.acts[R] + talk.acts[Q]
    first = shared.tell(everything, start=State.INTERNAL_REVIEW)

    chance.shuffle(everything)
    again = shared.tell(everything, start=State.INTERNAL_REVIEW)

    assert first == again
    assert all(p.standing is not Standing.WAITING for p in first.placed)
    assert first.applied[0].act == "send"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_what_misses_a_predecessor_waits_and_is_applied_once_it_is_here(seed: int) -> None:
    talk = Talk(random.Random(seed))
    talk.wander(30)
    everything = talk.acts[R] + talk.acts[Q]
    missing = random.Random(seed).choice(everything)
    part = shared.tell([a for a in everything if a is not missing], start=State.INTERNAL_REVIEW)

    after_it = [p for p in part.placed if p.act.side is missing.side and p.act.own > missing.own]

    assert all(p.standing is Standing.WAITING for p in after_it)
    assert shared.tell(everything, start=State.INTERNAL_REVIEW).placed


def test_a_withdrawal_and_an_acceptance_at_once_end_the_same_at_both_sides() -> None:
    talk = Talk(random.Random(1))
    talk.known[Q] = 1
    talk.act(Q, "acknowledge", reference="1")
    talk.known[R] = 1
    talk.act(R, "withdraw")
    talk.act(Q, "accept")

    story = shared.tell(talk.acts[R] + talk.acts[Q], start=State.INTERNAL_REVIEW)

    assert {p.standing for p in story.placed} == {Standing.APPLIED, Standing.OVERTAKEN}
    assert story.state in {State.WITHDRAWN, State.ACCEPTED}


# ---- clocks ----


def story(*steps: tuple[Side, str, int, dict[str, Any]]) -> shared.Story:
    acts, count = [], {R: 0, Q: 0}
    for side, name, days, data in steps:
        count[side] += 1
        other = count[Q if side is R else R]
        acts.append(Act(f"{len(acts)}", side, name, MONDAY + timedelta(days=days), count[side], other, data))
    return shared.tell(acts, start=State.INTERNAL_REVIEW)


SEND = (R, "send", 0, {"urgent": False, "terms": TERMS})
ACK = (Q, "acknowledge", 2, {})


def clock(found: tuple[clocks.Clock, ...], key: str) -> clocks.Clock:
    return next(c for c in found if c.key == key)


def test_five_working_days_from_monday_end_the_next_monday() -> None:
    found = clock(clocks.running(story(SEND), at=MONDAY + timedelta(days=1)), "acknowledgement")

    assert found.due_at == MONDAY + timedelta(days=7)
    assert (found.state, found.side, found.rule) == (Running.RUNS, Q, "practice")


def test_a_clock_passed_is_overdue_and_then_missed() -> None:
    late = (Q, "acknowledge", 9, {})

    assert clock(clocks.running(story(SEND), at=MONDAY + timedelta(days=8)), "acknowledgement").state == "overdue"
    assert clock(clocks.running(story(SEND, late), at=MONDAY + timedelta(days=10)), "acknowledgement").state == "missed"


def test_a_question_stops_the_clock_and_the_answer_starts_it_again() -> None:
    ask = (Q, "ask", 4, {"term": "2026-12-20"})
    answer = (R, "answer", 14, {})
    before = clock(clocks.running(story(SEND, ACK), at=MONDAY + timedelta(days=3)), "decision")
    during = clocks.running(story(SEND, ACK, ask), at=MONDAY + timedelta(days=9))
    after = clocks.running(story(SEND, ACK, ask, answer), at=MONDAY + timedelta(days=15))

    assert clock(during, "decision").state is Running.PAUSED
    assert clock(during, "supplementary-information").due_at.date() == date(2026, 12, 20)
    assert clock(during, "supplementary-information").side is R
    assert clock(after, "decision").due_at == before.due_at + timedelta(days=10)
    assert clock(after, "supplementary-information").state is Running.MET


def test_an_urgent_request_runs_by_hours() -> None:
    urgent = (R, "send", 0, {"urgent": True, "terms": TERMS})

    found = clock(clocks.running(story(urgent), at=MONDAY), "acknowledgement-urgent")

    assert found.due_at == MONDAY + timedelta(hours=24)


def test_silence_is_alarmed() -> None:
    assert clock(clocks.running(story(SEND), at=MONDAY + timedelta(days=31)), "silence-first").state == "overdue"
    assert not any(c.key == "silence-first" for c in clocks.running(story(SEND), at=MONDAY + timedelta(days=29)))


@pytest.mark.parametrize(
    "terms",
    [
        1,
        [1],
        [{"key": "x"}],
        [{**TERMS[0], "value": 0}],
        [{**TERMS[0], "value": True}],
        [{**TERMS[0], "unit": "moons"}],
    ],
)
def test_malformed_terms_are_refused(terms: Any) -> None:
    with pytest.raises(Invalid):
        clocks.read_terms({"terms": terms})


@given(st.integers(1, 300), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_working_days_never_end_on_a_weekend_and_take_at_least_their_number(value: int, start: datetime) -> None:
    end = clocks.add_term(start, value, "working-days")

    assert end.weekday() < 5
    assert end - start >= timedelta(days=value)


# ---- reasons ----


@pytest.mark.parametrize("act", [row.act for row in TABLE if row.given])
def test_what_the_table_wants_given_must_be_given(act: str) -> None:
    with pytest.raises(Invalid, match="Fill in"):
        reasons.check(act, {}, barred=frozenset())


def test_a_barred_ground_is_no_ground() -> None:
    with pytest.raises(Invalid, match="may not be a ground"):
        reasons.check("refuse", {"reason": "bank-secrecy", "text": "x"}, barred=frozenset({"bank-secrecy"}))


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "22.11.2026"])
def test_a_term_must_be_a_day(day: str) -> None:
    with pytest.raises(Invalid, match="YYYY-MM-DD"):
        reasons.check("ask", {"reason": "person-unclear", "text": "x", "term": day}, barred=frozenset())


def test_free_text_is_no_reason() -> None:
    with pytest.raises(Invalid, match="list"):
        reasons.check("withdraw", {"reason": "because", "text": "x"}, barred=frozenset())


# ---- forms and preflight ----


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(load())


def answer(law: Law, measure: str, requesting: str = "AZ", requested: str = "UZ") -> Any:
    asked = question.ask(
        load(), requesting=requesting, requested=requested, offences=["drug-trafficking"], measures=[measure],
        on=date(2026, 11, 22),
    )  # fmt: skip
    return demands.answer(law, asked)


@pytest.mark.parametrize("measure", sorted(load().measures))
def test_every_measure_has_a_form_and_a_preflight(law: Law, measure: str) -> None:
    found = answer(law, measure)
    pages = forms.sections(load(), measures=(measure,), answer=found)
    keys = [field.key for page in pages for field in page.fields]
    empty = preflight.Drafted({}, "", (measure,), frozenset())
    full = preflight.Drafted(
        dict.fromkeys(keys, "x"), found.governing.slug if found.governing else "reciprocity", (measure,),
        frozenset(d.key for d in found.documents),
    )  # fmt: skip

    assert len(keys) == len(set(keys))
    assert all(f"m.{measure}.{field.key}" in keys for field in load().measures[measure].fields)
    assert preflight.blocks(preflight.check(load(), empty, found))
    assert not preflight.blocks(preflight.check(load(), full, found))


def test_every_missing_thing_leads_to_a_field_of_its_page(law: Law) -> None:
    found = answer(law, "bank-records")
    pages = {
        page.key: {f.key for f in page.fields}
        for page in forms.sections(load(), measures=("bank-records",), answer=found)
    }
    drafted = preflight.Drafted({}, "vienna-1988", ("bank-records",), frozenset())

    for finding in preflight.check(load(), drafted, found):
        if finding.text.startswith("Missing"):
            assert finding.field in pages[finding.section]


def test_only_seen_wording_blocks(law: Law) -> None:
    for measure in load().measures:
        for pair in (("AZ", "UZ"), ("KZ", "TJ"), ("IQ", "JO"), ("AZ", "TR"), ("KZ", "TR")):
            found = answer(law, measure, *pair)
            basis = found.governing.slug if found.governing else "reciprocity"
            drafted = preflight.Drafted({}, basis, (measure,), frozenset())
            for finding in preflight.check(load(), drafted, found):
                assert finding.level is not preflight.Level.BLOCK or finding.evidence == "text"


def test_the_facts_are_not_wanted_for_pure_service_of_documents(law: Law) -> None:
    found = answer(law, "service-of-documents")
    drafted = preflight.Drafted({}, "vienna-1988", ("service-of-documents",), frozenset())

    assert not any(f.field == "facts_summary" for f in preflight.check(load(), drafted, found))


def test_a_text_too_long_is_refused_with_its_field(law: Law) -> None:
    page = forms.section(
        forms.sections(load(), measures=("bank-records",), answer=answer(law, "bank-records")), "facts"
    )

    with pytest.raises(Invalid, match="20000"):
        forms.cleaned(page, {"facts_summary": "x" * 20_001})
    assert forms.cleaned(page, {"facts_summary": " a\r\nb\0 "}) == {"facts_summary": "a\nb"}
