# SPDX-License-Identifier: Apache-2.0
"""The life of an indicator: the table, what must be given, corroboration per State, clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.reference.watchlists import watchlists
from comity.register.queries.watching import clocks
from comity.register.rules import watching
from comity.register.rules.watching import NotNow, Side, Status

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
GIVEN = {
    "evidence": "Seen.", "addressee": "provider", "name": "Telegram", "grounds": "Urgent.", "measure": "blocked",
    "reason": "Error.",
}  # fmt: skip
SIDES, ACTS = list(Side), sorted({row.act for row in watching.TABLE})


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(SIDES)), max_size=30))
def test_no_sequence_of_acts_leaves_the_table(acts: list[tuple[str, Side]]) -> None:
    status = Status.REPORTED
    for act, side in acts:
        try:
            made = watching.step(status, act, side, GIVEN)
        except NotNow:
            assert act not in watching.acts(status, side)
            continue
        assert act in watching.acts(status, side)
        status = made.status
        assert status is not Status.SAME


def test_every_status_is_reached_and_a_partner_never_moves_one_but_by_seeing_it() -> None:
    ends = {row.end for row in watching.TABLE} - {Status.SAME}
    assert ends | {Status.REPORTED} == set(Status) - {Status.SAME}
    assert {row.act for row in watching.TABLE if Side.PARTNER in row.by} == {"corroborate", "reappear", "retract"}
    assert {row.end for row in watching.TABLE if row.act == "retract"} == {Status.SAME}
    assert all(row.source for row in watching.TABLE)


@pytest.mark.parametrize(
    ("status", "act", "given", "words"),
    [
        (Status.REPORTED, "ask", {"addressee": "provider", "name": "x"}, "grounds"),
        (Status.CORROBORATED, "ask", {"addressee": "friend", "name": "x"}, "not a choice"),
        (Status.CORROBORATED, "ask", {"addressee": "provider", "name": "  "}, "name"),
        (Status.ASKED, "limit", {"measure": "exploded"}, "not a choice"),
        (Status.LIMITED, "reappear", {"evidence": "x" * 2_001}, "longer"),
        (Status.LIMITED, "clear", {}, "reason"),
    ],
)
def test_a_step_says_what_is_missing(status: Status, act: str, given: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        watching.step(status, act, Side.OWNER, given)


def test_the_owner_cannot_corroborate_and_a_refusal_names_what_is_possible() -> None:
    with pytest.raises(NotNow, match="add, ask, clear"):
        watching.step(Status.REPORTED, "corroborate", Side.OWNER, GIVEN)
    with pytest.raises(NotNow, match="nothing"):
        watching.step(Status.CLEARED, "corroborate", Side.PARTNER, GIVEN)


@given(st.lists(st.sampled_from(["AZ", "UZ", "TR", "KZ", ""])))
def test_corroboration_counts_each_other_state_once(reporters: list[str]) -> None:
    counted = watching.corroborating("AZ", reporters)
    assert set(counted) == set(reporters) - {"AZ", ""}
    assert len(counted) == len(set(counted))
    assert (watching.after_decline("AZ", reporters) is Status.CORROBORATED) == bool(counted)


def test_each_open_status_has_a_clock_of_practice_and_a_cleared_one_has_none() -> None:
    for status in set(Status) - {Status.SAME, Status.CLEARED}:
        running = watching.due(status, AT, clocks())
        assert running is not None
        clock, until = running
        assert until == AT + timedelta(hours=clock.hours) > AT
        assert clock.basis
    assert watching.due(Status.CLEARED, AT, clocks()) is None
    assert {c.key for c in watchlists().clocks} == set(watching.CLOCKS.values())


def test_every_coded_word_has_a_source_and_says_how_sure() -> None:
    languages = {s.language for s in watchlists().slang}
    assert {"en", "ru", "tr", "fa", "ar", "uz", "kk", "az"} <= languages
    for language in watchlists().slang:
        for entry in (*language.entries, *language.emoji):
            assert entry.source
            assert entry.meaning


@pytest.mark.parametrize(
    ("status", "reporters", "reappeared", "after"),
    [
        (Status.CORROBORATED, ["AZ"], "AZ", Status.REPORTED),
        (Status.CORROBORATED, ["AZ", "TR"], "AZ", Status.CORROBORATED),
        (Status.REAPPEARED, ["AZ", "TR"], "UZ", Status.LIMITED),
        (Status.REAPPEARED, ["AZ"], "AZ", Status.REAPPEARED),
        (Status.ASKED, ["AZ"], "AZ", Status.ASKED),
        (Status.LIMITED, ["AZ"], "AZ", Status.LIMITED),
    ],
)
def test_what_is_taken_back_counts_no_more_and_what_others_did_stays(
    status: Status, reporters: list[str], reappeared: str, after: Status
) -> None:
    assert watching.after_retracting(status, "AZ", reporters, reappeared) is after
