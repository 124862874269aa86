# SPDX-License-Identifier: Apache-2.0
"""Categories, kinds, handling codes and terms of entries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.reference import load
from comity.register.rules import category, handling, keys, terms, things
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling, Level

STATES = st.sampled_from(["AZ", "UZ", "KZ", "TR", "XX", ""])


@pytest.mark.parametrize("code", [Category.VICTIM, Category.WITNESS])
def test_victims_and_witnesses_have_no_key_at_all(code: Category) -> None:
    values = [("name", "Əli Həsənov"), ("passportNumber", "C0123456"), ("phone", "+994 50 123 45 67")]

    assert keys.of("Person", code, values) == frozenset()
    assert keys.of("Person", Category.SUSPECT, values)
    assert not category.matched_between(code)


@pytest.mark.parametrize("code", [Category.MISSING, Category.ASSOCIATE])
def test_people_who_are_not_suspects_are_not_matched_between_states(code: Category) -> None:
    assert category.matched_within(code)
    assert not category.matched_between(code)


@pytest.mark.parametrize(
    ("schema", "code", "words"),
    [("Person", "", "Say what"), ("Vehicle", "suspect", "Only persons"), ("Person", "king", "not a category")],
)
def test_a_category_fits_the_kind(schema: str, code: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        category.of(schema, code)


@pytest.mark.parametrize(
    ("schema", "prop", "value", "words"),
    [
        ("Person", "iban", "AZ21", "no property"),
        ("Person", "birthDate", "1984-13-01", "YYYY"),
        ("Person", "birthDate", "31.12.1984", "YYYY"),
        ("Person", "nationality", "Azerbaijan", "two-letter"),
        ("Person", "name", "  ", "characters"),
        ("Person", "name", "x" * 2001, "characters"),
        ("Ghost", "name", "x", "not a kind"),
    ],
)
def test_a_value_of_another_type_is_refused(schema: str, prop: str, value: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        things.clean(schema, prop, value)


@pytest.mark.parametrize(
    ("schema", "prop", "one", "two"),
    [
        ("Person", "phone", "+994 (50) 123-45-67", "00994501234567"),
        ("Person", "passportNumber", "C 012.3456", "c0123456"),
        ("Person", "email", "A.B@Example.org", "a.b@example.org"),
        ("Domain", "website", "https://www.Example.org/", "example.org"),
        ("CryptoWallet", "publicKey", "0xAB12", "0xab12"),
        ("BankAccount", "iban", "AZ21 NABZ 0000", "az21nabz0000"),
    ],
)
def test_one_thing_written_two_ways_has_one_exact_key(schema: str, prop: str, one: str, two: str) -> None:
    assert things.identity(schema, prop, one) == things.identity(schema, prop, two) != ""


def test_letter_case_distinguishes_base58_wallets() -> None:
    assert things.identity("CryptoWallet", "publicKey", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT") != things.identity(
        "CryptoWallet", "publicKey", "1boatslrhtknngkdxeeobr76b53lettpyt"
    )


@drawn(st.frozensets(STATES, max_size=3), st.booleans(), STATES)
def test_only_the_audience_and_the_owner_ever_learn_anything(audience: frozenset[str], hit: bool, state: str) -> None:
    found = handling.level(Handling(audience, hit_only=hit), owner="AZ", state=state)

    if state == "AZ":
        assert found is Level.CONTENT
    elif not state or state not in audience:
        assert found is Level.NOTHING
    else:
        assert found is (Level.HIT if hit else Level.CONTENT)


def test_another_purpose_learns_nothing() -> None:
    code = Handling(frozenset({"UZ"}), frozenset({"drug-trafficking"}), hit_only=False)

    assert handling.level(code, owner="AZ", state="UZ", purposes=["corruption"]) is Level.NOTHING
    assert handling.level(code, owner="AZ", state="UZ", purposes=["drug-trafficking"]) is Level.CONTENT


@pytest.mark.parametrize(
    ("audience", "purposes", "hit_only", "onward", "words"),
    [(["XX"], [], True, False, "XX"), ([], ["theft"], True, False, "theft"), (["UZ"], [], True, True, "passed on")],
)
def test_a_handling_code_is_checked(
    audience: list[str], purposes: list[str], hit_only: bool, onward: bool, words: str
) -> None:
    facts = load()

    with pytest.raises(Invalid, match=words):
        handling.given(
            audience=audience, purposes=purposes, hit_only=hit_only, onward=onward, states=facts.states,
            offences=facts.offences,
        )  # fmt: skip


def test_terms_run_by_default_and_never_beyond_the_limit() -> None:
    today = date(2026, 11, 23)

    assert terms.days(today=today, review=None, purge=None) == (date(2027, 11, 23), date(2031, 11, 22))
    for review, purge in ((today, None), (date(2028, 1, 1), date(2027, 12, 1)), (None, date(2040, 1, 1))):
        with pytest.raises(Invalid):
            terms.days(today=today, review=review, purge=purge)
