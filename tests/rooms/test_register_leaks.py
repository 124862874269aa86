# SPDX-License-Identifier: Apache-2.0
"""No surface of the register says more than its reader may know: strangers, former members, administrators."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.register import queries, services, urls
from comity.register.models import Entry, Statement
from comity.register.queries import access, concerned, pages
from comity.register.queries.sameness import sameness
from comity.register.queries.searching import Question
from comity.register.rules.handling import Handling, Level, level
from tests.rooms.test_register import make_case, make_entry
from tests.rooms.test_register_pages import signed_in
from tests.rooms.test_register_sharing import give
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
NAME, PHONE = "Qadir Zülfüqarov", "+994 50 555 07 31"
SAID = [services.Said("name", NAME), services.Said("birthDate", "1971-02-03"), services.Said("phone", PHONE)]
PUBLIC = {"register_published"}


@pytest.fixture
def kept(person: Maker, at: datetime) -> dict[str, Any]:
    """Return a restricted case with everything an entry can have, and its only member."""
    member = person("member", "case-prosecutor")
    case = make_case(member, at, restricted=True)
    review = at.date() + timedelta(days=1)
    entry = make_entry(case, member, at, said=SAID, review=review)
    other = make_entry(case, member, at, said=SAID)
    services.judge(left=entry, right=other, is_same=True, reason="twins", by=member, at=at)
    right = services.register_request(
        kind="access", entry_id=entry, requester="Q. Z.", asked="All", received=at.date(), by=member, at=at
    )
    services.keep(payload={}, at=at + timedelta(days=2))
    return {"member": member, "case": case, "entry": entry, "other": other, "right": right}


def addresses(kept: dict[str, Any]) -> list[str]:
    """Return every address of the room that is not public, filled in with what is kept."""
    words = {
        "case_id": kept["case"], "entry_id": kept["entry"], "request_id": kept["right"], "schema": "Person",
        "name": "withdraw",
    }  # fmt: skip
    found = []
    for pattern in urls.urlpatterns:
        needed = set(pattern.pattern.converters)
        # The doors of TAXII have no names: they know tokens, not people (tests/rooms/test_taxii.py).
        if pattern.name and pattern.name not in PUBLIC and needed <= set(words):
            found.append(reverse(pattern.name, kwargs={key: words[key] for key in needed}))
    return found


@pytest.mark.parametrize("roles", [["node-admin"], ["auditor"], ["executing-officer"], ["node-admin", "auditor"]])
def test_for_who_runs_or_audits_the_node_the_register_does_not_exist(
    person: Maker, kept: dict[str, Any], roles: list[str]
) -> None:
    client = signed_in(person("other", *roles))
    # Counters and roots of the probes' log, without content, are there for auditors to check.
    audited = {reverse("register_probe_audit"), reverse("register_probe_draw")} if "auditor" in roles else set()
    if roles == ["auditor"]:  # who looked at an entry, without what it says
        audited |= {reverse(name, args=[kept["entry"]]) for name in ("register_access", "register_access_pdf")}

    for address, ask in itertools.product(set(addresses(kept)) - audited, ("get", "post")):
        answer = getattr(client, ask)(address)
        assert answer.status_code in {404, 405}, address
    shown = client.get("/states/").content.decode()
    assert "/register/" not in (shown.replace(reverse("register_probe_audit"), "") if audited else shown)


def test_nobody_both_runs_the_node_and_reads_the_register(person: Maker) -> None:
    with pytest.raises(Invalid, match="who runs the node"):
        person("both", "node-admin", "analyst")


@pytest.mark.parametrize("role", ["analyst", "central-officer", "case-prosecutor"])
def test_a_colleague_outside_a_restricted_case_sees_no_trace_of_it(
    person: Maker, kept: dict[str, Any], at: datetime, role: str
) -> None:
    _sees_nothing(person("stranger", role), kept, at)


@pytest.mark.parametrize("role", ["analyst", "central-officer", "case-prosecutor"])
def test_a_former_member_sees_no_trace_of_it(person: Maker, kept: dict[str, Any], at: datetime, role: str) -> None:
    former = person("former", role)
    services.join_team(case_id=kept["case"], user_id=former.id, by=kept["member"], at=at)
    assert queries.entry(former, kept["entry"])
    services.leave_team(case_id=kept["case"], user_id=former.id, by=kept["member"], at=at)

    _sees_nothing(former, kept, at)


def _sees_nothing(who: Person, kept: dict[str, Any], at: datetime) -> None:
    for text in (NAME, "Кадир Зульфугаров", PHONE):
        assert services.ask(question=Question(text), by=who, at=at) == ()
    assert pages.cases(who) == pages.inbox(who) == queries.notices(who) == concerned.requests(who) == ()
    assert pages.reviews(who, until=(at + timedelta(days=9999)).date()) == ()
    assert queries.unseen(who) == 0
    with pytest.raises(NotFound):
        queries.links(who, kept["case"])
    with pytest.raises(NotFound):
        sameness(who, kept["entry"])
    client = signed_in(who)
    for address in addresses(kept):
        for answer in (client.get(address), client.post(address, {"reason": "x", "other": kept["other"]})):
            text = answer.content.decode()
            assert NAME not in text
            assert "260142/2026" not in text
            assert kept["entry"] not in text.replace(address, "")
            if kept["case"] in address or kept["entry"] in address or kept["right"] in address:
                assert answer.status_code in {404, 405}, address
    with pytest.raises(NotFound):
        services.join_team(case_id=kept["case"], user_id=who.id, by=who, at=at)
    assert Statement.objects.filter(is_retracted=False, value=NAME).count() == 2


def test_who_is_not_signed_in_is_asked_to_and_sees_the_published_numbers_only(kept: dict[str, Any]) -> None:
    client = Client()

    for address in addresses(kept):
        answer = client.get(address)
        assert answer.status_code == 405 or answer["Location"].startswith("/account/login/"), address
    page = client.get(reverse("register_published"))
    assert page.status_code == 200
    assert NAME not in page.content.decode()


def test_the_node_of_the_secretariat_has_no_register(
    person: Maker, kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(kept["member"])
    monkeypatch.setitem(settings.COMITY_ENV._values, "STATE", "")

    for address in [*addresses(kept), reverse("register_published")]:
        assert client.get(address).status_code in {404, 405}, address


def test_a_hidden_entry_pushes_no_readable_one_out_of_the_answer(person: Maker, at: datetime) -> None:
    secret, analyst = person("secret", "case-prosecutor"), person("analyst", "analyst")
    restricted = make_case(secret, at, restricted=True)
    for _ in range(60):
        make_entry(restricted, secret, at, said=SAID)
    mine = make_entry(make_case(analyst, at, "2"), analyst, at, said=[services.Said("name", "Qədir Zülfüqarlı")])

    found = services.ask(question=Question(NAME), by=analyst, at=at)

    assert [f.entry.id for f in found] == [mine]


def test_victims_are_found_by_no_search_even_by_their_own_team(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    for category in ("victim", "witness"):
        make_entry(make_case(analyst, at, category), analyst, at, said=SAID, category=category)

    for text in (NAME, PHONE):
        assert services.ask(question=Question(text), by=analyst, at=at) == ()


@pytest.mark.parametrize("state", ["UZ", "KZ", "", "AZ "])
def test_an_empty_audience_is_nobody(state: str) -> None:
    assert level(Handling(hit_only=False), owner="AZ", state=state) is Level.NOTHING


def test_the_number_of_answers_and_not_the_words_are_in_the_ledger(person: Maker, at: datetime) -> None:
    from comity.ledger.models import Entry as LedgerEntry

    analyst = person("analyst", "analyst")
    services.ask(question=Question(NAME, "1971"), by=analyst, at=at)

    leaf = LedgerEntry.objects.get(event="search.made").leaf
    assert f"person:{analyst.id}" in leaf
    assert "Qadir" not in leaf
    assert "1971" not in leaf


def test_reading_by_id_is_the_same_need_to_know_as_reading_at_all(
    uz: ForeignNode, person: Maker, kept: dict[str, Any], at: datetime
) -> None:
    opened = person("opener", "case-prosecutor")
    make_entry(make_case(opened, at, "2"), opened, at)
    gone = make_entry(make_case(opened, at, "3"), opened, at)
    services.withdraw(entry_id=gone, reason="x", by=opened, at=at)
    give(uz, at)
    everything = list(Entry.objects.values_list("pk", flat=True))
    people = [
        kept["member"], opened, person("analyst", "analyst"), person("officer", "central-officer"),
        person("admin", "node-admin"), person("auditor", "auditor"), person("executor", "executing-officer"),
    ]  # fmt: skip

    for who in people:
        assert access.readable(who, everything) == set(queries.entries(who).values_list("pk", flat=True))
    assert access.readable(people[0], everything)
    assert access.readable(people[2], everything) > access.readable(people[3], everything) != set()
