# SPDX-License-Identifier: Apache-2.0
"""Pages of the register: what they show, and that for others there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.register import forms
from comity.register.rules import things
from tests.rooms.conftest import PASSWORD
from tests.rooms.test_register import make_case, make_entry

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


def signed_in(person: Person) -> Client:
    client = Client()
    assert client.login(email=person.email, password=PASSWORD)
    return client


def test_a_case_is_opened_and_a_person_entered_by_form(person: Maker) -> None:
    client = signed_in(person("analyst", "analyst"))

    made = client.post(
        "/register/cases/new/",
        {"reference": "260142/2026", "title": "Silk line", "offence": ["drug-trafficking"], "legal_basis": "CPC 1"},
    )
    case = made["Location"]
    form: dict[str, Any] = {
        "category": "suspect", "name": "Əli Həsənov", "alias": "Али Гасанов\nعلی حسنوف", "birthDate": "1984-03-02",
        "certainty": "probable", "audience": ["UZ"], "shows": "content",
    }  # fmt: skip
    entered = client.post(f"{case}enter/Person/", form)

    page = client.get(entered["Location"]).content.decode()
    for value in ("Əli Həsənov", "Али Гасанов", "علی حسنوف", "260142/2026"):
        assert value in page
    assert "Silk line" in client.get("/register/").content.decode()
    assert client.get(case).status_code == client.get(f"{case}enter/Person/").status_code == 200
    assert client.post(f"{case}enter/Person/", {**form, "birthDate": "1984-13"}).status_code == 422


def test_every_page_is_absent_for_strangers_admins_and_auditors(person: Maker, at: datetime) -> None:
    officer = person("officer", "central-officer")
    case = make_case(officer, at)
    entry = make_entry(case, officer, at)
    addresses = [f"/register/cases/{case}/", f"/register/entries/{entry}/", f"/register/cases/{case}/enter/Person/"]

    for who in (person("prosecutor", "case-prosecutor"), person("admin", "node-admin"), person("auditor", "auditor")):
        client = signed_in(who)
        for address in addresses:
            assert client.get(address).status_code == 404
        assert client.post(f"/register/entries/{entry}/act/withdraw", {"reason": "x"}).status_code == 404
    assert signed_in(officer).get(addresses[0]).status_code == 200
    assert signed_in(person("second", "auditor")).get("/register/").status_code == 404


def test_every_page_shows_itself(person: Maker, at: datetime) -> None:
    analyst, officer = person("analyst", "analyst"), person("officer", "central-officer")
    one = make_entry(make_case(analyst, at), analyst, at)
    make_entry(make_case(analyst, at, "2/2026"), analyst, at)
    client = signed_in(analyst)

    page = client.get(f"/register/entries/{one}/").content.decode()
    assert "May be the same" in page
    assert "Linked with other cases" in page
    found = client.get("/register/search/?text=Али Гасанов&born=1984&state=AZ").content.decode()
    assert "Əli Həsənov" in found
    assert "agrees as far as known" in found
    for address in ("/register/search/", "/register/reviews/", "/register/rights/", "/register/"):
        assert client.get(address).status_code == 200
    assert Client().get("/register/rights/published/").status_code == 200
    taken = signed_in(officer).post("/register/rights/", {"kind": "access", "requester": "A. H.", "asked": "All."})
    assert signed_in(officer).get(taken["Location"]).status_code == 200
    assert client.get(taken["Location"]).status_code == 404


def test_what_is_no_id_and_no_step_is_answered_like_what_does_not_exist(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)
    client = signed_in(analyst)
    here = f"/register/entries/{entry}/act"

    for address, given in (
        (f"{here}/explode", {}), (f"{here}/judge", {"other": "x", "reason": "x"}), (f"{here}/unjudge", {"ruling": "'"}),
        (f"{here}/retract", {"statement": "1"}), (f"{here}/link", {"case": "?"}),
    ):  # fmt: skip
        assert client.post(address, given).status_code in {302, 404}
    assert client.get("/register/rights/?entry=x").status_code == 404
    assert client.get(f"/register/rights/?entry={entry}").status_code == 200
    assert client.get("/register/search/?text=x&born=soon").status_code == 422
    assert client.post(f"{here}/say", {"prop": "iban", "value": "x"}, follow=True).status_code == 200


def test_the_form_of_every_kind_begins_with_what_names_it() -> None:
    for kind in things.THINGS.values():
        assert forms.fields(kind.schema)[0][0] == kind.caption
