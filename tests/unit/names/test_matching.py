# SPDX-License-Identifier: Apache-2.0
"""Keys for private matching: kinds never meet, dates allow a clerk's slips, common pairs are left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names import Document, NotADocument, Person, asked_keys, pair_keys, stored_keys
from tests.unit.names.people import labelled

COMMON = Person(("Muhammad Ali",), date(1971, 4, 9))
STORED = Person(("Рашид Салимов",), date(1971, 4, 9), documents=(Document("KZ", "N 1234567"),))


def _hits(asked: Person, stored: Person = STORED) -> set[str]:
    ours, theirs = asked_keys(asked), stored_keys(stored)
    return {kind for kind in ours if ours[kind] & theirs[kind]}


def test_another_spelling_with_the_same_date_meets_in_every_kind_but_the_document() -> None:
    assert _hits(Person(("Rəşid Səlimov",), date(1971, 4, 9))) == {"K3", "K4"}
    assert _hits(Person(("محمد علی",), date(1971, 4, 9)), COMMON) == {"K2"}


def test_day_and_month_in_the_other_order_meet() -> None:
    assert "K2" in _hits(Person(("Мухаммад Али",), date(1971, 9, 4)), COMMON)


def test_first_of_january_stands_for_an_unknown_day_on_either_side() -> None:
    assert "K2" in _hits(COMMON, stored=Person(COMMON.names, date(1971, 1, 1)))
    assert "K3" in _hits(Person(("Rashid Salimov",), date(1971, 1, 1)))


def test_another_day_does_not_meet() -> None:
    assert _hits(Person(COMMON.names, date(1971, 4, 10)), COMMON) == set()


@given(st.text(max_size=60), st.dates(date(1900, 1, 1), date(2020, 1, 1)))
def test_what_is_stored_is_always_among_what_the_same_person_asks(name: str, born: date) -> None:
    person = Person((name,), born)

    assert all(keys <= asked_keys(person)[kind] for kind, keys in stored_keys(person).items())


def test_a_holder_stores_one_dated_key_a_pair_and_two_pairs_a_name_at_most() -> None:
    for name in ("Rashid Salimov", "Sabawi Ibrahim Hasan al-Tikriti", "Олжас Омарұлы Сүлейменов"):
        found = stored_keys(Person((name,), date(1971, 4, 9)))

        assert 1 <= len(found["K2"] | found["K3"]) <= 2


def test_most_spellings_of_one_person_meet_by_year_and_by_date() -> None:
    same = [(Person((a,), date(1971, 4, 9)), Person((b,), date(1971, 4, 9))) for a, b, ok in labelled() if ok]
    met = [_hits(a, b) for a, b in same]

    assert sum(bool(kinds & {"K2", "K3"}) for kinds in met) / len(met) > 0.9
    assert sum("K3" in kinds for kinds in met) / len(met) > 0.85


@pytest.mark.parametrize(("year", "meets"), [(1969, False), (1970, True), (1971, True), (1972, True), (1973, False)])
def test_the_asking_side_allows_a_year_either_way(year: int, meets: bool) -> None:
    assert ("K3" in _hits(Person(("Rashid Salimov",), birth_year=year))) is meets


def test_the_holder_stores_one_year_only() -> None:
    years = {key.rsplit("|", 1)[1] for key in stored_keys(STORED)["K3"]}

    assert years == {"1971"}


@pytest.mark.parametrize("number", ["N1234567", "n-123 4567", "№ Ｎ１２３４５６７", "N ۱۲۳۴۵۶۷", " N/1234567 "])
def test_a_document_is_the_same_however_it_is_written(number: str) -> None:
    asked = Person((), documents=(Document("kz", number.replace("№", "")),))

    assert _hits(asked) == {"K1"}


def test_cyrillic_look_alikes_in_a_document_are_latin() -> None:
    assert _hits(Person((), documents=(Document("UZ", "АВ 77"),)), Person((), documents=(Document("UZ", "AB77"),))) == {
        "K1"
    }


def test_the_issuing_state_is_part_of_a_document() -> None:
    assert _hits(Person((), documents=(Document("UZ", "N1234567"),))) == set()


@pytest.mark.parametrize(
    ("state", "number"),
    [("KZ", ""), ("KZ", "---"), ("K", "1"), ("KAZA", "1"), ("К1", "1"), ("", "1"), ("KZ", "9" * 65)],
)
def test_a_document_without_state_or_number_is_refused(state: str, number: str) -> None:
    with pytest.raises(NotADocument):
        stored_keys(Person((), documents=(Document(state, number),)))


def test_kinds_never_meet() -> None:
    found = stored_keys(STORED)

    assert all(key.startswith(f"{kind}/") for kind, made in found.items() for key in made)


def test_a_common_pair_is_no_key_by_itself() -> None:
    assert pair_keys("Muhammad Ali") == frozenset()
    assert pair_keys("محمد علی") == frozenset()
    assert pair_keys("Muhammad Ali", least_bits=0.0)
    assert pair_keys("Rashid Salimov")


@pytest.mark.parametrize("text", ["", "Ali", "...", "\x00", "a" * 10_000])
def test_fewer_than_two_parts_make_no_pair(text: str) -> None:
    assert pair_keys(text, least_bits=0.0) == frozenset()
    assert stored_keys(Person((text,), date(1971, 4, 9)))["K2"] == frozenset()


def test_most_spellings_of_one_person_share_a_pair_and_few_others_do() -> None:
    same = [bool(pair_keys(a) & pair_keys(b)) for a, b, is_same in labelled() if is_same]
    others = [bool(pair_keys(a) & pair_keys(b)) for a, b, is_same in labelled() if not is_same]

    assert sum(same) / len(same) > 0.88
    assert sum(others) / len(others) < 0.02
