# SPDX-License-Identifier: Apache-2.0
"""Errors with values: in the reader's language on pages, in English to programs that ask for no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base.wording import Sentence
from comity.config.templatetags.comity import listed, states
from tests.rooms.test_register import make_case
from tests.rooms.test_register_pages import signed_in

Maker = Callable[..., Person]
ASKED = "/api/v1/navigate?requesting=AZ&requested=TR&offence=drug-traficking&on=2026-11-25"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Write birthDate as YYYY, YYYY-MM or YYYY-MM-DD."),
        ("ru", "Напишите birthDate в виде YYYY, YYYY-MM или YYYY-MM-DD."),
        ("fa", "\u2068birthDate\u2069 را به شکل YYYY، YYYY-MM یا YYYY-MM-DD بنویسید."),
    ],
)
def test_a_form_says_what_is_wrong_in_the_readers_language(
    language: str, sentence: str, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    client = signed_in(analyst)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.post(
        f"/register/cases/{case}/enter/Person/",
        {"category": "suspect", "name": "Əli Həsənov", "birthDate": "1984-13", "certainty": "probable"},
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asks", "sentence"),
    [
        ({}, "“drug-traficking” is not known here (offence category). Did you mean: drug-trafficking?"),
        (
            {"Accept-Language": "ru"},
            "«drug-traficking» здесь неизвестно (вид преступлений). Возможно, имелось в виду: drug-trafficking?",
        ),
    ],
)
def test_a_program_reads_english_unless_it_asks_for_another_language(asks: dict[str, str], sentence: str) -> None:
    answer = Client().get(ASKED, headers=asks)

    assert answer.status_code == 422
    assert answer.json()["title"].startswith(sentence.partition("?")[0])


@pytest.mark.parametrize(
    ("language", "names"), [("en", "Iran, Türkiye"), ("ru", "Иран, Турция"), ("fa", "ایران، ترکیه")]
)
def test_states_are_listed_with_the_comma_of_the_language(language: str, names: str) -> None:
    with translation.override(language):
        assert states(["IR", "TR"]) == names
        assert listed(["a", 1]) == ("a، 1" if language == "fa" else "a, 1")


def test_a_text_somebody_wrote_is_spoken_as_it_is() -> None:
    with translation.override("ru"):
        assert speak("Silk {line}") == "Silk {line}"
        assert speak("") == ""
        assert speak(Sentence("This row repeats row {row}.", row=4)) == "Эта строка повторяет строку 4."
