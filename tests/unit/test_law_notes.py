# SPDX-License-Identifier: Apache-2.0
"""Notes of the fact tables in parts that can be translated, and what the engine says in other languages."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from comity.base.wording import Sentence
from comity.config.templatetags.law import as_english, instrument_title, law, law_word
from comity.instruments import queries
from comity.instruments.rules.notes import parts
from comity.reference import load


@pytest.mark.parametrize(
    ("note", "templates"),
    [
        ("law 29 of 2004-03-19; no withdrawal seen", ["law 29 of {day}", "no withdrawal seen"]),
        ("signed 1999-04-26, ratified 2001-05", ["signed {day}, ratified {day_b}"]),
        ("reservation on art 24(1) (ETS 86)", ["reservation on art {article} ({ets})"]),
        ("law (in Kazakh; art 32(2) limits); deposit not seen", ["law (in Kazakh; art {article} limits)",
                                                               "deposit not seen"]),
        ("members of 2017-2023", ["members of 2017-2023"]),
    ],
)  # fmt: skip
def test_a_note_falls_into_parts_with_days_and_articles_as_values(note: str, templates: list[str]) -> None:
    assert [part.template for part in parts(note)] == templates


def test_the_parts_of_every_note_make_the_note_again() -> None:
    notes = [row.note for rows in load().participation.values() for row in rows if row.note]

    assert notes
    assert all("; ".join(parts(note)) == note for note in notes)


def test_the_engine_answers_in_english_and_is_read_in_the_language_of_the_page() -> None:
    asked = queries.ask(requesting="AZ", requested="UZ", offences=["drug-trafficking"], on=date(2026, 11, 22))
    governing = queries.navigate(asked).governing
    assert governing is not None
    why = governing.reasons[0].text

    assert why == "in force for AZ since 1993-12-21"
    with translation.override("ru"):
        assert law_word(why) == "Азербайджан: в силе с 21 дек. 1993"
    with translation.override("en"):
        assert law_word("The partner's law") == "The partner's law"
        assert law(why) == "in force for Azerbaijan since 21 Dec 1993"


def test_what_is_not_translated_is_marked_as_english_and_escaped() -> None:
    with translation.override("fa"):
        assert as_english("An <b>") == '<bdi lang="en" dir="ltr">An &lt;b&gt;</bdi>'
        assert as_english("66(2)") == '<bdi dir="ltr">66(2)</bdi>'
        assert "<i>" not in law(Sentence("{state} is a party", state="<i>x</i>"))


def test_an_official_title_is_never_made_up() -> None:
    titles = load().instruments["uncac"].titles

    with translation.override("ru"):
        assert instrument_title("uncac") == titles["ru"]
        assert instrument_title("vienna-1988").startswith('<bdi lang="en" dir="ltr">United Nations')
