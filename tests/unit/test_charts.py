# SPDX-License-Identifier: Apache-2.0
"""Charts say the same as the numbers behind them, in any direction, without colour, script or style."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from comity.base.errors import Invalid
from comity.documents.rules.charts import (
    Chart,
    Counts,
    Matrix,
    Span,
    Spans,
    Tile,
    Tiles,
    figure,
    svg,
    table,
    words,
)
from comity.documents.rules.pictures import picture

DAY = date(2026, 1, 1)
COUNTS = Counts("Requests", "State", ("answered", "open"), (("Azerbaijan", (12, 3)), ("Uzbekistan", (6, 0))))
SPANS = Spans(
    "Meetings",
    ("what", "first day", "last day", "kind"),
    ("meeting", "deadline"),
    (Span("Experts", DAY, DAY + timedelta(9)), Span("Comments", DAY + timedelta(40), None, 1)),
)
TILES = Tiles(
    "Answers",
    ("State", "answer", "since"),
    ("yes", "no"),
    (Tile("AZ", "Azerbaijan", 0, "2026"), Tile("KZ", "Kazakhstan", 1)),
)
MATRIX = Matrix(
    "Treaties", "State", ("KZ", "UZ"), ("in force", "signed"), (("Azerbaijan", (0, None)), ("Iran", (1, 0)))
)
ALL = (COUNTS, SPANS, TILES, MATRIX)


def _boxes(drawn: str, kind: int) -> list[tuple[float, float]]:
    return [
        (float(rect.get("x", "")), float(rect.get("width", "")))
        for rect in etree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}rect")
        if rect.get("class") == f"chart-{kind}"
    ]


def _shown(drawn: str) -> list[str]:
    texts = etree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")
    return [re.sub("[\u2066-\u2069]", "", "".join(text.itertext())) for text in texts]


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_a_chart_needs_no_style_no_script_and_nothing_from_elsewhere(data: Chart) -> None:
    drawn = svg(data)

    assert picture(drawn) == drawn
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href|https?://(?!www\.w3\.org/2000/svg)", drawn)


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_a_chart_tells_its_title_and_all_its_numbers_to_who_cannot_see_it(data: Chart) -> None:
    root = etree.fromstring(svg(data))
    said = {one.get("id"): one.text for one in root if one.tag.endswith(("title", "desc"))}

    assert root.get("role") == "img"
    assert [said[name] for name in root.get("aria-labelledby", "").split()] == [data.title, words(data)]
    for row in table(data).rows:
        for cell in row:
            assert cell in words(data)


@pytest.mark.parametrize("data", ALL, ids=lambda data: type(data).__name__)
def test_no_two_kinds_differ_by_colour_alone(data: Chart) -> None:
    drawn = svg(data)

    patterns = dict(re.findall(r'<pattern id="\w+-(\d)".*?<path class="chart-hatch" d="([^"]+)"', drawn))
    for kind in (1,):  # the first kind is plain
        over = re.findall(rf'class="chart-{kind}"[^>]*/><rect fill="url\(#\w+-{kind}\)"', drawn)
        assert patterns[str(kind)]
        assert len(over) == len(_boxes(drawn, kind)) > 0


def test_the_words_of_a_chart() -> None:
    assert words(COUNTS) == "Requests. Azerbaijan: answered 12, open 3. Uzbekistan: answered 6, open 0."
    assert words(SPANS) == (
        "Meetings. Experts: first day 2026-01-01, last day 2026-01-10, kind meeting. "
        "Comments: first day 2026-02-10, kind deadline."
    )
    assert words(TILES) == "Answers. Azerbaijan (AZ): answer yes, since 2026. Kazakhstan (KZ): answer no."
    assert words(MATRIX) == "Treaties. Azerbaijan: KZ in force. Iran: KZ signed, UZ in force."
    assert figure(MATRIX, "c").alt == words(MATRIX)


def test_bars_are_as_long_as_their_numbers_and_stand_end_to_end() -> None:
    drawn = svg(COUNTS)

    (_, first), (_, second) = _boxes(drawn, 0)[1:]  # the first box is the legend's
    assert first == pytest.approx(2 * second, abs=0.2)
    ((start, width),) = _boxes(drawn, 1)[1:]
    assert width == pytest.approx(first / 4, abs=0.2)
    assert start == pytest.approx(_boxes(drawn, 0)[1][0] + first, abs=0.2)
    assert {"15", "6", "12"} <= set(_shown(drawn))


def test_a_chart_in_persian_is_the_mirror_of_the_same_in_english() -> None:
    for data in ALL:
        mirrored = type(data)(**{**{name: getattr(data, name) for name in data.__slots__}, "language": "fa"})

        for kind in (0, 1):
            expected = [(720 - x - width, width) for x, width in _boxes(svg(data), kind)]
            found = _boxes(svg(mirrored), kind)
            assert [pytest.approx(place, abs=0.2) for place in expected] == found
        assert sorted(_shown(svg(mirrored))) == sorted(_shown(svg(data)))


def test_two_charts_on_one_page_do_not_share_their_patterns() -> None:
    other = Counts("Requests", "State", ("answered", "open"), (("Azerbaijan", (12, 4)),))

    ids = re.findall(r'\sid="([^"]+)"', svg(COUNTS) + svg(other))

    assert len(ids) == len(set(ids)) > 4


def test_markup_and_unwritable_letters_in_names_are_only_text() -> None:
    hostile = "<script>alert(1)</script>&amp;\"'\0\ud800"
    data = Counts(hostile, hostile, (hostile, "b"), ((hostile, (1, 2)),))

    drawn = svg(data)

    assert picture(drawn) == drawn
    assert "<script" not in drawn
    assert any(text.startswith("<script>alert(1)</script>") for text in _shown(drawn))


def test_arabic_names_say_their_direction_in_a_picture_that_runs_left_to_right() -> None:
    drawn = svg(Counts("x", "x", ("a",), (("پروندهٔ TR-1 (۷)", (1,)),), "fa"))

    assert 'direction="ltr"' in drawn
    assert "\u2067" in drawn
    assert "پروندهٔ TR-1 (۷)" in _shown(drawn)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Counts("t", "h", (), ()), "1 to 8 kinds"),
        (lambda: Counts("t", "h", tuple("abcdefghi"), ()), "1 to 8 kinds"),
        (lambda: Counts("t", "h", ("a",), (("x", (1, 2)),)), "2 numbers for 1"),
        (lambda: Counts("t", "h", ("a",), (("x", (-1,)),)), "below nought"),
        (lambda: Counts("t", "h", ("a",), (("x", (math.nan,)),)), "below nought"),
        (lambda: Counts("t", "h", ("a",), (("x", (math.inf,)),)), "below nought"),
        (lambda: Spans("t", ("", "", "", ""), ("a",), (Span("x", DAY, DAY - timedelta(1)),)), "ends before"),
        (lambda: Spans("t", ("", "", "", ""), ("a",), (Span("x", DAY, None, 1),)), "of kind 1"),
        (lambda: Tiles("t", ("", "", ""), ("a",), (Tile("A", "x", -1),)), "of kind -1"),
        (lambda: Matrix("t", "h", ("a", "b"), ("k",), (("x", (0,)),)), "1 cells for 2"),
        (lambda: Matrix("t", "h", ("a",), ("k",), (("x", (5,)),)), "of kind 5"),
        (lambda: svg(Counts("t", "h", ("a",), (), "no language")), "no language tag"),
    ],
)
def test_numbers_that_cannot_be_drawn_are_refused(make: object, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        make()  # type: ignore[operator]


@pytest.mark.parametrize(
    "data",
    [
        Counts("t", "h", ("a",), ()),
        Counts("t", "h", ("a", "b"), (("x", (0, 0)),)),
        Spans("t", ("", "", "", ""), ("a",), ()),
        Spans("t", ("", "", "", ""), ("a",), (Span("x", date(1, 1, 1), date(9999, 12, 31)),)),
        Tiles("t", ("", "", ""), ("a",), ()),
        Matrix("t", "h", (), ("k",), ()),
        Matrix("t", "h", tuple(f"column {n}" for n in range(57)), ("k",), (("x" * 300, (0,) * 57),)),
    ],
)
def test_nothing_much_and_very_much_are_drawn_too(data: Chart) -> None:
    assert picture(svg(data))


_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=80)
_NUMBERS = st.floats(0, 1e12, allow_nan=False) | st.integers(0, 10**9)


@given(st.lists(st.tuples(_NAMES, st.tuples(_NUMBERS, _NUMBERS, _NUMBERS)), max_size=12), st.sampled_from(["en", "fa"]))
def test_any_numbers_give_a_whole_picture_inside_its_frame(
    rows: list[tuple[str, tuple[float, float, float]]], language: str
) -> None:
    data = Counts("t", "h", ("a", "b", "c"), tuple(rows), language)

    drawn = svg(data)

    assert picture(drawn) == drawn
    for kind in range(3):
        for x, width in _boxes(drawn, kind):
            assert -0.2 <= x <= x + width <= 720.2
    assert all(len(row) == 4 for row in table(data).rows)
