# SPDX-License-Identifier: Apache-2.0
"""The table, the guards, what is due, composition, history, wording."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.meetings.rules import barred, composition, convening, due, guards, history, law, wording
from comity.meetings.rules.convening import TABLE, Kind, NotNow, NotYours, State, Who
from comity.meetings.rules.guards import Facts, RuleForbids
from comity.meetings.rules.law import RuleStands
from comity.meetings.rules.shapes import Held, Source
from comity.reference import load
from comity.reference.schema import Composition, Proxies, Rhythm

OIC = load().bodies["oic-law-enforcement-heads"].rules
OTS = load().bodies["ots-prosecutors-general"].rules
ECO = load().bodies["eco-prosecutors-general"].rules
DAY = date(2026, 11, 23)


def rhythm(months: int) -> Rhythm:
    return Rhythm(force="laid-down", text="t", every_months=months, evidence="text", source="s")


# ---- the table ----


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.act)
def test_each_act_is_possible_exactly_where_its_row_says(row: convening.Row) -> None:
    for kind in Kind:
        for state in State:
            for who in Who:
                fits = kind in row.kinds and state in row.start
                if fits and who in row.by:
                    end = convening.step(row.act, kind=kind, state=state, who=frozenset({who}))
                    assert end is (state if row.end is State.SAME else row.end)
                else:
                    with pytest.raises(NotYours if fits else NotNow):
                        convening.step(row.act, kind=kind, state=state, who=frozenset({who}))


def test_after_closing_only_a_corrigendum_is_possible() -> None:
    every = frozenset(Who)
    for kind in Kind:
        assert convening.possible(kind=kind, state=State.CLOSED, who=every) == ("correct",)
        for state in (State.CANCELLED, State.RECORDED):
            assert convening.possible(kind=kind, state=state, who=every) == ()


def test_every_state_is_reached_and_every_act_has_one_row() -> None:
    assert len(convening.BY_ACT) == len(TABLE)
    reached = {row.end for row in TABLE} | {State.RECORDED, State.NONE}
    assert reached >= set(State) - {State.SAME}


def test_the_secretariat_takes_no_part_of_a_state() -> None:
    for act in ("offer", "approve_session", "request_session", "cast", "give_proxy", "answer"):
        row = convening.BY_ACT[act]
        assert Who.SECRETARIAT not in row.by
    assert {row.act for row in TABLE if Who.OBSERVER in row.by} == {"answer", "accredit"}


@given(st.lists(st.tuples(st.sampled_from([r.act for r in TABLE]), st.sampled_from(list(Who))), max_size=40),
       st.sampled_from(list(Kind)))  # fmt: skip
def test_no_sequence_of_acts_leaves_the_table(acts: list, kind: Kind) -> None:
    state = State.NONE
    for act, who in acts:
        try:
            state = convening.step(act, kind=kind, state=state, who=frozenset({who}))
        except (NotNow, NotYours):
            continue
        assert state in set(State) - {State.SAME, State.RECORDED}


# ---- rules of bodies ----


def test_a_conference_without_its_expert_meetings_agenda_is_refused_with_the_rule_named() -> None:
    facts = Facts(Kind.CONFERENCE, DAY, members=57)
    with pytest.raises(RuleForbids, match=r"Before each Conference an expert meeting.*third item"):
        guards.require("open", facts, OIC)
    assert [f.key for f in guards.require("open", replace(facts, experts_adopted=True), OIC)] == []


def test_an_expert_meeting_called_without_a_rule_of_the_body_is_reminded_of() -> None:
    facts = Facts(Kind.CONFERENCE, DAY, members=10, experts_called=True)
    assert [(f.key, f.blocks) for f in guards.require("open", facts, ECO)] == [("expert_meeting", False)]
    assert [f.key for f in guards.require("open", replace(facts, experts_called=False), ECO)] == ["agenda"]
    assert guards.require("open", replace(facts, experts_adopted=True), ECO) == ()


@pytest.mark.parametrize(("approvals", "opens"), [(0, False), (37, False), (38, True), (57, True)])
def test_an_extraordinary_session_opens_with_two_thirds(approvals: int, opens: bool) -> None:
    facts = Facts(Kind.EXTRAORDINARY, DAY, members=57, approvals=approvals, experts_adopted=True)
    if opens:
        assert guards.require("open", facts, OIC) == ()
    else:
        with pytest.raises(RuleForbids, match="38 of 57"):
            guards.require("open", facts, OIC)


def test_practice_and_memory_never_block() -> None:
    """Where a body has laid nothing down, everything is only a warning, whatever the facts."""
    bare = Facts(Kind.CONFERENCE, DAY, members=5, present=1, roll_called=True, start=date(2027, 1, 1))
    for act in ("open", "open_vote", "decide", "close", "agree_date", "circulate", "welcome", "adopt_agenda"):
        assert all(not found.blocks for found in guards.findings(act, bare, OTS)), act
    remembered = OIC.model_copy(update={"expert_meeting": OIC.expert_meeting.model_copy(update={"evidence": "memory"})})
    assert [f.blocks for f in guards.findings("open", bare, remembered) if f.key == "expert_meeting"] == [False]


def test_a_quorum_that_was_laid_down_blocks_and_names_the_numbers() -> None:
    strict = OTS.model_copy(
        update={"quorum": OTS.quorum.model_copy(update={"force": "laid-down", "evidence": "text", "source": "s"})}
    )
    facts = Facts(Kind.CONFERENCE, DAY, members=5, present=2, roll_called=True)
    with pytest.raises(RuleForbids, match="2 of 5"):
        guards.require("decide", facts, strict)
    assert guards.require("decide", replace(facts, present=3), strict) == ()
    with pytest.raises(RuleForbids, match="Call the roll"):
        guards.require("open_vote", replace(facts, roll_called=False), strict)


def test_practice_is_configured_and_what_is_laid_down_is_not() -> None:
    changed = law.effective(OTS, {"rhythm": {"every_months": 18}, "majority.adoption": {
        "share": {"numerator": 3, "denominator": 4, "of": "members"}}})  # fmt: skip
    assert changed.rhythm.every_months == 18
    assert law.majority(changed, "adoption").share.numerator == 3
    assert law.majority(changed, "admission").decision == "default"
    with pytest.raises(RuleStands, match="once every two years"):
        law.configured(OIC, "rhythm", {"every_months": 12})
    for key, values in (("rhythm", {"every_months": 0}), ("rhythm", {}), ("secretary", {"x": 1}), ("majority", {}),
                        ("majority.crown", {"consensus": True}), ("quorum", {"share": "half"})):  # fmt: skip
        with pytest.raises(Invalid):
            law.configured(OTS, key, values)


# ---- what is due ----


@pytest.mark.parametrize(
    ("last", "months", "by"),
    [
        ("2024-02-29", 12, date(2025, 2, 28)),
        ("2024-08-31", 6, date(2025, 2, 28)),
        ("2009-04-22", 24, date(2011, 4, 22)),
        ("2012", 24, date(2014, 12, 31)),
        ("2025-09", 12, date(2026, 9, 30)),
        ("2025-12-31", 1, date(2026, 1, 31)),
    ],
)
def test_the_next_meeting_is_due_so_many_months_after_the_last(last: str, months: int, by: date) -> None:
    found = due.next_due(rhythm(months), last=last, on=by)
    assert found is not None
    assert (found.by, found.days, found.is_overdue) == (by, 0, False)


def test_without_rhythm_or_last_meeting_nothing_is_due() -> None:
    assert due.next_due(None, last="2024", on=DAY) is None
    assert due.next_due(rhythm(24), last="", on=DAY) is None
    with pytest.raises(Invalid):
        due.last_day("2024-13")


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_later_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    later = due.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


# ---- groups ----

EACH = Composition(force="laid-down", text="One each.", per_party=1, secretariat=True, evidence="text", source="s")


def test_who_is_missing_in_a_group_is_named() -> None:
    found = composition.standing(EACH, parties=["AZ", "KZ"], seats=["AZ"])
    assert found.missing == ("KZ", "SECRETARIAT")
    assert not found.is_complete
    assert composition.standing(EACH, parties=["AZ"], seats=["AZ", "SECRETARIAT"]).is_complete
    assert composition.standing(EACH, parties=["AZ"], seats=["AZ", "AZ", "HU", "SECRETARIAT"]).surplus == ("AZ", "HU")
    assert composition.standing(None, parties=["AZ"], seats=[]).is_complete


def test_a_group_that_is_not_whole_cannot_adopt() -> None:
    lacking = composition.standing(EACH, parties=["AZ"], seats=[])
    facts = Facts(Kind.GROUP, DAY, members=1, group=EACH, group_standing=lacking)
    for act in ("adopt_agenda", "decide"):
        with pytest.raises(RuleForbids, match="Missing: AZ, SECRETARIAT"):
            guards.require(act, facts, OTS)


# ---- history ----


def held(name: str, ordinal: int | None, **more: object) -> Held:
    return Held(name, "b", Kind.CONFERENCE, ordinal, "t", "", "", "", "", State.RECORDED, **more)  # type: ignore[arg-type]


def test_two_accounts_of_one_meeting_are_one_with_both_sources() -> None:
    own = replace(held("b-4", 4), city="Baku", sources=(Source("text"),), is_stored=True)
    table = replace(held("b-4", 4), city="Bakou", country="AZ", start="2023-09-14", sources=(Source("news"),))

    found = history.merged([own], [table, held("b-seminar", None)])

    assert len(found) == 2
    same = next(h for h in found if h.ordinal == 4)
    assert (same.city, same.country, same.start) == ("Baku", "AZ", "2023-09-14")
    assert same.sources == (Source("text"), Source("news"))
    assert len(history.merged([replace(own, id="other-id")], [table])) == 1


# ---- wording ----


@pytest.mark.parametrize("text", ["2026-02-30", "tomorrow", "", "0001-01-01", "9999-01-01", "2026-1-1"])
def test_a_broken_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        wording.day(text, "d")


@pytest.mark.parametrize("name", ["Mars/Base", "", "../../etc/passwd", "/etc/passwd", "Asia", "x" * 300])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        wording.zone(name)


def test_a_local_time_becomes_a_moment() -> None:
    assert wording.moment("2027-06-01T09:00", "Asia/Tashkent", "s").hour == 4
    with pytest.raises(Invalid):
        wording.moment("9 o'clock", "UTC", "s")
    with pytest.raises(Invalid):
        wording.line("a\0b", "f")


EVERYTHING = barred.Held(
    offers=1, own_offer=True, days=True, own_delegation=True, waiting_powers=1, heads=1, items=1, sessions=1, tasks=1
)
READY = Facts(Kind.GROUP, DAY, members=5, experts_adopted=True, agenda_adopted=True)


def why(act: str, held: barred.Held) -> list[str]:
    rules = OTS.model_copy(update={"proxies": Proxies.model_construct(allowed=True, max_held=1)})
    return [found.key for found in barred.barred(act, held=held, facts=READY, rules=rules, who=frozenset({Who.MEMBER}))]


@pytest.mark.parametrize(
    ("act", "lacks", "code"),
    [
        ("welcome", {"offers": 0}, "no-offer"),
        ("withdraw_offer", {"own_offer": False}, "no-own-offer"),
        ("agree_date", {"days": False}, "no-days"),
        ("convene_experts", {"experts_called": True}, "experts-called"),
        ("answer", {"own_delegation": False}, "not-invited"),
        ("accredit", {"own_delegation": False}, "not-invited"),
        ("accept_powers", {"waiting_powers": 0}, "no-powers"),
        ("name_signatories", {"heads": 0}, "no-heads"),
        ("propose_item", {"agenda_adopted": True}, "agenda-stands"),
        ("adopt_agenda", {"agenda_adopted": True}, "agenda-adopted"),
        ("adopt_agenda", {"items": 0}, "no-items"),
        ("give_proxy", {"open_votes": 1}, "vote-opened"),
        ("give_proxy", {"own_proxy_given": True}, "proxy-given"),
        ("open_vote", {"open_votes": 1}, "vote-open"),
        ("call_roll", {"open_votes": 1}, "roll-stands"),
        ("cast", {"open_votes": 0}, "no-vote"),
        ("close_vote", {"open_votes": 0}, "no-vote"),
        ("unschedule", {"sessions": 0}, "no-sessions"),
        ("deliver", {"tasks": 0}, "no-tasks"),
    ],
)
def test_an_act_without_what_it_acts_on_is_barred_with_its_reason(act: str, lacks: dict[str, int], code: str) -> None:
    whole = replace(EVERYTHING, open_votes=1) if act in {"cast", "close_vote"} else EVERYTHING

    assert why(act, whole) == []
    assert why(act, replace(whole, **lacks)) == [code]


def test_what_the_rules_forbid_bars_an_act_and_names_the_rule() -> None:
    who = frozenset({Who.SECRETARIAT})
    facts = Facts(Kind.CONFERENCE, DAY, members=5, open_votes=1)

    (found,) = barred.barred("close", held=EVERYTHING, facts=facts, rules=OTS, who=who)
    assert found.key == "votes"
    (offer,) = barred.barred("welcome", held=barred.Held(), facts=facts, rules=OTS, who=who)
    assert offer.rule == OTS.host


def test_every_reason_is_one_a_page_can_say() -> None:
    assert {*barred.BESIDE.values()} <= {row.act for row in convening.TABLE}
    assert all(sentence.endswith(".") for sentence in barred.SENTENCES.values())
