# SPDX-License-Identifier: Apache-2.0
"""The graph of links: what it joins, how strong, and that nobody learns of a case they may not know of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.register import services
from comity.register.models import Entry, Link
from comity.register.queries import graph as graphs
from comity.register.queries.graph import Asked, graph
from comity.register.rules.linking import Kind, Rarity
from tests.rooms.test_register import make_case, make_entry
from tests.rooms.test_register_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
PHONE = services.Said("phone", "+994 50 555 01 42")


def phone(case: str, by: Person, at: datetime, **more: Any) -> str:
    return make_entry(case, by, at, **{"schema": "Phone", "category": "", "said": [PHONE], **more})


def pairs(person: Person, **asked: Any) -> set[frozenset[str]]:
    return {frozenset((e.one.id, e.two.id)) for e in graph(person, Asked(**asked)).edges}


@pytest.mark.parametrize(
    ("schema", "prop", "value", "kind"),
    [
        ("Person", "passportNumber", "C 0314159", Kind.IDENTIFIER), ("Phone", "phone", "+998 90 123 45 67", Kind.PHONE),
        ("CryptoWallet", "publicKey", "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", Kind.WALLET),
        ("BankAccount", "iban", "AZ21 NABZ 0000 0000 1370 1000 1944", Kind.ACCOUNT),
        ("Address", "full", "Nizami küçəsi 12, Bakı", Kind.ADDRESS),
        ("Vehicle", "registrationNumber", "10-AA-123", Kind.VEHICLE),
        ("Route", "route", "Bakı – Tbilisi – Batumi", Kind.ROUTE),
        ("Domain", "website", "https://shop.example/", Kind.WEB),
    ],
)  # fmt: skip
def test_cases_that_share_a_thing_are_joined_with_its_reason(
    person: Maker, at: datetime, schema: str, prop: str, value: str, kind: Kind
) -> None:
    analyst = person("analyst", "analyst")
    said = [services.Said(prop, value)]
    category = "suspect" if schema == "Person" else ""
    for number, name in enumerate(("Aygün Məmmədova", "Jasur Ergashev"), 1):
        named = [services.Said("name", name)] if schema == "Person" else []
        case = make_case(analyst, at, f"{number}/2026")
        make_entry(case, analyst, at, schema=schema, category=category, said=[*named, *said])

    found = graph(analyst, Asked())

    assert [reason.kind for edge in found.edges for reason in edge.reasons] == [kind]
    assert found.edges[0].reasons[0].rarity is Rarity.ONLY_THESE
    assert {row.case_reference for row in found.entries} == {"1/2026", "2/2026"}
    assert pairs(analyst, kinds=frozenset({kind}))
    assert not pairs(analyst, kinds=frozenset(Kind) - {kind})


def test_a_hidden_case_moves_no_edge_no_figure_and_no_count(person: Maker, at: datetime) -> None:
    analyst, secret = person("analyst", "analyst"), person("secret", "case-prosecutor")
    one = phone(make_case(analyst, at, "1"), analyst, at)
    two = phone(make_case(analyst, at, "2"), analyst, at)
    before = graph(analyst, Asked())

    hidden = phone(make_case(secret, at, "3", restricted=True), secret, at)

    assert Link.objects.filter(left__in=(one, two, hidden), right__in=(one, two, hidden)).count() == 3
    assert graph(analyst, Asked()) == before
    assert graph(secret, Asked()) == graphs.Graph((), 0)
    page = signed_in(analyst).get("/register/links/").content.decode()
    assert hidden not in page
    assert "1 link<" in page


def test_strangers_admins_and_removed_members_see_nothing(person: Maker, at: datetime) -> None:
    owner, guest, admin = (
        person("owner", "case-prosecutor"),
        person("guest", "case-prosecutor"),
        person("a", "node-admin"),
    )
    first, second = make_case(owner, at, "1"), make_case(owner, at, "2")
    one, two = phone(first, owner, at), phone(second, owner, at)
    for case in (first, second):
        services.join_team(case_id=case, user_id=guest.id, by=owner, at=at)
    assert pairs(guest) == {frozenset((one, two))}

    services.leave_team(case_id=second, user_id=guest.id, by=owner, at=at)

    assert pairs(guest) == pairs(guest, case_id=first) == pairs(admin) == set()
    for asked in ({"case_id": second}, {"entry_id": two}):
        with pytest.raises(NotFound):
            graph(guest, Asked(**asked))
    client = signed_in(guest)
    assert client.get(f"/register/links/?case={second}").status_code == 404
    assert client.get(f"/register/links/?entry={two}").status_code == 404
    assert (
        client.get("/register/links/?entry=1").status_code == client.get("/register/links/?case=x").status_code == 404
    )
    assert two not in client.get("/register/links/").content.decode()
    for who in (admin, person("auditor", "auditor")):
        assert signed_in(who).get("/register/links/").status_code == 404


@pytest.mark.parametrize("category", ["victim", "witness"])
def test_victims_and_witnesses_are_in_no_link(person: Maker, at: datetime, category: str) -> None:
    analyst = person("analyst", "analyst")
    said = [services.Said("name", "Leyla Əliyeva"), PHONE]
    phone(make_case(analyst, at, "1"), analyst, at)
    hurt = make_entry(make_case(analyst, at, "2"), analyst, at, said=said, category=category)
    assert graph(analyst, Asked()).edges == ()

    other = make_entry(make_case(analyst, at, "3"), analyst, at, said=said)
    Link.objects.create(left_id=min(hurt, other), right_id=max(hurt, other), strength=1.0, found_at=at,
                        reasons=[{"code": "name", "prop": "name", "weight": 0.3}])  # fmt: skip

    assert all(hurt not in pair for pair in pairs(analyst))
    assert pairs(analyst, entry_id=hurt) == set()


def test_an_entry_and_a_case_show_their_neighbours(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    mail = services.Said("email", "a@b.example")
    cases = [make_case(analyst, at, str(n)) for n in range(4)]
    one, two = phone(cases[0], analyst, at), phone(cases[1], analyst, at)
    joined = phone(cases[2], analyst, at, schema="UserAccount", said=[services.Said("username", "kara"), PHONE, mail])
    far = phone(cases[3], analyst, at, schema="UserAccount", said=[services.Said("username", "ala_2"), mail])

    near = {frozenset(p) for p in ((one, two), (one, joined), (two, joined))}
    assert pairs(analyst) == near | {frozenset((joined, far))}
    assert pairs(analyst, entry_id=one) == pairs(analyst, case_id=cases[0]) == near
    assert pairs(analyst, entry_id=far) == {frozenset((joined, far))}


def test_a_common_value_is_weaker_and_the_least_strength_leaves_it_out(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    for number in range(6):
        phone(make_case(analyst, at, str(number)), analyst, at)

    found = graph(analyst, Asked())

    assert len(found.edges) == 15
    assert {(e.reasons[0].holders, e.reasons[0].rarity, e.strength) for e in found.edges} == {(6, Rarity.MANY, 0.52)}
    assert not pairs(analyst, least=0.7)


def test_a_value_taken_back_ends_its_link_and_a_ruling_marks_or_ends_it(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    name = services.Said("name", "Nobody Known")
    one = make_entry(make_case(analyst, at, "1"), analyst, at, said=[name, PHONE])
    two = make_entry(make_case(analyst, at, "2"), analyst, at, said=[name, PHONE])
    edge = graph(analyst, Asked()).edges[0]
    assert [r.kind for r in edge.reasons] == [Kind.PHONE, Kind.NAME]

    services.judge(left=one, right=two, is_same=True, reason="x", by=analyst, at=at)
    assert graph(analyst, Asked()).edges[0].is_ruled
    services.judge(left=one, right=two, is_same=False, reason="y", by=analyst, at=at)
    assert not pairs(analyst)
    said = Entry.objects.get(pk=one).statement_set.get(prop="phone")
    services.retract(entry_id=one, statement_id=str(said.pk), by=analyst, at=at)
    assert not Link.objects.exists()


def test_beyond_the_readable_number_the_strongest_come_first_and_it_is_said(
    person: Maker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = person("analyst", "analyst")
    passport = services.Said("passportNumber", "C0314159")
    for number, more in enumerate(([], [], [passport], [passport])):
        said = [services.Said("name", "Nobody Known"), PHONE, *more]
        make_entry(make_case(analyst, at, str(number)), analyst, at, said=said)
    monkeypatch.setattr(graphs, "MOST_NODES", 4)

    found = graph(analyst, Asked())

    assert len(found.edges) == 1
    assert {r.kind for r in found.edges[0].reasons} >= {Kind.IDENTIFIER, Kind.PHONE}
    assert found.left_out == 5
    assert "5 weaker ones are left out" in signed_in(analyst).get("/register/links/").content.decode()
