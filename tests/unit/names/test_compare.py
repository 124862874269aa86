# SPDX-License-Identifier: Apache-2.0
"""Explanations: every part once, and sentences a prosecutor can check with the eye."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from comity.names import NotAName, compare, parse, score
from tests.unit.names.test_score import KNOWN, NAMES


def test_letters_are_named_across_scripts() -> None:
    found = compare("Rəcəb Ərdoğan", "رجب أردوغان")

    texts = {note.text for alignment in found.alignments for note in alignment.notes}
    assert "c = ج" in texts
    assert "ğ = غ" in texts
    assert "ə: short vowel, not written in the Arabic script" in texts
    assert "both spell rajab" in texts


def test_words_of_descent_are_put_side_by_side() -> None:
    lines = compare("Аббас Мамед оглы Гасанов", "Abbas Məmməd oğlu Həsənov").lines()

    assert "оглы = oğlu: relation (оглы = oğlu = son of)" in lines


def test_look_alikes_are_said_to_be_different_names() -> None:
    lines = compare("Hasan Rahimov", "Husayn Rahimov").lines()

    assert any("hasan and husayn are different names" in line for line in lines)


def test_joined_words_and_initials_are_said() -> None:
    assert any("written as one word" in line for line in compare("Muhammadali Karimov", "Muhammad Ali Karimov").lines())
    assert "K = Kamil: initial (initial K for Kamil)" in compare("K. Aliyev", "Kamil Aliyev").lines()


def test_titles_stand_alone_or_together() -> None:
    assert "Dr: title alone" in compare("Dr. Kamil Aliyev", "Kamil Aliyev").lines()
    assert "Dr = Dr: title" in compare("Dr. Kamil Aliyev", "Dr. Kamil Aliyev").lines()


@settings(max_examples=150, deadline=None)
@given(NAMES | KNOWN, NAMES | KNOWN)
def test_every_part_is_in_exactly_one_alignment(one: str, two: str) -> None:
    found = compare(one, two)

    for text, side in ((one, "one"), (two, "two")):
        try:
            parts = Counter(part.text for part in parse(text).parts)
        except NotAName:
            parts = Counter()
        assert Counter(shown for alignment in found.alignments for shown in getattr(alignment, side)) == parts


@settings(max_examples=80, deadline=None)
@given(NAMES | KNOWN, NAMES | KNOWN)
def test_the_explained_score_is_the_score(one: str, two: str) -> None:
    assert compare(one, two).score == score(one, two)
