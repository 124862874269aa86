# SPDX-License-Identifier: Apache-2.0
"""Pages, papers and the API of commitments: who sees what, the same numbers everywhere, no page without its right."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from comity.accounts.rules.roles import Person
from comity.commitments import services
from comity.commitments.models import Duty
from comity.commitments.queries import reading, summit
from comity.commitments.queries.reading import Filter
from comity.commitments.rules import sheet
from comity.evidence.models import StoredFile
from tests.support import commitments as world
from tests.support.commitments import AT, Maker, client_of, made, reported

pytestmark = pytest.mark.django_db(transaction=True)
secretariat, of, officer = world.secretariat, world.of, world.officer
PAGES = (
    "/commitments/", "/commitments/mine/", "/commitments/overdue/", "/commitments/matrix/", "/commitments/timeline/",
    "/commitments/plans/", "/commitments/plans/ots-action-plan/", "/commitments/notices/", "/commitments/import/",
    "/commitments/report/", "/commitments/follow-up/", "/commitments/c/ankara-declaration-2023.c6/",
    "/commitments/?status=overdue", "/commitments/?page=2", "/commitments/export.csv",
)  # fmt: skip
DESK = ("/commitments/new/", "/commitments/plans/new/", "/commitments/c/ankara-declaration-2023.c6/evaluate/")


@pytest.fixture
def loaded(secretariat: None) -> None:
    services.load_facts(at=AT)


@pytest.mark.parametrize("state", ["", "AZ", "HU"])
def test_every_page_opens_for_who_has_a_standing(loaded: None, of: Maker, state: str) -> None:
    client = client_of(of(state))

    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
    assert {page: client.get(page).status_code for page in DESK} == dict.fromkeys(DESK, 404 if state else 200)


def test_every_page_opens_in_persian(loaded: None, of: Maker) -> None:
    client = client_of(of("IR"))
    client.cookies["comity_language"] = "fa"

    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == (404 if "ankara" in page or "ots-" in page else 200), page
    translation.activate("en")


@pytest.mark.parametrize(("state", "roles"), [("AZ", ("case-prosecutor",)), ("", ("node-admin",)), ("", ("auditor",))])
def test_no_page_is_there_for_who_has_none(loaded: None, of: Maker, state: str, roles: tuple[str, ...]) -> None:
    client = client_of(of(state, *roles))

    assert {page: client.get(page).status_code for page in (*PAGES, *DESK)} == dict.fromkeys((*PAGES, *DESK), 404)


def test_another_organisations_commitment_is_not_there(loaded: None, of: Maker) -> None:
    client = client_of(of("PK"))

    for page in (
        "/commitments/c/ankara-declaration-2023.c6/", "/commitments/plans/ots-action-plan/",
        "/commitments/follow-up/?body=ots-prosecutors-general",
        "/commitments/c/ankara-declaration-2023.c1/AZ/progress/",
        "/api/v1/commitments/ankara-declaration-2023.c6",
        "/api/v1/commitments/report?organisation=OTS&since=2024-01-01&until=2025-01-01",
    ):  # fmt: skip
        assert client.get(page).status_code == 404, page
    assert "ankara" not in client.get("/commitments/").content.decode()
    assert "ankara" not in client.get("/commitments/export.csv").content.decode()
    assert "ankara" not in client.get("/api/v1/commitments").content.decode()


def test_a_report_with_a_file_goes_from_the_form_to_the_trail(officer: Person, of: Maker) -> None:
    commitment = made(officer)
    az = client_of(of("AZ"))
    address = f"/commitments/c/{commitment}/AZ/progress/"
    file = SimpleUploadedFile("programme.pdf", b"%PDF programme", "application/pdf")

    wrong = az.post(address, {"as_of": "soon", "text": "x", "version": "0"})
    done = az.post(address, {"as_of": "2026-06-01", "text": "A course.", "version": "0", "file": file})

    assert wrong.status_code == 422
    assert done.status_code == 302
    page = az.get(f"/commitments/c/{commitment}/").content.decode()
    assert "A course." in page
    [link] = re.findall(r'href="(/commitments/c/[^"]+/files/[^"]+)"', page)
    assert b"".join(az.get(link).streaming_content) == b"%PDF programme"
    assert client_of(of("PK")).get(link).status_code == 404


@pytest.mark.parametrize("name", ["progress", "claim", "accept", "ask_back", "drop", "attest", "adjust", "nonsense"])
def test_the_forms_of_others_are_not_there(officer: Person, of: Maker, name: str) -> None:
    commitment = made(officer)

    assert client_of(of("KZ")).get(f"/commitments/c/{commitment}/AZ/{name}/").status_code == 404


def test_an_evaluation_from_the_form_adjusts(officer: Person) -> None:
    commitment = made(officer)
    client = client_of(officer)
    words = {
        "since": "2023-10-23",
        "until": "2026-11-01",
        "finding": "partly",
        "text": "Little.",
        "consequence": "adjust",
        "object": "one course a year",
        "due": "",
    }

    answer = client.post(f"/commitments/c/{commitment}/evaluate/", words)

    assert answer.status_code == 302
    assert "one course a year" in client.get(f"/commitments/c/{commitment}.r2/").content.decode()


def test_a_commitment_and_a_plan_are_made_from_forms(officer: Person) -> None:
    client = client_of(officer)
    plan = {
        "title": "A plan",
        "slug": "a-plan",
        "organisation": "OTS",
        "sections": "One\nTwo",
        "first_year": "2026",
        "last_year": "2027",
    }
    words = {
        "source": "bishkek-declaration-2024#c2", "organisation": "OTS", "since": "2024-07-25", "addressee": "host",
        "state": ["UZ"], "verb": "host", "object": "a seminar", "rhythm": "once", "due": "2027", "plan": "a-plan/Two",
        "year": "2027", "target": "1",
    }  # fmt: skip

    assert client.post("/commitments/plans/new/", plan).status_code == 302
    assert client.post("/commitments/new/", words).status_code == 302
    assert client.post("/commitments/new/", {**words, "source": "?"}).status_code == 422
    assert "a seminar" in client.get("/commitments/plans/a-plan/").content.decode()


def test_a_file_is_taken_in_by_its_page(officer: Person, of: Maker) -> None:
    made(officer)
    client = client_of(of("AZ"))
    file = client.get("/commitments/export.csv?owner=AZ").content

    answer = client.post("/commitments/import/", {"file": SimpleUploadedFile("r.csv", file)}, follow=True)
    refused = client.post("/commitments/import/", {"file": SimpleUploadedFile("r.csv", b"x")}, follow=True)

    assert "taken in" in answer.content.decode()
    assert "Nothing was taken in" in refused.content.decode()


def test_a_contact_person_reads_what_climbed_to_them_and_nothing_else(officer: Person, of: Maker) -> None:
    made(officer, due="2026-01-10")
    contact, stranger = client_of(of("AZ", "central-officer")), client_of(of("SN", "central-officer"))
    assert "Reminders" not in contact.get("/").content.decode()
    services.remind(at=AT)

    assert "/commitments/notices/" in contact.get("/").content.decode()
    page = contact.get("/commitments/notices/").content.decode()

    assert "joint training programs" in page
    assert "/commitments/c/" not in page
    assert contact.get("/commitments/").status_code == 404
    assert "joint training programs" not in stranger.get("/commitments/notices/").content.decode()


# ---- the report to the summit ----


def independent(organisation: str) -> Counter[str]:
    """Count by another way than the report does: row by row, one commitment's page at a time."""
    counted: Counter[str] = Counter()
    ids = Duty.objects.filter(commitment__organisation=organisation).values_list("commitment_id", flat=True)
    for commitment in set(ids):
        for duty in reading.duties_of([commitment], on=AT.date()):
            counted[duty.shown.value] += 1
    return counted


@pytest.mark.parametrize("organisation", ["ECO", "OTS", "OIC"])
def test_page_paper_data_and_an_independent_count_say_the_same(
    loaded: None, of: Maker, organisation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.base.clock.now", lambda: AT)
    client = client_of(of("AZ"))
    asked = f"organisation={organisation}&since=2000-01-01&until=2026-11-23"
    counted = independent(organisation)

    data = json.loads(client.get(f"/commitments/report/report.json?{asked}").content)
    page = client.get(f"/commitments/report/?{asked}").content.decode()
    rows, problems = sheet.read(client.get(f"/commitments/report/report.csv?{asked}").content)
    word = zipfile.ZipFile(io.BytesIO(client.get(f"/commitments/report/report.docx?{asked}").content))
    pdf = client.get(f"/commitments/report/report.pdf?{asked}").content
    api = client.get(f"/api/v1/commitments/report?{asked}").json()

    assert {k: v for k, v in data["counts"].items() if v} == dict(counted)
    assert api == data
    assert Counter(row.status for row in rows) == counted
    assert problems == ()
    assert data["promises"] == sum(counted.values())
    for counts in (data["by_owner"], data["by_commitment"]):
        for status, number in data["counts"].items():
            assert sum(c[status] for c in counts.values()) == number
    shown = {name: int(n) for n, name in re.findall(r"<li><strong>(\d+)</strong><span>([^<]+)</span>", page)}
    assert shown.pop("promises") == sum(counted.values())
    assert sum(shown.values()) == sum(counted.values())
    assert pdf.startswith(b"%PDF-1.7")
    assert "No report" in word.read("word/document.xml").decode()


def test_a_past_period_is_told_as_it_stood(officer: Person, of: Maker) -> None:
    commitment = made(officer, addressee="host", states=("KG",), due="2024")
    kg = of("KG")
    claim = reported(commitment, "KG", kg, "claim", as_of="2025-03-01", text="Held late.")
    services.accept(commitment_id=commitment, owner="KG", report=claim, by=officer, at=AT)

    def told(until: str) -> dict[str, int]:
        made_on = summit.summit(
            Filter(("OTS",)), since=world.date(2023, 1, 1), until=world.date.fromisoformat(until), today=AT.date()
        )
        return {s.value: n for s, n in made_on.whole.by_status.items()}

    assert told("2023-01-01") == {}
    assert told("2024-06-01") == {"open": 1}
    assert told("2025-01-01") == {"overdue": 1}
    assert told("2025-03-01") == {"kept": 1}


def test_the_last_three_meetings_are_followed_up(loaded: None, of: Maker) -> None:
    client = client_of(of("UZ"))

    page = client.get("/commitments/follow-up/?body=ots-prosecutors-general&on=2026-11-01").content.decode()
    pdf = client.get("/commitments/follow-up/follow-up.pdf?body=eco-prosecutors-general&on=2026-11-01").content

    assert "Ankara" in page
    assert "Bishkek" in page
    assert "3rd Meeting of the Council in 2024" in page
    assert pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("address", ["report/report.", "follow-up/follow-up."])
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_paper_is_handed_out_in_two_languages(loaded: None, of: Maker, address: str, form: str) -> None:
    client = client_of(of("UZ"))
    one = client.get(f"/commitments/{address}{form}?organisation=OTS")

    both = client.get(f"/commitments/{address}{form}?organisation=OTS&second=fa")
    neither = client.get(f"/commitments/{address}{form}?organisation=OTS&second=xx")

    assert both.status_code == 200
    assert len(both.content) > len(one.content)
    assert neither.status_code == 200


# ---- the API ----


def test_the_api_reads_reports_and_refuses(officer: Person, of: Maker) -> None:
    commitment = made(officer)
    client = client_of(of("AZ"))
    address = f"/api/v1/commitments/{commitment}/AZ/reports"

    def post(of_address: str, **said: Any) -> Any:
        words = {"act": "progress", "as_of": "2026-06-01", "text": "A course.", **said}
        return client.post(of_address, json.dumps(words), "application/json")

    assert post(address).status_code == 201
    assert post(address).status_code == 409
    assert post(address, version=0, text="Other.").status_code == 422
    assert post(address, as_of="soon").json()["code"] == "invalid"
    assert post(address.replace("/AZ/", "/KZ/")).status_code == 404
    assert client.get(f"/api/v1/commitments/{commitment}").json()["history"][0]["data"]["text"] == "A course."
    listed = client.get("/api/v1/commitments?owner=AZ").json()
    assert listed["counts"]["under-way"] == 1
    assert listed["commitments"][0]["promises"][0]["owner"] == "AZ"


def test_the_api_takes_the_files_that_prove_a_report(officer: Person, of: Maker) -> None:
    commitment = made(officer)
    address = f"/api/v1/commitments/{commitment}/AZ/reports/files"

    def sent(person: Person) -> Any:
        files = [SimpleUploadedFile(name, name.encode()) for name in ("one.pdf", "two.pdf")]
        words = {"act": "progress", "as_of": "2026-06-01", "text": "A course.", "files": files}
        return client_of(person).post(address, words)

    stranger, answer = sent(of("KZ")), sent(of("AZ"))

    assert (stranger.status_code, answer.status_code) == (404, 201)
    assert StoredFile.objects.count() == 2
    history = client_of(officer).get(f"/api/v1/commitments/{commitment}").json()["history"]
    assert [f["name"] for f in history[0]["files"]] == ["one.pdf", "two.pdf"]


def test_the_api_takes_a_sheet_whole_or_not(officer: Person, of: Maker) -> None:
    made(officer)
    client = client_of(of("AZ"))
    file = client.get("/api/v1/commitments.csv?owner=AZ").content

    good = client.post("/api/v1/commitments/import", {"file": SimpleUploadedFile("r.csv", file)})
    bad = client.post("/api/v1/commitments/import", {"file": SimpleUploadedFile("r.csv", b"x,y")})

    assert (good.status_code, good.json()["taken"]) == (200, True)
    assert (bad.status_code, bad.json()["problems"][0]["row"]) == (422, 1)


def test_the_api_wants_a_session_and_the_mark_of_its_forms(officer: Person) -> None:
    commitment = made(officer)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(strict_user(officer))

    assert Client().get("/api/v1/commitments").status_code == 401
    assert strict.get("/api/v1/commitments").status_code == 200
    answer = strict.post(f"/api/v1/commitments/{commitment}/AZ/reports", "{}", "application/json")
    assert answer.status_code == 403


def strict_user(person: Person) -> Any:
    from comity.accounts.models import User

    return User.objects.get(pk=person.id)
