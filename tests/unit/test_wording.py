# SPDX-License-Identifier: Apache-2.0
"""Sentences with named values, lists and names of States: English to programs, any language to people."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.base.wording import Listing, Sentence, StateName, enumerated, joined, packed, said, state_name, unpacked

RUSSIAN = {
    "“{given}” is not a role. Use one of: {known}.": "«{given}» — не роль. Допустимо: {known}.",
    "This entry belongs to {state}: only {state} changes it.": "Владелец — {state}; изменяет только владелец.",
    "measure": "мера",
    "%(days)s days remain.": "Осталось дней: %(days)s.",
}


def russian(text: str) -> str:
    return RUSSIAN.get(text, text)


def test_an_error_is_english_to_programs_and_keeps_its_values() -> None:
    error = Invalid("“{given}” is not a role. Use one of: {known}.", given="x", known=Listing(["a", "b"]), field="role")

    assert str(error) == error.sentence == "“x” is not a role. Use one of: a, b."
    assert error.details["field"] == "role"
    assert json.dumps(error.sentence, ensure_ascii=False) == '"“x” is not a role. Use one of: a, b."'


def test_a_sentence_is_said_in_another_language_with_its_values() -> None:
    error = Invalid("“{given}” is not a role. Use one of: {known}.", given="x", known=Listing(["a", "b"]))

    assert said(error.sentence, "ru", russian) == "«x» — не роль. Допустимо: a, b."


def test_an_error_raised_from_another_keeps_its_sentence() -> None:
    first = Invalid("This entry belongs to {state}: only {state} changes it.", state=StateName("AZ"))

    assert said(Invalid(first.sentence).sentence, "ru", russian) == "Владелец — Азербайджан; изменяет только владелец."


def test_words_comity_says_are_translated_and_words_people_wrote_are_not() -> None:
    assert said(Sentence("{a}, {b}", a=Sentence("measure"), b="measure"), "ru", russian) == "мера, measure"


def test_findings_of_the_rules_name_their_values_with_per_cent() -> None:
    assert Sentence("%(days)s days remain.", days=3) == "3 days remain."
    assert said(Sentence("%(days)s days remain.", days=3), "ru", russian) == "Осталось дней: 3."


def test_what_people_wrote_never_turns_into_a_place() -> None:
    assert Invalid("“{given}” stands here.", given="{field} %(field)s", field="f").sentence == (
        "“{field} %(field)s” stands here."
    )
    assert Invalid("A text of somebody with {field}.").sentence == "A text of somebody with {field}."


def test_values_are_isolated_on_pages_from_right_to_left() -> None:
    assert said(Sentence("{a} است", a="X-1"), "fa", str) == "\u2068X-1\u2069 است"
    assert said(Sentence("{a} است", a=StateName("AZ")), "fa", str) == "جمهوری آذربایجان است"


@pytest.mark.parametrize(
    ("language", "comma", "sentence"),
    [
        ("en", "a, b, c", "a, b, and c"),
        ("ru", "a, b, c", "a, b и c"),
        ("fa", "a، b، c", "a، b، و c"),
        ("xx", "a, b, c", "a, b, and c"),
    ],
)
def test_lists_are_joined_as_the_language_does(language: str, comma: str, sentence: str) -> None:
    assert joined("abc", language) == comma
    assert enumerated("abc", language) == sentence


def test_the_last_of_two_states_follows_and() -> None:
    states = Listing([StateName("AZ"), StateName("TR")], last=True)

    assert states == "AZ and TR"
    assert said(states, "fa", str) == "جمهوری آذربایجان و ترکیه"
    assert said(states, "ru", str) == "Азербайджан и Турция"


def test_a_code_of_no_state_stays_what_it_is() -> None:
    assert state_name("ECO", "ru") == "ECO"


VALUES = st.recursive(
    st.text(max_size=8) | st.integers() | st.builds(StateName, st.sampled_from(["AZ", "IR", "zz"])),
    lambda inner: (
        st.builds(lambda v: Sentence("a {b} c", b=v), inner)
        | st.builds(Listing, st.lists(inner.map(lambda v: v if isinstance(v, str) else str(v)), max_size=3))
    ),
    max_leaves=5,
)


@given(VALUES)
def test_a_sentence_kept_in_a_row_is_said_as_before(value: object) -> None:
    sentence = Sentence("“{value}” is not a year.", value=value)
    for again in (unpacked(packed(sentence)), copy.deepcopy(sentence)):
        assert again == sentence
        assert said(again, "fa", russian) == said(sentence, "fa", russian)


def test_what_is_too_long_for_a_row_is_kept_in_english() -> None:
    long = Sentence("“{value}” is wrong.", value="x" * 50)

    assert packed(long, most=40) == "“" + "x" * 39
    assert unpacked(packed(long, most=40)) == "“" + "x" * 39
    assert packed(long, most=500).startswith('{"say"')


def test_rows_of_before_hold_plain_sentences() -> None:
    assert said(unpacked("measure"), "ru", russian) == "мера"
    assert unpacked('{"say": broken') == '{"say": broken'
