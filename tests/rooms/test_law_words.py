# SPDX-License-Identifier: Apache-2.0
"""The law is read in the reader's language: no English sentence stands on a Persian or Russian page unmarked."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from comity.accounts.rules.roles import Person

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = (
    "requesting=AZ&requested=UZ&offence=drug-trafficking&measure=bank-records&on=2026-11-22",
    "requesting=TR&requested=KZ&offence=cybercrime&measure=extradition-prosecution&on=2026-11-22",
    "requesting=IR&requested=PK&offence=terrorism&measure=witness-testimony&on=2026-11-22&urgent=1",
    "requesting=SA&requested=EG&offence=corruption&measure=asset-return&on=2026-11-22",
    "requesting=UZ&requested=AF&offence=money-laundering&measure=freezing&on=2026-11-22",
    "requesting=KZ&requested=KG&offence=organised-crime&measure=transfer-sentenced-person&on=1995-01-01",
)
PAGES = (
    *(f"/navigator/?{question}" for question in QUESTIONS),
    "/states/IR/",
    "/states/AZ/",
    "/states/KZ/authorities/1/",
    "/instruments/uncac/",
)
BEGUN = {
    "title": "4411", "requested": "UZ", "offence": "drug-trafficking", "measure": ["bank-records", "witness-testimony"],
    "urgent": "1",
}  # fmt: skip
OF_A_REQUEST = ("/", "/draft/", "/draft/law/", "/draft/m.bank-records/", "/draft/documents/", "/check/")
# Three English words in a row: a name such as “ETS 24” or “Astana Times” is none.
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:,? [A-Za-z][A-Za-z'’-]*){2}")
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Unmarked(HTMLParser):
    """Collects the text of a page outside what is marked as another language and what nobody reads."""

    def __init__(self) -> None:
        """Begin outside everything."""
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element; what lies in a foreign one is foreign too."""
        if tag not in EMPTY:
            said = dict(attrs)
            hidden = tag in {"script", "style", "head"} or "mono" in (said.get("class") or "")
            foreign = tag != "html" and said.get("lang") is not None
            self.open.append((tag, hidden or foreign or (bool(self.open) and self.open[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep what is read in the language of the page."""
        if not (self.open and self.open[-1][1]):
            self.text.append(data)


def english_in(page: str) -> list[str]:
    reader = Unmarked()
    reader.feed(page[page.index("<main") :])  # above it stands the name the authority gave itself
    return [found for text in reader.text for found in ENGLISH.findall(text)]


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_no_english_sentence_of_law_is_left_on_pages_of_other_languages(
    language: str, person: Callable[..., Person]
) -> None:
    client = Client()
    client.login(email=person("reader", "case-prosecutor").email, password="correct-horse-battery")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    begun = client.post("/requests/new/", BEGUN)  # its pages show the drafter's authority, which named itself
    pages = (*PAGES, *(begun["Location"].replace("/draft/", end) for end in OF_A_REQUEST))
    answers = {path: client.get(path) for path in pages}

    assert {answer.status_code for answer in answers.values()} == {200}
    left = {path: english_in(answer.content.decode()) for path, answer in answers.items()}
    assert not {path: found for path, found in left.items() if found}


def test_english_is_found_unless_it_is_marked() -> None:
    page = "<html lang='fa'><main><p>سند <bdi lang='en'>Convention on all</bdi> UNTOC</p><p>{}</p></main></html>"

    assert english_in(page.format("متن")) == []
    assert english_in(page.format("Would govern if confirmed")) == ["Would govern if"]
