# SPDX-License-Identifier: Apache-2.0
"""What may be printed, what stands beside what, and the paper as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import Invalid, TooLarge
from comity.documents.rules import checking
from comity.documents.rules.blocks import (
    Block,
    Facts,
    Figure,
    Heading,
    Item,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from comity.documents.rules.languages import voice
from comity.documents.rules.layout import Placed, laid_out
from comity.documents.rules.pictures import picture
from comity.documents.rules.plaintext import WIDTH, plain_text

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def _paper(*blocks: Block, language: str = "en", title: str = "A paper") -> Paper:
    return Paper(title, language, blocks)


@pytest.mark.parametrize(
    ("tag", "rtl", "arabic", "region"),
    [
        ("en", False, False, None),
        ("fa-IR", True, True, "IR"),
        ("ur", True, True, None),
        ("kk", False, False, None),
        ("kk-Arab", True, True, None),
        ("az-Latn-AZ", False, False, "AZ"),
        ("uz-Cyrl", False, False, None),
        ("AR-eg", True, True, "EG"),
        ("dv", True, False, None),
        ("es-419", False, False, None),
        ("xq", False, False, None),
    ],
)
def test_a_language_says_its_direction(tag: str, rtl: bool, arabic: bool, region: str | None) -> None:
    found = voice(tag)

    assert (found.rtl, found.arabic, found.region) == (rtl, arabic, region)


@pytest.mark.parametrize(
    "tag", ["", "e", "english", "en_GB", "en-", "فا", "en\0", "\ud800", "e" * 100_000, "en" + "-abcdefg" * 5]
)
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(Invalid, match="is no language tag"):
        voice(tag)


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        (_paper(title=" "), "Give the paper a title"),
        (_paper(Paragraph("a\0b")), r"U\+0000"),
        (_paper(Paragraph("a\ud800b")), r"U\+D800"),
        (_paper(Facts((("key", "\x1b[2J"),))), r"U\+001B"),
        (_paper(Table(("a",), (("\uffff",),))), r"U\+FFFF"),
        (_paper(Item("1", "x", children=(Item("a", "\ue000"),))), r"U\+E000"),
        (_paper(Heading("x", 4)), "level 1, 2 or 3"),
        (_paper(Paragraph("x", "loud")), "not “loud”"),
        (_paper(Table(("a", "b"), (("1", "2"), ("3",)))), "Row 2 of the table has 1 cells, its head 2"),
        (_paper(Table((), ())), "needs a head"),
        (_paper(Signatures(("a", "b", "c", "d"), (("1", "2", "3"),))), "has 3 cells"),  # type: ignore[arg-type]
        (_paper(Figure(SVG, " ")), "words that replace it"),
        (_paper(Figure("<svg", "x")), "not whole SVG"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_reason(paper: Paper, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        laid_out(paper)
    with pytest.raises(Invalid, match=sentence):
        plain_text(paper)


def test_a_paper_without_end_is_refused_before_it_is_set() -> None:
    with pytest.raises(TooLarge):
        checking.checked(_paper(Paragraph("\n" * (checking.MOST_LINES + 1))))
    with pytest.raises(TooLarge):
        checking.checked(_paper(*[Paragraph("x" * checking.LINE)] * checking.MOST_LINES))


def test_items_too_deep_in_each_other_are_refused() -> None:
    def nested(depth: int) -> Item:
        item = Item("x", "deepest")
        for _ in range(depth - 1):
            item = Item("x", "", children=(item,))
        return item

    assert len(laid_out(_paper(nested(checking.DEEPEST))).rows) == 1 + checking.DEEPEST
    for depth in (checking.DEEPEST + 1, 5000):
        with pytest.raises(Invalid, match="too deep"):
            laid_out(_paper(nested(depth)))


def test_every_line_break_is_one_kind_and_a_mark_of_byte_order_is_dropped() -> None:
    paper = checking.checked(_paper(Paragraph("a\r\nb\rc\x0bd\u2028e\x85f\ufeffg\th")))

    assert paper.blocks == (Paragraph("a\nb\nc\nd\ne\nfg h"),)


@pytest.mark.parametrize(
    ("svg", "sentence"),
    [
        ("", "not whole SVG"),
        (SVG[:-6], "not whole SVG"),
        ("<svg viewBox='0 0 9 9'/>", "namespace of SVG"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "namespace of SVG"),
        (SVG.replace("<rect", "<script>alert(1)</script><rect"), "holds “script”"),
        (SVG.replace("<rect", "<style>rect{fill:url(//x)}</style><rect"), "holds “style”"),
        (SVG.replace("<rect", "<image href='file:///etc/passwd'/><rect"), "holds “image”"),
        (SVG.replace("<rect", "<rect onload='x()'"), "“onload”"),
        (SVG.replace("<rect", "<rect fill='url(http://far.example/p#q)'"), "“fill”"),
        (SVG.replace("<rect", "<linearGradient href='http://far.example/'/><rect"), "outside itself"),
        ("<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + SVG, "document type"),
        (SVG.replace("<rect", "<text>\ud800</text><rect"), "cannot be written"),
        (SVG + " " * 2_000_001, "too large"),
        (SVG.replace("0 0 9 9", "0 0 9 9000"), "at most 20 times as high"),
        (SVG.replace("0 0 9 9", "0 0 0 9"), "at most 20 times as high"),
        (SVG.replace("0 0 9 9", "0 0 9e9 9e9"), "at most 20 times as high"),
        (SVG.replace(' viewBox="0 0 9 9"', ""), "needs a “viewBox”"),
    ],
)
def test_a_picture_that_is_broken_or_reaches_outside_is_refused(svg: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        picture(svg)


def test_a_picture_with_its_own_patterns_is_accepted() -> None:
    svg = SVG.replace("<rect", "<defs><pattern id='p'/></defs><rect fill='url(#p)'")

    assert picture(svg) == svg


def test_two_languages_stand_clause_beside_clause() -> None:
    first = _paper(Heading("H"), Item("1", "one", children=(Item("a", "letter"),)), Item("2", "two"))
    second = _paper(Heading("س"), Item("۱", "یک", children=(Item("الف", "بند"),)), Item("۲", "دو"), language="fa")

    rows = laid_out(first, second).rows[1:]

    beside = [tuple(cell.block.number for cell in row.cells) for row in rows[1:]]  # type: ignore[union-attr]
    assert beside == [("1", "۱"), ("a", "الف"), ("2", "۲")]
    assert [row.cells[0].depth for row in rows[1:]] == [0, 1, 0]  # type: ignore[union-attr]


def test_a_clause_one_language_has_not_stands_beside_nothing() -> None:
    first = _paper(Item("1", "one", children=(Item("a", "letter"),)))

    assert laid_out(first, _paper(Item("1", "bir"), language="tr")).rows[2].cells == (
        Placed(Item("a", "letter"), 1),
        None,
    )


@pytest.mark.parametrize(
    "second",
    [_paper(language="tr"), _paper(Heading("x"), Heading("y"), language="tr"), _paper(Paragraph("x"), language="tr")],
)
def test_two_languages_that_do_not_match_are_refused(second: Paper) -> None:
    with pytest.raises(Invalid, match="do not match"):
        laid_out(_paper(Heading("x")), second)


def test_signatures_are_one_table_in_both_languages() -> None:
    first = _paper(Signatures(("Office", "State", "Name", "Signed"), (("GPO", "Kazakhstan", "B. Asylov", ""),)))
    second = _paper(Signatures(("Ведомство", "Государство", "Имя", ""), (("ГП", "Казахстан", "B. Asylov", ""),)))

    (_, row) = laid_out(first, second).rows

    assert row.cells[1] is None
    assert row.cells[0] is not None
    assert row.cells[0].block == Signatures(
        ("Office\nВедомство", "State\nГосударство", "Name\nИмя", "Signed"),
        (("GPO\nГП", "Kazakhstan\nКазахстан", "B. Asylov", ""),),
    )


def test_plain_text_keeps_numbers_and_hangs_what_stands_under_them() -> None:
    paper = _paper(Item("12", "word " * 30, "Scope", (Item("a", "letter", children=(Item("iv", "deep"),)),)))

    assert plain_text(paper).splitlines()[2:] == [
        "12  Scope",
        "    " + " ".join(["word"] * 19),
        "    " + " ".join(["word"] * 11),
        "    a   letter",
        "        iv  deep",
    ]


def test_plain_text_sets_a_narrow_table_in_columns_and_a_wide_one_in_lines() -> None:
    narrow = plain_text(_paper(Table(("State", "Open"), (("Azerbaijan", "3"), ("Iran", "12")), "Requests")))
    wide = plain_text(_paper(Table(("State", "Note"), (("Azerbaijan", "x " * 80),))))

    assert narrow.splitlines()[2:] == [
        "Requests",
        "State       Open",
        "----------  ----",
        "Azerbaijan  3",
        "Iran        12",
    ]
    assert wide.splitlines()[2] == "- State: Azerbaijan"
    assert wide.splitlines()[3].startswith("  Note: x x x")


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="=-"), min_size=1, max_size=60
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=40).map(" ".join)
_ITEMS = st.recursive(
    st.builds(Item, _WORDS.map(lambda w: w[:6]), _TEXTS, st.one_of(st.just(""), _TEXTS)),
    lambda inner: st.builds(Item, st.just("x"), _TEXTS, st.just(""), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
_BLOCKS = st.one_of(
    st.builds(Paragraph, _TEXTS),
    st.builds(Heading, _TEXTS, st.integers(1, 3)),
    _ITEMS,
    st.builds(Facts, st.lists(st.tuples(_TEXTS, _TEXTS), max_size=4).map(tuple)),
)


def _said(block: Block) -> str:
    match block:
        case Item():
            return " ".join((block.number, block.heading, block.text, *map(_said, block.children)))
        case Facts(rows=rows):
            return " ".join(f"{term}: {value}" for term, value in rows)
        case Heading(text=text) | Paragraph(text=text):
            return text
        case _:
            raise AssertionError(block)


@given(st.lists(_BLOCKS, max_size=5))
def test_plain_text_says_every_word_in_order_in_lines_of_a_hundred(blocks: list[Block]) -> None:
    text = plain_text(_paper(*blocks))

    lines = text.splitlines()
    said = "".join("".join(line.split()) for line in lines if not set(line) <= {"=", "-"})
    expected = "".join("".join(_said(block).split()) for block in blocks)
    assert all(len(line) <= WIDTH for line in lines)
    assert text.endswith("\n")
    assert said == "APAPER" + expected
