# SPDX-License-Identifier: Apache-2.0
"""Official texts taken in: stage from what they say, signatories on paper, references linked, doubts settled once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.base.errors import Invalid, NotFound
from comity.drafting import services
from comity.drafting.models import Doubt, Text
from comity.drafting.queries import pages, texts
from comity.drafting.rules.importing import recognise
from comity.drafting.rules.life import NotNow
from comity.drafting.services import knowing
from tests.rooms.drafting.test_text_pages import browser
from tests.support.texts import OFFICIAL

pytestmark = pytest.mark.django_db

# Shortened from the declaration signed in Bishkek (25 July 2024).
BISHKEK = """Declaration of the 3rd meeting of the Council of Prosecutors General of the Organization of Turkic States

The Council of Prosecutors General of the Organization of Turkic States declared following:

1. To abide by the Final Declaration of the Council which was signed in Ankara on 23 October 2023.

2. To organize the fourth meeting of the Council in 2025 in the Republic of Uzbekistan.

Signed in Bishkek, on the 25 of July 2024, in English.

MEMBER INSTITUTION\tCOUNTRY\tPROSECUTOR GENERAL
Prosecutor General's Office of the Republic of Azerbaijan\tRepublic of Azerbaijan\tKamran ALIYEV
Prosecutor General's Office of the Republic of Kazakhstan\tRepublic of Kazakhstan\tBerik ASYLOV
Prosecutor General's Office of the Republic of Uzbekistan\tRepublic of Uzbekistan\tNigmatilla YULDOSHEV
"""


def take_in(people: Any, at: datetime, text: str) -> str:
    return services.import_file(data=text.encode(), name="text.txt", by=people.desk, at=at)


def test_a_signed_text_is_taken_in_with_its_signatories_on_paper_and_only_once(people: Any, at: datetime) -> None:
    slug = take_in(people, at, OFFICIAL)
    assert take_in(people, at, OFFICIAL) == slug

    view = texts.view(people.az, slug, at=at)
    assert Text.objects.count() == 1
    assert (view.summary.stage, view.summary.place, view.summary.date) == ("signed", "Ankara", "2023-10-23")
    assert [(x.name, x.state, x.on_paper) for x in view.signatories] == [
        ("Kamran ALIYEV", "AZ", True), ("Berik ASSYLOV", "KZ", True), ("Nigmatilla YULDASHEV", "UZ", True),
    ]  # fmt: skip
    with pytest.raises(NotNow):
        services.carry_on(text=slug, act="circulate", by=people.desk, at=at)
    with pytest.raises(NotFound):
        services.import_file(data=OFFICIAL.encode(), name="x", by=people.az, at=at)


@pytest.mark.parametrize("order", [(OFFICIAL, BISHKEK), (BISHKEK, OFFICIAL)])
def test_references_and_people_meet_whichever_text_came_first(
    people: Any, at: datetime, order: tuple[str, str]
) -> None:
    first, second = (take_in(people, at, text) for text in order)
    ankara, bishkek = (first, second) if order[0] is OFFICIAL else (second, first)

    cites = [r for r in pages.references(people.az, bishkek, at=at) if r.clause == "c1"]
    assert [r.target for r in cites] == [ankara]
    assert [x.text for x in pages.cited_by(people.az, ankara, at=at)] == [bishkek]
    lines = {x.state: x for x in texts.view(people.az, bishkek, at=at).signatories}
    assert (lines["KZ"].also, lines["KZ"].elsewhere) == (("Berik ASSYLOV",), (ankara,))
    assert lines["UZ"].also == ("Nigmatilla YULDASHEV",)


def test_the_text_that_changed_the_name_of_the_council_is_found(people: Any, at: datetime) -> None:
    slug = take_in(people, at, OFFICIAL)
    take_in(people, at, BISHKEK)

    (change,) = texts.name_changes(people.az, at=at)

    assert (change.text, change.clause, change.date) == (slug, "c2", "2023-10-23")
    assert change.old.endswith("Turkic Speaking States")
    assert change.new.endswith("Organization of Turkic States")
    assert texts.name_changes(people.outsider, at=at) == ()


def test_a_doubt_is_settled_once_and_puts_the_text_right(people: Any, at: datetime) -> None:
    slug = take_in(people, at, BISHKEK)
    row = Text.objects.get()
    made = Doubt.objects.create(text=row, place=90, kind="adopted-assumed", words="Which day?", guess="2024-07-25")

    with pytest.raises(Invalid):
        services.answer_doubt(text=slug, doubt=made.pk, answer="in summer", by=people.desk, at=at)
    with pytest.raises(NotFound):
        services.answer_doubt(text=slug, doubt=made.pk, answer="", by=people.az, at=at)
    services.answer_doubt(text=slug, doubt=made.pk, answer="2024-07-26", by=people.desk, at=at)
    with pytest.raises(NotNow):
        services.answer_doubt(text=slug, doubt=made.pk, answer="", by=people.desk, at=at)

    assert texts.view(people.az, slug, at=at).summary.date == "2024-07-26"
    found = next(d for d in pages.doubts(people.desk, slug, at=at) if d.id == made.pk)
    assert (found.fate, found.answer, found.answered_by) == ("corrected", "2024-07-26", people.desk.name)


def test_a_file_is_imported_on_the_page_and_what_is_no_text_is_refused(people: Any) -> None:
    desk = browser(people.desk)
    assert browser(people.az).get("/texts/import/").status_code == 404
    assert desk.get("/texts/import/").status_code == 200
    for name, data in (("a.pdf", b"%PDF-1.7"), ("empty.txt", b"  "), ("prose.txt", b"Dear colleague, thank you.")):
        answer = desk.post("/texts/import/", {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 422, name
    assert desk.post("/texts/import/", {}).status_code == 422

    answer = desk.post("/texts/import/", {"file": SimpleUploadedFile("ankara.txt", OFFICIAL.encode())})

    assert answer.status_code == 302
    page = desk.get(answer["Location"])
    assert page.status_code == 200
    for doubt in page.context["doubts"]:
        assert desk.post(f"{answer['Location']}{doubt.id}", {"confirm": "1"}).status_code == 302
    shown = desk.get(answer["Location"].replace("doubts/", "")).content.decode()
    assert "on paper" in shown


def test_two_spellings_that_may_be_one_person_are_asked_about_and_joined(
    people: Any, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ankara = take_in(people, at, OFFICIAL)
    monkeypatch.setattr(knowing, "recognise", lambda named: recognise(named, same=1.01))  # nothing is sure
    bishkek = take_in(people, at, BISHKEK)

    lines = {x.state: x for x in texts.view(people.az, bishkek, at=at).signatories}
    assert lines["KZ"].also == ()
    asked = [d for d in pages.doubts(people.desk, bishkek, at=at) if d.words == "Berik ASYLOV / Berik ASSYLOV"]
    assert [(d.kind, d.guess, d.alternatives) for d in asked] == [("same-person", "two persons", ("one person",))]
    services.answer_doubt(text=bishkek, doubt=asked[0].id, answer="one person", by=people.desk, at=at)

    lines = {x.state: x for x in texts.view(people.az, bishkek, at=at).signatories}
    assert (lines["KZ"].also, lines["KZ"].elsewhere) == (("Berik ASSYLOV",), (ankara,))
