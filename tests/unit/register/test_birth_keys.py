# SPDX-License-Identifier: Apache-2.0
"""Birth dates as keys: what agrees with a whole date is found under its keys, and nothing else is."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from comity.register.rules import evidence, keys
from comity.register.rules.category import Category
from comity.register.rules.evidence import Agreement

AGREES = {Agreement.SAME, Agreement.SWAPPED, Agreement.PARTLY}
DAYS = st.dates(date(1979, 1, 1), date(1981, 12, 31)).map(date.isoformat)
DATES = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


@given(DATES, DATES)
@example("1980-03-02", "1980-02-03")
@example("1980-03-02", "1980-01-01")
@example("1980-03-02", "1980-03")
@example("1980-03-02", "1980-03-01")
def test_a_date_stands_under_the_keys_of_another_exactly_where_they_agree(asked: str, known: str) -> None:
    whole, in_part = keys.births_agreeing(asked)
    stored = keys.births(Category.SUSPECT, [("birthDate", known)])

    assert bool(whole) == bool(in_part) == (len(asked.removesuffix("-01-01")) == len("YYYY-MM-DD"))
    if whole:
        found = evidence.birth(asked, [known])
        assert found
        assert bool(stored & (whole | in_part)) == (found.agreement in AGREES)


def test_who_is_never_matched_has_no_birth_key() -> None:
    for category in (Category.VICTIM, Category.WITNESS):
        assert not keys.births(category, [("birthDate", "1980-03-02")])
