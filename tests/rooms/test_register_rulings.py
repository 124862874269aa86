# SPDX-License-Identifier: Apache-2.0
"""Merging by a person's ruling, links told by the machine, requests of persons concerned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.ledger.models import Entry as LedgerEntry
from comity.register import queries, services
from comity.register.models import Entry, Judgement, Link, RightsRequest, Statement
from comity.register.queries import concerned
from comity.register.queries.sameness import sameness
from tests.rooms.test_register import make_case, make_entry

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
BORN = services.Said("birthDate", "1984-03-02")
RUSSIAN = [services.Said("name", "Али Гасанов", "ru", "Baku"), BORN]


def two(by: Person, at: datetime, **more: Any) -> tuple[str, str]:
    """Enter one man twice, in two cases, under two spellings."""
    return (
        make_entry(make_case(by, at), by, at),
        make_entry(make_case(by, at, "2/2026", **more), by, at, said=RUSSIAN),
    )


# Merging


def test_a_machine_suggests_with_reasons_and_never_merges(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    one, other = two(analyst, at)

    found = sameness(analyst, one)

    assert [s.other.id for s in found.suggestions] == [other]
    assert found.suggestions[0].score > 0.6
    assert {part.one[0] for part in found.suggestions[0].parts} == {"Əli", "Həsənov"}
    assert found.others == ()
    assert not Judgement.objects.exists()


def test_a_ruling_joins_every_source_and_is_taken_back_without_loss(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    one, other = two(analyst, at)
    before = set(Statement.objects.values_list("pk", "entry", "value", "source", "is_retracted"))

    ruling = services.judge(left=one, right=other, is_same=True, reason="Same passport", by=analyst, at=at)

    for here, there in ((one, other), (other, one)):
        found = sameness(analyst, here)
        assert [o.id for o in found.others] == [there]
        assert {(s.value, s.source) for s in found.statements} >= {
            ("Əli Həsənov", "260142/2026"), ("Али Гасанов", "Baku"),
        }  # fmt: skip
        assert found.suggestions == ()
    services.unjudge(judgement_id=ruling, by=analyst, at=at)
    assert sameness(analyst, one).others == ()
    assert sameness(analyst, one).rulings[0].undone_at == at
    assert set(Statement.objects.values_list("pk", "entry", "value", "source", "is_retracted")) == before
    assert Entry.objects.filter(state="active").count() == 2


def test_a_ruling_that_they_differ_ends_suggestion_and_link(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    one, other = two(analyst, at)
    case = str(Entry.objects.get(pk=one).case_id)
    assert queries.links(analyst, case)

    services.judge(left=other, right=one, is_same=False, reason="Cousins", by=analyst, at=at)

    assert sameness(analyst, one).suggestions == ()
    assert queries.links(analyst, case) == ()


def test_nobody_rules_on_or_sees_what_they_may_not_read(person: Maker, at: datetime) -> None:
    analyst, prosecutor = person("analyst", "analyst"), person("prosecutor", "case-prosecutor")
    one, other = two(analyst, at)
    third = make_entry(make_case(prosecutor, at, "3/2026"), prosecutor, at, said=RUSSIAN)
    ruling = services.judge(left=one, right=other, is_same=True, reason="x", by=analyst, at=at)
    services.judge(left=other, right=third, is_same=True, reason="x", by=analyst, at=at)

    with pytest.raises(NotFound):
        services.judge(left=third, right=one, is_same=True, reason="x", by=prosecutor, at=at)
    with pytest.raises(NotFound):
        services.unjudge(judgement_id=ruling, by=prosecutor, at=at)
    seen = sameness(prosecutor, third)
    assert (seen.others, seen.rulings, seen.suggestions, seen.statements) == ((), (), (), ())
    assert {o.id for o in sameness(analyst, one).others} == {other, third}


def test_a_group_is_not_joined_through_an_entry_one_may_not_read(person: Maker, at: datetime) -> None:
    prosecutor, analyst = person("prosecutor", "case-prosecutor"), person("analyst", "analyst")
    one = make_entry(make_case(prosecutor, at, "1"), prosecutor, at)
    middle = make_entry(make_case(analyst, at, "2"), analyst, at, said=RUSSIAN)
    last = make_entry(make_case(prosecutor, at, "3"), prosecutor, at, said=RUSSIAN)
    for end in (one, last):
        services.judge(left=end, right=middle, is_same=True, reason="x", by=analyst, at=at)

    assert sameness(prosecutor, one).others == ()
    assert len(sameness(analyst, one).others) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"category": "victim"}, "never matched"), ({"schema": "Company", "category": "", "said": RUSSIAN[:1]}, "kinds")],
)
def test_victims_and_other_kinds_are_not_merged(
    person: Maker, at: datetime, changes: dict[str, Any], words: str
) -> None:
    analyst = person("analyst", "analyst")
    one = make_entry(make_case(analyst, at), analyst, at)
    other = make_entry(make_case(analyst, at, "2"), analyst, at, **changes)

    with pytest.raises(Refused, match=words):
        services.judge(left=one, right=other, is_same=True, reason="x", by=analyst, at=at)
    with pytest.raises(Invalid, match="Say why"):
        services.judge(left=one, right=other, is_same=True, reason=" ", by=analyst, at=at)
    assert sameness(analyst, other).suggestions == ()


# Links


def test_both_teams_are_told_of_a_link_with_its_reason(person: Maker, at: datetime) -> None:
    analyst, prosecutor = person("analyst", "analyst"), person("prosecutor", "case-prosecutor")
    officer = person("officer", "central-officer")
    one = make_entry(make_case(prosecutor, at), prosecutor, at)
    make_entry(make_case(analyst, at, "2/2026"), analyst, at, said=RUSSIAN)

    link = queries.links(prosecutor, str(Entry.objects.get(pk=one).case_id))[0]

    assert (link.other, link.ask) == (None, (officer.name,))
    assert [r.code for r in link.reasons] == ["name-and-birth"]
    assert 0.6 < link.strength < 1
    for who in (analyst, prosecutor):
        assert queries.unseen(who) == 1
        services.mark_seen(by=who, at=at)
        assert queries.unseen(who) == 0
    assert queries.notices(officer) == ()


def test_a_restricted_case_learns_of_the_open_one_and_not_the_other_way(person: Maker, at: datetime) -> None:
    secret, analyst = person("secret", "case-prosecutor"), person("analyst", "analyst")
    officer = person("officer", "central-officer")
    opened = make_case(analyst, at)
    make_entry(opened, analyst, at)
    restricted = make_case(secret, at, "2/2026", restricted=True)
    make_entry(restricted, secret, at, said=RUSSIAN)

    assert queries.links(analyst, opened) == ()
    assert queries.notices(analyst) == queries.notices(officer) == ()
    link = queries.links(secret, restricted)[0]
    assert (link.other, link.ask) == (None, (officer.name,))
    assert queries.unseen(secret) == 1


def test_two_restricted_cases_learn_nothing_of_each_other(person: Maker, at: datetime) -> None:
    one, other, both = (person(name, "case-prosecutor") for name in ("one", "other", "both"))
    first = make_case(one, at, restricted=True)
    second = make_case(other, at, "2/2026", restricted=True)
    make_entry(first, one, at)
    make_entry(second, other, at, said=RUSSIAN)

    for who, case in ((one, first), (other, second)):
        assert queries.links(who, case) == ()
        assert queries.notices(who) == ()
    for who, case in ((one, first), (other, second)):
        services.join_team(case_id=case, user_id=both.id, by=who, at=at)
    assert queries.links(both, first)[0].other is not None
    services.leave_team(case_id=second, user_id=both.id, by=other, at=at)
    assert queries.links(both, first) == ()


def test_a_shared_phone_links_a_person_and_a_telephone_but_no_victim(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    phone = services.Said("phone", "+994 50 555 01 42")
    name = services.Said("name", "Nobody Known")
    first = make_case(analyst, at)
    make_entry(first, analyst, at, said=[name, phone])
    make_entry(first, analyst, at, said=[name, phone], category="victim")
    make_entry(make_case(analyst, at, "2"), analyst, at, schema="Phone", category="", said=[phone])

    links = queries.links(analyst, first)

    assert [(link.other.schema, link.reasons[0].prop) for link in links] == [("Phone", "phone")]
    assert links[0].entry.category == "suspect"


@pytest.mark.parametrize("born", ["1990-03-02", None])
def test_a_name_alone_links_nothing(person: Maker, at: datetime, born: str | None) -> None:
    analyst = person("analyst", "analyst")
    make_entry(make_case(analyst, at), analyst, at)
    said = [RUSSIAN[0], *([services.Said("birthDate", born)] if born else [])]
    make_entry(make_case(analyst, at, "2"), analyst, at, said=said)

    assert not Link.objects.exists()


# Persons concerned


def request(by: Person, at: datetime, kind: str, entry: str = "", **more: Any) -> str:
    given = {"requester": "A. Hasanov", "asked": "Delete me.", "received": at.date(), **more}
    return services.register_request(kind=kind, entry_id=entry, by=by, at=at, **given)


def decide(by: Person, at: datetime, number: str, outcome: str, reason: str = "no-longer-needed") -> None:
    services.decide(request_id=number, outcome=outcome, reason=reason, decision="Acquitted.", by=by, at=at)


def test_a_deletion_needs_a_second_person_and_then_the_content_is_gone(person: Maker, at: datetime) -> None:
    first, second = person("first", "analyst"), person("second", "analyst")
    entry = make_entry(make_case(first, at), first, at)
    number = request(first, at, "deletion", entry)
    assert concerned.requests(second)[0].due_date == at.date() + timedelta(days=30)

    decide(first, at, number, "granted")
    assert queries.entry(first, entry)
    with pytest.raises(Refused, match="Another person"):
        services.confirm(request_id=number, agrees=True, by=first, at=at)
    services.confirm(request_id=number, agrees=True, by=second, at=at)

    assert not Statement.objects.exists()
    assert Entry.objects.get().state == "purged"
    done = concerned.request(first, number)
    assert (done.state, done.entry, done.confirmed_by) == ("closed", None, second.name)
    assert LedgerEntry.objects.filter(event="entry.erased").exists()


def test_a_second_person_may_send_it_back(person: Maker, at: datetime) -> None:
    first, second = person("first", "analyst"), person("second", "analyst")
    entry = make_entry(make_case(first, at), first, at)
    number = request(first, at, "deletion", entry)
    decide(first, at, number, "granted")

    services.confirm(request_id=number, agrees=False, by=second, at=at)

    assert concerned.request(first, number).state == "open"
    assert queries.entry(first, entry)
    decide(second, at, number, "refused", "needed")
    with pytest.raises(Refused, match="not possible"):
        decide(second, at, number, "granted")


def test_an_entry_of_another_owner_is_not_deleted_here(person: Maker, at: datetime) -> None:
    first = person("first", "analyst")
    entry = make_entry(make_case(first, at), first, at)
    Entry.objects.update(owner="UZ")
    number = request(first, at, "deletion", entry)

    with pytest.raises(Refused, match="Only the owner deletes"):
        decide(first, at, number, "granted")
    decide(first, at, number, "owner-abroad", "not-the-person")


@pytest.mark.parametrize(
    ("kind", "changes"),
    [("gift", {}), ("access", {"requester": " "}), ("access", {"asked": ""}), ("access", {"received": None})],
)
def test_a_bad_request_is_refused(person: Maker, at: datetime, kind: str, changes: dict[str, Any]) -> None:
    officer = person("officer", "central-officer")
    if "received" in changes:
        changes = {"received": at.date() + timedelta(days=1)}

    with pytest.raises(Invalid):
        request(officer, at, kind, **changes)
    with pytest.raises(Invalid):
        decide(officer, at, request(officer, at, "access"), "owner-abroad")


def test_requests_are_read_with_need_to_know_and_forgotten_after_two_years(person: Maker, at: datetime) -> None:
    secret, analyst = person("secret", "case-prosecutor"), person("analyst", "analyst")
    officer, admin = person("officer", "central-officer"), person("admin", "node-admin")
    entry = make_entry(make_case(secret, at, restricted=True), secret, at)
    number = request(secret, at, "access", entry)
    loose = request(officer, at, "access")

    assert {r.id for r in concerned.requests(secret)} == {number}
    assert {r.id for r in concerned.requests(officer)} == {loose}
    assert concerned.requests(analyst) == concerned.requests(admin) == ()
    for who in (analyst, officer, admin):
        with pytest.raises(NotFound):
            decide(who, at, number, "granted")
    with pytest.raises(NotFound):
        request(officer, at, "access", entry)
    with pytest.raises(NotFound):
        request(analyst, at, "access")
    decide(officer, at, loose, "nothing-held", "not-the-person")
    services.keep(payload={}, at=at + timedelta(days=731))
    assert RightsRequest.objects.get(pk=loose).requester == ""


def test_published_counts_show_no_small_number(person: Maker, at: datetime) -> None:
    officer = person("officer", "central-officer")
    for _ in range(6):
        decide(officer, at, request(officer, at, "access"), "nothing-held", "not-the-person")
    request(officer, at, "access")

    kind, cells, total = concerned.counts(at.year)[0]

    assert kind == "access"
    assert [(c.number, c.is_small) for c in cells] == [(0, False)] * 3 + [(6, False), (0, False), (0, True)]
    assert total is None
