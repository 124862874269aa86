# SPDX-License-Identifier: Apache-2.0
"""Majorities in whole numbers: against brute force with exact fractions for every n from 1 to 57, and as properties."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.meetings.rules import ballots, majority
from comity.meetings.rules.ballots import NotEntitled, Proxy, ProxyForbidden
from comity.meetings.rules.majority import Choice, Count
from comity.reference.schema import Proxies, Share

BASES = ("members", "present", "present-and-voting", "votes-cast")
SHARES = [(1, 2, True), (2, 3, False), (2, 3, True), (3, 4, False), (4, 5, False), (1, 1, False)]
RULE = Proxies(force="laid-down", text="t", allowed=True, max_held=1, evidence="text", source="s")


def share(numerator: int, denominator: int, more_than: bool, of: str) -> Share:
    return Share(numerator=numerator, denominator=denominator, more_than=more_than, of=of)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize(("numerator", "denominator", "more"), SHARES)
def test_every_number_of_members_agrees_with_exact_fractions(
    basis: str, numerator: int, denominator: int, more: bool
) -> None:
    rule = share(numerator, denominator, more, basis)
    wanted = Fraction(numerator, denominator)
    for n in range(1, 58):
        for yes in range(n + 1):
            for no in {0, (n - yes) // 2, n - yes}:
                abstain = n - yes - no
                for silent in {0, abstain}:
                    count = Count(n, n, yes, no, abstain - silent)
                    base = {"members": n, "present": n, "present-and-voting": yes + no,
                            "votes-cast": yes + no + count.abstain}[basis]  # fmt: skip
                    reached = base > 0 and (Fraction(yes, base) > wanted if more else Fraction(yes, base) >= wanted)

                    found = majority.decided(rule, count)

                    assert found.is_adopted == (reached and yes > 0), (n, yes, no, abstain)


def test_three_members_by_brute_force() -> None:
    """Every way three members can be absent, silent, for, against or abstain."""
    two_thirds = share(2, 3, False, "present-and-voting")
    for said in product([None, "silent", *Choice], repeat=3):
        here = [x for x in said if x is not None]
        count = Count(3, len(here), here.count(Choice.YES), here.count(Choice.NO), here.count(Choice.ABSTAIN))
        yes, no = count.yes, count.no
        assert majority.decided(two_thirds, count).is_adopted == (yes > 0 and 3 * yes >= 2 * (yes + no)), said


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize(("numerator", "denominator", "more"), SHARES)
def test_when_all_abstain_nothing_is_adopted(basis: str, numerator: int, denominator: int, more: bool) -> None:
    for n in range(1, 58):
        assert not majority.decided(share(numerator, denominator, more, basis), Count(n, n, 0, 0, n)).is_adopted


@pytest.mark.parametrize(
    ("n", "two_thirds", "simple"), [(1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 3, 3), (5, 4, 3), (10, 7, 6), (57, 38, 29)]
)
def test_the_numbers_people_know(n: int, two_thirds: int, simple: int) -> None:
    assert majority.needed(share(2, 3, False, "members"), n) == two_thirds
    assert majority.needed(share(1, 2, True, "members"), n) == simple


@given(
    st.integers(1, 57), st.integers(0, 57), st.integers(0, 57), st.integers(0, 57),
    st.sampled_from(BASES), st.integers(1, 60), st.integers(1, 60), st.booleans(),
)  # fmt: skip
def test_one_more_vote_for_never_undoes_a_result(
    n: int, yes: int, no: int, abstain: int, basis: str, numerator: int, denominator: int, more: bool
) -> None:
    if numerator + more > denominator or yes + no + abstain >= n:
        return
    rule = share(numerator, denominator, more, basis)
    before = majority.decided(rule, Count(n, n, yes, no, abstain))
    after = majority.decided(rule, Count(n, n, yes + 1, no, abstain))

    assert after.is_adopted >= before.is_adopted
    assert before.needed <= max(before.base, 1) + 1


@pytest.mark.parametrize("count", [Count(3, 4, 0, 0, 0), Count(3, 2, 2, 1, 0), Count(3, 3, -1, 0, 0)])
def test_a_count_that_cannot_be_is_refused(count: Count) -> None:
    with pytest.raises(Invalid):
        majority.decided(share(1, 2, True, "members"), count)
    with pytest.raises(Invalid):
        majority.agreed(count)


def test_the_arithmetic_is_shown_exactly() -> None:
    assert majority.decided(share(2, 3, False, "members"), Count(5, 5, 4, 1, 0)).arithmetic == "2/3 × 5 = 10/3 → 4"
    assert majority.decided(share(1, 2, True, "present"), Count(5, 4, 3, 1, 0)).arithmetic == "1/2 × 4 = 2 → 3"


def test_consensus_is_nobody_objecting_among_somebody() -> None:
    assert majority.agreed(Count(5, 4, 0, 0, 0)).is_adopted
    assert majority.agreed(Count(5, 4, 1, 0, 3)).is_adopted
    assert not majority.agreed(Count(5, 4, 3, 1, 0)).is_adopted
    assert not majority.agreed(Count(5, 0, 0, 0, 0)).is_adopted


def test_a_quorum_of_nobody_is_none() -> None:
    half = share(1, 2, True, "members")
    assert not majority.has_quorum(half, members=0, present=0)
    assert [majority.has_quorum(half, members=5, present=n) for n in range(6)] == [False] * 3 + [True] * 3


# ---- who votes ----


def test_a_proxy_whose_holder_is_absent_counts_for_nobody() -> None:
    votes = ballots.entitled(members="ABCD", present="AB", proxies=[Proxy("C", "A"), Proxy("D", "X")])
    assert votes == {"A": "A", "B": "B", "C": "A"}
    assert ballots.entitled(members="ABCD", present="B", proxies=[Proxy("C", "A")]) == {"B": "B"}


def test_who_is_present_votes_in_person_though_a_proxy_was_given() -> None:
    assert ballots.entitled(members="ABC", present="ABC", proxies=[Proxy("C", "A")]) == {"A": "A", "B": "B", "C": "C"}


def test_observers_are_never_counted() -> None:
    votes = ballots.entitled(members="AB", present="ABO", proxies=[Proxy("O", "A"), Proxy("B", "O")])
    assert votes == {"A": "A", "B": "B"}
    count = ballots.counted({"A": Choice.YES, "O": Choice.NO}, members=2, votes=votes)
    assert (count.yes, count.no, count.present) == (1, 0, 2)


@pytest.mark.parametrize(
    ("wanted", "given_before", "rule", "words"),
    [
        (Proxy("A", "B"), [], None, "allow no State"),
        (Proxy("A", "B"), [], RULE.model_copy(update={"allowed": False}), "allow no State"),
        (Proxy("A", "A"), [], RULE, "one member State to another"),
        (Proxy("A", "O"), [], RULE, "one member State to another"),
        (Proxy("A", "B"), [Proxy("A", "C")], RULE, "already"),
        (Proxy("A", "B"), [Proxy("B", "C")], RULE, "cannot be passed on"),
        (Proxy("A", "B"), [Proxy("C", "A")], RULE, "cannot be passed on"),
        (Proxy("A", "B"), [Proxy("C", "B")], RULE, "as many proxies"),
    ],
)
def test_a_proxy_the_rules_forbid_is_refused(
    wanted: Proxy, given_before: list, rule: Proxies | None, words: str
) -> None:
    with pytest.raises(ProxyForbidden, match=words):
        ballots.check_proxy(wanted, given=given_before, members="ABCD", rule=rule)


@given(
    st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=12),
    st.sets(st.sampled_from("ABCDEF")),
)
def test_no_sequence_of_proxies_makes_a_chain_or_more_votes_than_members(pairs: list, present: set) -> None:
    accepted: list[Proxy] = []
    for giver, holder in pairs:
        try:
            ballots.check_proxy(Proxy(giver, holder), given=accepted, members="ABCDEF", rule=RULE)
        except ProxyForbidden:
            continue
        accepted.append(Proxy(giver, holder))

    votes = ballots.entitled(members="ABCDEF", present=present, proxies=accepted)

    assert not {p.giver for p in accepted} & {p.holder for p in accepted}
    assert set(votes.values()) <= present
    assert present <= set(votes)
    assert len(votes) <= 6


def test_a_vote_is_cast_by_its_own_delegation_only() -> None:
    votes = {"A": "A", "C": "A"}
    ballots.require("C", by="A", votes=votes)
    for state, by in (("A", "B"), ("B", "B"), ("C", "C"), ("X", "A")):
        with pytest.raises(NotEntitled):
            ballots.require(state, by=by, votes=votes)
