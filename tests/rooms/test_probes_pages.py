# SPDX-License-Identifier: Apache-2.0
"""Pages of probes: from the form to the decision, and that for others there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.register.models import ProbeAlarm, ProbeAsked, ProbeHit, ProbeOrder
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.probing import orders
from comity.register.rules.probing.persons import Asked
from tests.rooms.test_register import make_case, make_entry
from tests.rooms.test_register_pages import signed_in
from tests.support.peers import ForeignNode
from tests.support.probing import Partner, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
ALI = Asked(("Али Гасанов",), Category.WANTED, "1984-03-02")


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def partner(uz: ForeignNode, now: datetime) -> Partner:
    return Partner(uz, now)


@pytest.fixture
def analyst(person: Maker) -> Person:
    return person("analyst", "analyst")


@pytest.fixture
def case(analyst: Person, now: datetime) -> str:
    return make_case(analyst, now)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_the_form_to_a_disclosed_hit(
    partner: Partner, analyst: Person, case: str, person: Maker, now: datetime, tmp_path: Path
) -> None:
    entry = make_entry(case, analyst, now)
    client, officer = signed_in(analyst), signed_in(person("officer", "central-officer"))
    form = {
        "to_state": "UZ", "purpose": "drug-trafficking", "basis": "Chisinau 2002", "entry": [entry],
        "category": "wanted",
        "persons": "Rustam Nazarov / Рустам Назаров; 1990; UZ AA1234567\n\n", "kinds": "hit",
    }  # fmt: skip
    assert "Ask another State" in page(client, f"/register/cases/{case}/")
    assert "Vienna" in page(client, f"/register/cases/{case}/ask/") or "Narcotic" in page(
        client, f"/register/cases/{case}/ask/"
    )

    order = client.post(f"/register/cases/{case}/ask/", form)["Location"]

    assert "Waiting for release" in page(client, order)
    assert "Release the order" not in page(client, order)
    assert "Rustam Nazarov" in page(officer, order)
    partner.announce()
    officer.post(f"{order}act/release")
    run_jobs(clock.now())
    made, elements = partner.asked()
    partner.deliver("register.answer", partner.answer_of(made, elements, partner.send_tags(made, [ALI], tmp_path)))
    run_jobs(clock.now())
    assert "1 hit" in page(client, order)
    assert "The people of the case see the result" in page(officer, order)
    hit = ProbeHit.objects.get()
    address = f"/register/probes/hits/{hit.pk}/"
    assert "Əli Həsənov" in page(client, address)
    client.post(f"/register/probes/{hit.pk}/act/open")
    reference = ProbeHit.objects.get().reference
    assert reference in page(client, address)
    body = {"v": 1, "reference": reference, "decision": "disclosed", "reason": "", "text": "", "entry": entry}
    partner.deliver("register.hit-answer", body)
    assert "on its way" in page(client, address)
    client.post(f"/register/probes/{hit.pk}/act/link")
    assert "has not come yet" in page(client, address)
    ProbeHit.objects.update(disclosed=entry)
    assert "The names beside each other" in page(client, address)
    assert "Əli Həsənov" in page(client, "/register/probes/")


def test_a_wrong_form_comes_back_with_its_words(partner: Partner, analyst: Person, case: str) -> None:
    client = signed_in(analyst)
    form = {"to_state": "UZ", "purpose": "drug-trafficking", "basis": "B", "persons": "Ali Hasanov; 1984"}

    for changes in ({}, {"category": "victim"}, {"category": "wanted", "persons": ""},
                    {"category": "wanted", "basis": ""},
                    {"category": "wanted", "kinds": "count"}, {"category": "wanted", "to_state": "KZ"},
                    {"category": "wanted", "persons": "Ali; 19x4"}):  # fmt: skip
        answer = client.post(f"/register/cases/{case}/ask/", {**form, **changes})
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
    assert not ProbeOrder.objects.exists()


def test_a_partner_s_hit_is_decided_on_its_page(partner: Partner, analyst: Person, case: str, now: datetime) -> None:
    entry = make_entry(case, analyst, now, handling=Handling(frozenset({"UZ"}), hit_only=False))
    output = partner.met([ALI])[0]
    body = {"v": 1, "order": partner.last.id, "reference": "UZ-AZ-7F3K-92QD", "kind": "K2", "output": output.hex()}
    partner.deliver("register.hit", body)
    run_jobs(now)
    hit, client = ProbeHit.objects.get(), signed_in(analyst)

    assert "Disclose this entry" in page(client, f"/register/probes/hits/{hit.pk}/")
    client.post(f"/register/probes/{hit.pk}/act/disclose", {"entry": entry})

    assert ProbeHit.objects.get().state == "disclosed"
    assert "opened the hit" in page(client, "/register/")


def test_a_count_is_approved_on_the_first_page(partner: Partner, person: Maker, now: datetime) -> None:
    crowd = [Asked((f"Jamshid Tursunov {chr(1072 + n)}лов",), Category.SUSPECT) for n in range(20)]
    order, blinded, token = partner.order(crowd, kinds=orders.COUNTED)
    partner.evaluate(order, blinded, token)
    officer, analyst = signed_in(person("officer", "central-officer")), signed_in(person("other", "analyst"))
    asked = ProbeAsked.objects.get()
    assert "Approve the count" not in page(analyst, "/register/probes/")
    assert analyst.post(f"/register/probes/{asked.pk}/act/approve", {"grant": "1"}).status_code == 404

    assert "Approve the count" in page(officer, "/register/probes/")
    officer.post(f"/register/probes/{asked.pk}/act/approve", {"grant": "1"})

    assert ProbeAsked.objects.get().state == "accepted"


def test_the_audit_shows_numbers_and_the_auditor_sees_it_too(
    partner: Partner, analyst: Person, case: str, person: Maker, now: datetime
) -> None:
    make_entry(case, analyst, now, handling=Handling(frozenset({"UZ"})))
    partner.met([ALI])
    ProbeAlarm.objects.create(node="uz", purpose="drug-trafficking", code="near-day", at=now)
    officer = signed_in(person("officer", "central-officer"))
    for client in (officer, signed_in(person("auditor", "auditor"))):
        text = page(client, "/register/probes/audit/")
        assert "Near the limit of a day" in text
        assert "1 / 2000" in text
        assert "Həsənov" not in text
    officer.post(f"/register/probes/audit/{ProbeAlarm.objects.get().pk}/seen")

    assert ProbeAlarm.objects.get().seen_by_id
    assert "200 persons a day" in page(officer, "/register/probes/learned/")


def test_for_others_there_is_no_page_of_a_probe(
    partner: Partner, analyst: Person, case: str, person: Maker, now: datetime
) -> None:
    entry = make_entry(case, analyst, now)
    form = {"to_state": "UZ", "purpose": "drug-trafficking", "basis": "B", "entry": [entry], "kinds": "hit"}
    order = signed_in(analyst).post(f"/register/cases/{case}/ask/", form)["Location"]

    for who in (person("prosecutor", "case-prosecutor"), person("admin", "node-admin"), person("auditor", "auditor")):
        client = signed_in(who)
        for address in (order, f"/register/cases/{case}/ask/", f"/register/probes/hits/{entry}/"):
            assert client.get(address).status_code == 404
        for act in ("release", "decline", "open", "dismiss", "disclose", "refuse", "approve", "nothing"):
            assert client.post(f"/register/probes/{order.split('/')[-2]}/act/{act}", {"reason": "x"}).status_code == 404
    assert ProbeOrder.objects.get().state == "waiting"
    assert signed_in(person("boss", "central-officer")).get(f"/register/cases/{case}/ask/").status_code == 404


def test_identifiers_are_told_by_their_form_and_bad_ones_refused(analyst: Person, case: str, partner: Partner) -> None:
    client = signed_in(analyst)
    form = {"to_state": "UZ", "purpose": "drug-trafficking", "basis": "Chisinau 2002", "kinds": "hit"}
    for bad, said in (("0501234567", "with + and the country"), ("DE89 3704 0044 0532 0130 01", "mistyped"),
                      ("hello", "cannot be told")):  # fmt: skip
        answer = client.post(f"/register/cases/{case}/ask/", {**form, "identifiers": f"@ali_1\n{bad}"})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert bad in answer.content.decode()
    lines = "+998 90 123 45 67\n\nplate: 10 AA 123\nAZ C0123456\n"

    order = client.post(f"/register/cases/{case}/ask/", {**form, "identifiers": lines})["Location"]

    shown = page(client, order)
    assert all(word in shown for word in ("telephone", "+998 90 123 45 67", "number plate", "10 AA 123", "C0123456"))
    assert ProbeOrder.objects.get().number == 3
