# SPDX-License-Identifier: Apache-2.0
"""Pages of import and export: from the file to the report, absent for others on every address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.config.jobs import JOBS
from comity.queue import services as queue
from comity.register.models import Entry, Import
from tests.rooms.test_interchange import PEOPLE, human, lines_of
from tests.rooms.test_register import make_case, make_entry
from tests.rooms.test_register_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


def sent(client: Client, case: str, data: str, name: str = "people.csv") -> str:
    file = SimpleUploadedFile(name, data.encode(), "text/csv")
    return client.post(f"/register/cases/{case}/import/", {"file": file})["Location"]


def worked() -> None:
    while queue.run_due(handlers=JOBS, clock=clock.now):
        pass


def test_a_table_goes_from_upload_over_preview_to_its_report(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    client, case = signed_in(analyst), make_case(analyst, at)
    address = sent(client, case, PEOPLE + "Ragged\n")

    page = client.get(address).content.decode()
    assert "Samir Quliyev" in page
    assert "Say what the person is in the case" in page
    form = {
        "category": "suspect", "schema": "Person", "encoding": "utf-8", "delimiter": "semicolon", "header": "1",
        "split": "", "column-0": "name", "column-1": "birthDate", "column-2": "passportNumber", "certainty": "probable",
        "audience": ["UZ"],
    }  # fmt: skip
    looked = client.post(address, {**form, "look": "1"}).content.decode()
    assert "cells where the file has 3" in looked
    assert "Say what the person is in the case" not in looked
    assert Entry.objects.count() == 0
    assert client.post(address, {**form, "start": "1"}).status_code == 302
    running = client.get(address).content.decode()
    assert 'http-equiv="refresh"' in running
    assert "data-refresh" in running
    worked()

    done = client.get(address).content.decode()
    assert "Ragged" in done
    assert 'http-equiv="refresh"' not in done
    assert Entry.objects.get(caption="Samir Quliyev").audience == ["UZ"]
    table = b"".join(client.get(f"{address}lines").streaming_content).decode()
    assert "Ragged" in table
    assert "people.csv" in client.get("/register/interchange/").content.decode()


def test_another_kind_has_its_columns_proposed_anew_and_nonsense_is_told(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    client = signed_in(analyst)
    address = sent(client, make_case(analyst, at), "username,service\nsilk,telegram\n")
    form = {
        "category": "",
        "schema": "UserAccount",
        "encoding": "utf-8",
        "delimiter": "comma",
        "header": "1",
        "split": "",
    }

    looked = client.post(address, {**form, "look": "1"})

    assert Import.objects.get().plan["columns"] == ["username", "service"]
    assert b"silk" in looked.content
    for bad in ({"encoding": "utf-7"}, {"schema": "Spaceship"}, {"split": "x"}):
        assert client.post(address, {**form, **bad, "look": "1"}).status_code == 422
    assert client.post(address, {**form, "column-0": "iban", "start": "1"}).status_code == 422
    assert client.post(address, {**form, "column-0": "username", "start": "1"}).status_code == 302


def test_a_refused_file_says_why_on_the_page(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    client, case = signed_in(analyst), make_case(analyst, at)

    for data, sentence in ((b"PK\x03\x04", "Compressed"), (b"", "empty")):
        answer = client.post(f"/register/cases/{case}/import/", {"file": SimpleUploadedFile("a.zip", data)})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.post(f"/register/cases/{case}/import/").status_code == 422


def test_entities_are_previewed_and_the_export_is_given_as_a_file(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    client, case = signed_in(analyst), make_case(analyst, at)
    make_entry(case, analyst, at)
    address = sent(client, case, lines_of([human("1", "Əli", topics=["crime"])]), "a.json")

    assert "topics" in client.get(address).content.decode()
    given = client.post("/register/export/", {"form": "ftm", "case": case})
    assert b"".join(given.streaming_content).decode().count("\n") == 1
    assert "attachment" in given["Content-Disposition"]
    assert client.post("/register/export/", {"form": "pdf"}).status_code == 422
    assert client.post("/register/export/", {"form": "stix", "internal": "1"}).status_code == 422


def test_every_address_is_absent_for_strangers_admins_and_auditors(person: Maker, at: datetime) -> None:
    officer = person("officer", "central-officer")
    case = make_case(officer, at)
    address = sent(signed_in(officer), case, PEOPLE)

    for who in (person("other", "central-officer"), person("admin", "node-admin"), person("auditor", "auditor")):
        client = signed_in(who)
        for path in (address, f"{address}lines", f"/register/cases/{case}/import/"):
            assert client.get(path).status_code == 404
        for path in (address, f"{address}act/cancel", f"{address}act/discard"):
            assert client.post(path).status_code == 404
        assert client.post("/register/export/", {"form": "ftm", "case": case}).status_code == 404
        assert b"people.csv" not in client.get("/register/interchange/").content
    assert signed_in(officer).post(f"{address}act/nonsense").status_code == 404
    assert signed_in(officer).post(f"{address}act/discard").status_code == 302
