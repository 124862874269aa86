# SPDX-License-Identifier: Apache-2.0
"""How strong a link is: the order of kinds, rare and common values, reasons that are not independent."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.rules import linkage, linking, things
from comity.register.rules.evidence import Agreement
from comity.register.rules.linking import CEILINGS, CERTAIN, Kind, Rarity, Shared, family, strength

SHARED = st.builds(
    Shared, kind=st.sampled_from(Kind), prop=st.sampled_from(["phone", "iban", "name"]),
    value=st.text(max_size=4), holders=st.integers(2, 10_000), likeness=st.floats(0.5, 1),
)  # fmt: skip
REASONS = st.lists(SHARED, max_size=6)


def test_kinds_are_ordered_as_the_rule_says() -> None:
    order = (Kind.IDENTIFIER, Kind.ACCOUNT, Kind.PHONE, Kind.VEHICLE, Kind.ADDRESS, Kind.NAME_AND_BIRTH, Kind.NAME)

    assert all(strength([Shared(a, "x")]) > strength([Shared(b, "x")]) for a, b in pairwise(order))


@given(REASONS, SHARED)
def test_one_reason_more_never_lowers_the_strength(reasons: list[Shared], one: Shared) -> None:
    assert strength([*reasons, one]) >= strength(reasons)


@given(REASONS, st.randoms())
def test_neither_order_nor_repetition_matters(reasons: list[Shared], chance: object) -> None:
    mixed = [*reasons, *reasons]
    chance.shuffle(mixed)

    assert strength(mixed) == strength(reasons)
    assert linking.ordered(mixed[: len(reasons)]) == linking.ordered(reversed(mixed[: len(reasons)]))


@given(REASONS)
def test_the_strength_lies_between_the_best_reason_and_certainty(reasons: list[Shared]) -> None:
    best = max((r.weight for r in reasons), default=0.0)

    assert round(min(best, CERTAIN), 3) <= strength(reasons) <= CERTAIN
    if len({family(r) for r in reasons}) == 1:
        assert strength(reasons) == round(min(best, CERTAIN), 3)


@given(SHARED, st.integers(1, 1000))
def test_a_commoner_value_never_says_more(shared: Shared, more: int) -> None:
    common = Shared(shared.kind, shared.prop, shared.value, shared.holders + more, shared.likeness)

    assert common.weight <= shared.weight <= CEILINGS[shared.kind]


def test_an_account_number_adds_nothing_to_its_iban_but_a_phone_does() -> None:
    iban, number, phone = (Shared(linking.kind_of(p), p) for p in ("iban", "accountNumber", "phone"))

    assert strength([iban, number]) == strength([iban])
    assert strength([iban, phone]) > strength([iban])


@pytest.mark.parametrize(("holders", "rarity"), [(2, Rarity.ONLY_THESE), (5, Rarity.FEW), (6, Rarity.MANY)])
def test_rarity_is_told_in_three_words(holders: int, rarity: Rarity) -> None:
    assert Shared(Kind.PHONE, "phone", holders=holders).rarity is rarity


def test_a_registration_number_is_a_plate_when_a_vehicle_bears_it() -> None:
    assert linking.kind_of("registrationNumber", ("Vehicle", "Person")) is Kind.VEHICLE
    assert linking.kind_of("registrationNumber", ("Company", "Company")) is Kind.IDENTIFIER


@pytest.mark.parametrize("key", ["exact:bic:aznbaz22", "exact:source:https://news.example/1"])
def test_the_bank_and_the_article_link_nobody(key: str) -> None:
    assert linkage.exact_reason(key) is None


def test_a_like_name_without_a_birth_date_counts_only_beside_an_exact_value() -> None:
    assert linkage.name_reason(0.9, Agreement.UNKNOWN) is None
    assert linkage.name_reason(0.9, Agreement.UNKNOWN, is_alone=False).code == "name"
    assert linkage.name_reason(0.9, Agreement.OTHER, is_alone=False) is None
    assert linkage.name_reason(0.9, Agreement.SAME).weight <= CEILINGS[Kind.NAME_AND_BIRTH]
    assert linkage.name_reason(0.7, Agreement.SAME) is None


def test_what_is_kept_weighs_the_same_when_it_is_read() -> None:
    reasons = [
        linkage.exact_reason("exact:phone:1"),
        linkage.name_reason(0.9, Agreement.SAME),
        linkage.batch_reason(0.98),
    ]

    assert linkage.strength(reasons) == pytest.approx(1 - 0.1 * (1 - 0.72 * 0.98), abs=0.001)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nizami küçəsi 12, Bakı", "Bakı, Nizami 12"), ("ул. Ленина, д. 7, кв. 3, Ташкент", "Ташкент, Ленина 7, 3"),
        ("12 NIZAMI street Baki", "Nizami ٠١٢ Bakı"),
    ],
)  # fmt: skip
def test_one_address_written_two_ways_is_one_address(one: str, other: str) -> None:
    assert things.identity("Address", "full", one) == things.identity("Person", "address", other) != ""


@pytest.mark.parametrize("value", ["Bakı", "12", "Nizami küçəsi", "ev 12"])
def test_a_street_a_town_or_a_number_alone_is_no_address(value: str) -> None:
    assert things.identity("Address", "full", value) == ""
    assert things.identity("Person", "birthPlace", "Bakı 12 rayon") == ""


def test_a_route_is_its_places_in_their_order() -> None:
    assert things.identity("Route", "route", "Bakı – Tbilisi – Batumi") == "route:bakı>tbilisi>batumi"
    assert things.identity("Route", "route", "bakı->TBILISI -> Batumi") == "route:bakı>tbilisi>batumi"
    assert things.identity("Route", "route", "Bakı") == ""
