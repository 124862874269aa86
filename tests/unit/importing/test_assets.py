# SPDX-License-Identifier: Apache-2.0
"""Texts of other kinds and hands: the file name says what is special about each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from comity.base.errors import Invalid
from comity.drafting.rules.importing import Imported, decode, read
from comity.drafting.rules.importing.refusing import Empty, NationalLaw, NotOfficial, TooLong
from comity.drafting.rules.tree import Clause, find, walk

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@cache
def asset(name: str) -> Imported:
    path = ASSETS / "texts" / f"{name}.txt"
    return read(decode(path.read_bytes(), name=path.name), name=path.name)


def shape(clauses: tuple[Clause, ...]) -> str:
    """Return the ids of a tree as a reader sees them nested: `c1 c2[c2.a c2.b]`."""
    return " ".join(one.id + (f"[{shape(one.children)}]" if one.children else "") for one in clauses)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "convention_articles_chapters",
            "chapter-i[c1[c1.a c1.b c1.c[c1.c.i c1.c.ii]] c2[c2.1 c2.2]] chapter-ii[c3 c4] chapter-iii[c5]",
        ),
        ("communique_numbered_wrapped", "c1 c2[c2.1 c2.2 c2.3 c2.4 c2.5] part-1[c3 c4] part-2[c5 c6]"),
        ("declaration_unnumbered", "c1 c2 c3 c4"),
        (
            "action_plan_nested",
            "part-1[c1.1 c1.2[c1.2.a c1.2.b[c1.2.b.i c1.2.b.ii] c1.2.c]] part-2[c2.1 c2.2] part-3[c3.1]",
        ),
        ("statute_parenthesised", "c1 c2[c2.1 c2.2[c2.2.a c2.2.b] c2.3] c3 c5"),
        ("statement_lowercase_recitals", "c1 c2 c3"),
        ("conclusions_attended_list", "c1[c1.1 c1.2] c2 c3"),
        ("declaration_persian", "c1 c2[c2.1 c2.2] c3"),
        ("declaration_turkish", "c1 c2 c3"),
        ("resolution_headers_pages", "c1 c2 c3 c4"),
        ("protocol_html", "c1 c2"),
        ("memorandum_letters", "part-a[part-a.1 part-a.2] part-b[part-b.1 part-b.2] part-c[part-c.1]"),
    ],
)
def test_the_clauses_are_nested_as_printed(name: str, expected: str) -> None:
    assert shape(asset(name).tree.clauses) == expected


@pytest.mark.parametrize(
    ("name", "slug", "body", "place", "adopted"),
    [
        ("convention_articles_chapters", "tehran-convention-2023", "", "IR", "2023-10-23"),
        ("communique_numbered_wrapped", "doha-declaration-2016", "oic-foreign-ministers", "QA", "2016-05-20"),
        ("declaration_unnumbered", "almaty-declaration-2022", "ots-justice-ministries", "KZ", "2022-06-12"),
        ("action_plan_nested", "bishkek-action-plan-2024", "ots-prosecutors-general", "KG", "2024-07-25"),
        ("statement_lowercase_recitals", "bishkek-declaration-2019", "sco-prosecutors-general", "KG", "2019-08-30"),
        ("conclusions_attended_list", "hanoi-declaration-2012", "asean-prosecutors-general", "VN", "2012-11-11"),
        ("declaration_russian", "cis-declaration-2018", "cis-prosecutors-general", "BY", "2018-09-14"),
        ("declaration_persian", "eco-declaration-2019", "eco-prosecutors-general", "IR", "2019-05-12"),
        ("declaration_turkish", "taskent-declaration-2025", "ots-prosecutors-general", "UZ", "2025-10-10"),
        ("resolution_headers_pages", "islamabad-declaration-2019", "eco-interior-ministries", "PK", "2019-03-06"),
        ("protocol_html", "baku-convention-2019", "prosecutors-general", "AZ", "2019-03-15"),
    ],
)
def test_when_where_and_by_whom(name: str, slug: str, body: str, place: str, adopted: str) -> None:
    read_back = asset(name)

    assert (read_back.slug, read_back.body, read_back.country) == (slug, body, place)
    assert read_back.as_json()["dates"]["adopted"] == adopted


@pytest.mark.parametrize(
    ("name", "language", "numbering"),
    [
        ("declaration_russian", "ru", "paragraph"),
        ("declaration_persian", "fa", "article"),
        ("declaration_turkish", "tr", "article"),
        ("protocol_html", "en", "article"),
    ],
)
def test_the_language_is_told(name: str, language: str, numbering: str) -> None:
    assert (asset(name).tree.language, asset(name).tree.numbering) == (language, numbering)


def test_headings_stand_over_their_articles() -> None:
    tree = asset("convention_articles_chapters").tree

    assert [find(tree, f"c{n}").heading for n in range(1, 6)] == [
        "Use of terms",
        "Scope",
        "Urgent requests",
        "Central authorities",
        "Entry into force",
    ]
    assert find(tree, "chapter-ii").heading == "REQUESTS"
    assert tree.preamble[0].heading == "PREAMBLE"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("convention_articles_chapters", [("Mohammad Jahani", "IR"), ("Yusuf Rahmonov", "TJ")]),
        ("statute_parenthesised", [("Elchin Mammadov", "AZ"), ("Aidos Nurlanov", "KZ"), ("Aizada Toktogulova", "KG")]),
        ("protocol_html", [("Rashad Huseynov", "AZ"), ("Daniyar Omarov", "KZ"), ("Ayşe Demir", "TR")]),
        ("memorandum_letters", [("Hadi Farhadi", ""), ("Stephen Marlow", "")]),
        ("declaration_russian", [("", "BY"), ("", "KZ")]),
    ],
)
def test_who_signed(name: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.display, one.state) for one in asset(name).signatories] == expected


def test_a_signature_without_a_name_is_a_doubt() -> None:
    assert [d.code for d in asset("declaration_russian").doubts] == ["signature-incomplete"] * 2


@pytest.mark.parametrize(
    ("name", "ordinal", "state", "place", "year"),
    [
        ("communique_numbered_wrapped", 32, "MA", "Rabat", 2017),
        ("conclusions_attended_list", 7, "TH", "Bangkok", 2013),
        ("resolution_headers_pages", 5, "IR", "Tehran", 2021),
        ("statement_lowercase_recitals", 0, "UZ", "Tashkent", 2020),
        ("action_plan_nested", 5, "KZ", "", 2026),
    ],
)
def test_the_next_meeting_is_foreseen(name: str, ordinal: int, state: str, place: str, year: int) -> None:
    coming = asset(name).next_meeting

    assert coming is not None
    assert (coming.ordinal, coming.state, coming.place, coming.year) == (ordinal, state, place, year)


def test_page_numbers_and_running_heads_are_set_aside_not_lost() -> None:
    left = asset("resolution_headers_pages").left_over

    assert [one.text for one in left if one.why == "page-number"] == ["1", "2", "3"]
    assert {one.text for one in left if one.why == "running-head"} == {"ECO/IM/2019/RES.4"}


def test_a_missing_article_is_a_doubt() -> None:
    doubt = next(d for d in asset("statute_parenthesised").doubts if d.code == "number-out-of-order")

    assert "Article 5" in doubt.question
    assert "A clause is missing" in doubt.alternatives


def test_markup_and_entities_leave_plain_text() -> None:
    tree = asset("protocol_html").tree

    assert find(tree, "c1").text == "Each Party names a contact person & a deputy."
    assert find(tree, "c2").text.startswith("The list is confirmed on the 1st of January and the 1st of July.")
    assert not any("<" in clause.text or "&amp;" in clause.text for clause in walk(tree.clauses))


def test_a_report_of_another_hand_is_a_report() -> None:
    third, fourth = asset("minutes_report_meetings").meetings

    assert (third.ordinal, third.next_host, len(third.recommendations), len(third.agenda)) == (3, "UZ", 2, 2)
    assert [party.state for party in third.participants] == ["AZ", "KZ", "KG", "TR", "UZ"]
    assert (fourth.ordinal, fourth.status, len(fourth.agenda)) == (4, "planned", 2)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("recipe.txt", NotOfficial),
        ("novel_page.txt", NotOfficial),
        ("source_code.txt", NotOfficial),
        ("news_report.txt", NotOfficial),
        ("table.csv", NotOfficial),
        ("too_short.txt", NotOfficial),
        ("national_law.txt", NationalLaw),
        ("empty.txt", Empty),
        ("blank.txt", Empty),
    ],
)
def test_what_is_no_official_text_is_refused_in_one_sentence(name: str, family: type[Invalid]) -> None:
    path = ASSETS / "texts_refused" / name

    with pytest.raises(Invalid) as refused:
        read(decode(path.read_bytes(), name=name), name=name)

    assert type(refused.value) is family
    assert name in refused.value.sentence
    assert refused.value.sentence.endswith(".")


def test_a_law_of_two_hundred_pages_is_refused() -> None:
    articles = (
        f"Article {n}. Duty {n}\nA keeper shall feed the bees on day {n} of the season." for n in range(1, 5000)
    )
    law = "CRIMINAL CODE OF THE REPUBLIC OF EXAMPLE\n\n" + "\n\n".join(articles)

    with pytest.raises(NationalLaw):
        read(law, name="code.txt")


def test_the_limit_is_a_parameter() -> None:
    text = (ASSETS / "texts" / "declaration_unnumbered.txt").read_text("utf-8")

    with pytest.raises(TooLong, match="100"):
        read(text, name="long.txt", limit=100)
