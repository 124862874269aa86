# SPDX-License-Identifier: Apache-2.0
"""Roles of parts, and the order as far as the text shows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from comity.names import NotAName, Order, parse
from tests.unit.names.test_score import NAMES


@pytest.mark.parametrize(
    ("text", "order", "roles"),
    [
        ("Касым Жомартович Ахметов", Order.GIVEN_FIRST, ["given", "patronymic", "family"]),
        ("ИСАКОВ Исмаил Исакович", Order.FAMILY_FIRST, ["family", "given", "patronymic"]),
        ("SOLTANI, Ghasem", Order.FAMILY_FIRST, ["family", "given"]),
        ("Аббас Мамед оглы Гасанов", Order.GIVEN_FIRST, ["given", "patronymic", "relation", "family"]),
        ("Muhammad bin Ali al-Bashiri", Order.GIVEN_FIRST, ["given", "relation", "patronymic", "nisba"]),
        ("Dr. Kamil Aliyev", Order.GIVEN_FIRST, ["title", "given", "family"]),
        ("Abu Bakr al-Baghdadi", Order.UNCERTAIN, ["kunya", "kunya", "nisba"]),
        ("A. Kassymov", Order.UNCERTAIN, ["initial", "family"]),
        ("عبد الرحمن بن سعيد الدوسري", Order.GIVEN_FIRST, ["given", "relation", "patronymic", "nisba"]),
        ("Gulnaz Akhtar", Order.UNCERTAIN, ["given", "family"]),
        ("Момышұлы Бауыржан", Order.FAMILY_FIRST, ["family", "given"]),
    ],
)
def test_roles(text: str, order: Order, roles: list[str]) -> None:
    found = parse(text)

    assert [str(part.role) for part in found.parts] == roles
    assert found.order == order


def test_a_known_name_is_named() -> None:
    assert [part.known_as for part in parse("Мамед Гасанов").parts] == ["muhammad", "hasan"]


@pytest.mark.parametrize("text", ["", "...", "12 34", "\x00", "😀", "a" * 10_000])
def test_a_text_without_a_name_is_refused(text: str) -> None:
    with pytest.raises(NotAName):
        parse(text)


@settings(max_examples=100, deadline=None)
@given(NAMES)
def test_every_word_is_in_one_part(text: str) -> None:
    try:
        found = parse(text)
    except NotAName:
        return

    written = "".join(character for part in found.parts for character in part.text if character.isalpha())
    assert written == "".join(character for character in text if character.isalpha())


@pytest.mark.parametrize("text", ["ь", "Ali ь", "ʼь Hasanov"])
def test_a_word_that_writes_no_sound_is_read_without_fault(text: str) -> None:
    assert parse(text).text == text
