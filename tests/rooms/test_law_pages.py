# SPDX-License-Identifier: Apache-2.0
"""State sheets and answers of law read without raw codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from comity.accounts.rules.roles import Person
from comity.config.templatetags.comity import by_name
from comity.instruments import queries
from comity.reference import load

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_state_sheet_names_the_other_side_of_each_bilateral_treaty(person: Callable[..., Person]) -> None:
    client = Client()
    client.login(email=person("reader", "case-prosecutor").email, password="correct-horse-battery")

    page = client.get("/states/KZ/").content.decode()

    treaties = page[page.index("Bilateral treaties") : page.index("<h2>Instruments")]
    with_states = {s for pair in load().bilateral if "KZ" in pair for s in pair - {"KZ"}}
    assert {"KG", "TR"} <= with_states
    for name in ("Kyrgyzstan", "Türkiye", "Almaty"):
        assert name in treaties


def test_no_demand_shows_a_raw_code_or_a_bare_verb() -> None:
    found = queries.navigate(
        queries.ask(
            requesting="AZ", requested="UZ", offences=["drug-trafficking"], measures=["bank-records"],
            on=date(2026, 11, 22),
        )
    )  # fmt: skip

    assert {d.kind for d in found.thresholds + found.time_limits} == {""}
    assert any(d.text.endswith(": 4") for d in found.thresholds)
    assert "Ask additional info: May ask" in {d.text for d in found.duties}


def test_states_are_listed_by_name_and_none_is_chosen_for_the_reader(person: Callable[..., Person]) -> None:
    client = Client()
    client.login(email=person("reader", "case-prosecutor").email, password="correct-horse-battery")

    page = client.get("/requests/new/").content.decode()
    wrong = client.post("/requests/new/", {"offence": "corruption", "measure": "bank-records", "title": "T"})

    chosen = page[page.index('id="f-requested"') :].split("</select>")[0]
    names = re.findall(r'value="[A-Z]{2}"[^>]*>([^<]+)<', chosen)
    assert names == sorted(names, key=lambda n: n.replace("ü", "u").replace("ô", "o").replace("&#x27;", "'").casefold())
    assert "selected" not in chosen
    assert (wrong.status_code, "Name the State." in wrong.content.decode()) == (422, True)


def test_states_stand_in_the_order_of_the_persian_alphabet() -> None:
    with translation.override("fa"):
        assert by_name(["TR", "PK", "BY", "CN", "GE", "KZ", "IR"]) == ["IR", "BY", "PK", "TR", "CN", "KZ", "GE"]
