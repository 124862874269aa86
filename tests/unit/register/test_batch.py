# SPDX-License-Identifier: Apache-2.0
"""What a whole register is weighed by: likeness of names, birth dates and exact values; which pairs are compared."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.batch import NotInstalled, weigh
from comity.register.rules import batch
from comity.register.rules.batch import MANY, UNKNOWN, Record

NAMES = st.lists(st.sampled_from(["Əli Həsənov", "Али Гасанов", "Ali Hasanov", "Gulnora Karimova"]), max_size=3)
DATES = st.lists(st.sampled_from(["1984-03-02", "1984-02-03", "1984", "1984-01-01", "1985", "1990-07"]), max_size=2)


@given(NAMES, NAMES, DATES, DATES)
def test_likeness_has_no_sides(one: list[str], two: list[str], born: list[str], other: list[str]) -> None:
    for likeness, a, b in ((batch.name_likeness, one, two), (batch.birth_likeness, born, other)):
        assert likeness(MANY.join(a), MANY.join(b)) == likeness(MANY.join(b), MANY.join(a))


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("1984-03-02", "1984-03-02", 1.0), ("1984-03-02", "1984-02-03", 0.7), ("1984", "1984", 0.7),
        ("1984", "1984-05", 0.7),
        ("1984-01-01", "1984-01-01", 0.7), ("1984", "1985", 0.4), ("1984", "1990", 0.0), ("", "1984", UNKNOWN),
        (f"1970{MANY}1984-03-02", "1984-03-02", 1.0),
    ],
)  # fmt: skip
def test_a_birth_date_agrees_whole_in_part_or_not(one: str, two: str, level: float) -> None:
    assert batch.birth_likeness(one, two) == level


def test_the_strongest_shared_value_counts() -> None:
    mine = MANY.join(("exact:passportNumber:c1", "exact:phone:9", "exact:bic:x"))

    assert batch.shared_likeness(mine, "exact:phone:9") == 0.9
    assert batch.shared_likeness(mine, MANY.join(("exact:phone:9", "exact:passportNumber:c1"))) == 0.97
    assert batch.shared_likeness(mine, "exact:bic:x") == batch.shared_likeness(mine, "exact:phone:8") == 0.0
    assert batch.shared_likeness(mine, "") == UNKNOWN


def test_the_levels_of_a_comparison_are_whole_shares_and_fall() -> None:
    for levels in (batch.NAME_LEVELS, batch.BIRTH_LEVELS, batch.SHARED_LEVELS):
        assert sum(m for _, m, _ in levels) == pytest.approx(1)
        assert sum(u for *_, u in levels) == pytest.approx(1)
        ratios = [m / u for _, m, u in levels]
        assert ratios == sorted(ratios, reverse=True)


def test_only_records_of_one_kind_meet_and_common_keys_are_left_out() -> None:
    same = ("exact:registrationNumber:10aa123",)
    found = batch.rows(
        [
            Record("b", "Company", ("X",), (), same),
            Record("a", "Vehicle", (), (), same),
            Record("c", "Company", (), (), same),
        ]
    )
    crowd = batch.rows([Record(f"{n:03}", "Phone", exact=("exact:phone:1",)) for n in range(batch.MOST_PER_KEY + 1)])

    assert [row["unique_id"] for row in found] == ["a", "b", "c"]
    assert [len(row["keys"]) for row in found] == [0, 1, 1]
    assert not any(row["keys"] for row in crowd)


@pytest.mark.parametrize(("engine", "extra"), [("duckdb", "linkage"), ("spark", "spark")])
@pytest.mark.parametrize("missing", ["splink", "pyarrow"])
def test_without_the_extra_the_error_says_how_to_install_it(
    engine: str, extra: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(NotInstalled, match=rf"pip install 'comity\[{extra}\]'"):
        weigh([Record("a", "Person", ("Ali Hasanov",))], engine=engine)
