# SPDX-License-Identifier: Apache-2.0
"""Search over the index: other scripts, exact values, evidence beside the name, and an index that follows every act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.register import services
from comity.register.models import Entry, IndexedName, NameKey, NameKeyCount, Statement
from comity.register.queries import searching
from comity.register.queries.searching import Question, search
from comity.register.rules.evidence import Agreement
from comity.register.services import Said, indexing
from tests.rooms.test_register import make_case, make_entry
from tests.support.people import invented, spelt_by_hand

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


def test_people_are_found_by_their_spellings_in_other_scripts(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    people = spelt_by_hand()
    kept = {make_entry(case, analyst, at, said=[Said("name", names[0])]): names for names in people}
    crowd = Entry.objects.first()
    indexing.index_names([(crowd.pk, name) for name, _ in invented(400)])

    asked = [(entry, other) for entry, names in kept.items() for other in names[1:]]
    missed = [
        other for entry, other in asked if entry not in [f.entry.id for f in search(analyst, Question(other), most=10)]
    ]

    assert len(asked) == 180
    assert len(missed) <= 5, missed


@pytest.mark.parametrize(
    ("schema", "prop", "kept", "asked"),
    [
        ("Person", "phone", "+994 (50) 555-01-42", "00994505550142"),
        ("Person", "passportNumber", "P 118.2736", "p1182736"),
        ("Person", "idNumber", "5XK2P9Q", "5xk2p9q"),
        ("Person", "email", "A.B@Example.org", "a.b@example.org"),
        ("Vehicle", "registrationNumber", "10-RM-042", "10 RM 042"),
        ("BankAccount", "iban", "AZ77PRAC00000000001370010944", "AZ77 PRAC 0000 0000 0013 7001 0944"),
        ("CryptoWallet", "publicKey", "TQ5practice7Kd2mXo9vRzWcY1sLh3Ee8", "TQ5practice7Kd2mXo9vRzWcY1sLh3Ee8"),
        ("Domain", "website", "https://www.bazaar-phones.example/", "bazaar-phones.example"),
        ("UserAccount", "username", "night_owl", "Night_Owl"),
    ],
)
def test_an_exact_value_is_found_however_it_is_written(
    person: Maker, at: datetime, schema: str, prop: str, kept: str, asked: str
) -> None:
    analyst = person("analyst", "analyst")
    said = [Said(prop, kept), *([Said("name", "Somebody Else")] if schema == "Person" else [])]
    category = "suspect" if schema == "Person" else ""
    entry = make_entry(make_case(analyst, at), analyst, at, schema=schema, category=category, said=said)

    found = search(analyst, Question(asked))

    assert [f.entry.id for f in found] == [entry]
    assert found[0].exact[0][1] == asked
    assert not found[0].is_weak


def test_date_and_state_stand_beside_the_name_and_only_break_ties(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    name = Said("name", "Rəşad Quliyev")
    other = make_entry(case, analyst, at, said=[name, Said("birthDate", "1960-05-05"), Said("nationality", "UZ")])
    silent = make_entry(case, analyst, at, said=[name])
    same = make_entry(case, analyst, at, said=[name, Said("birthDate", "1984-03-02"), Said("nationality", "AZ")])

    plain = search(analyst, Question("Рашад Кулиев"))
    found = search(analyst, Question("Рашад Кулиев", "1984", "AZ"))

    assert {f.score for f in plain} == {f.score for f in found}
    assert len({f.score for f in found}) == 1
    assert [f.entry.id for f in found] == [same, other, silent]
    assert [f.birth.agreement for f in found] == [Agreement.PARTLY, Agreement.OTHER, Agreement.UNKNOWN]
    assert [f.state.agreement for f in found] == [Agreement.SAME, Agreement.OTHER, Agreement.UNKNOWN]
    assert plain[0].birth is None
    assert {part.kind for part in found[0].parts} <= {"same", "alike"}
    assert search(analyst, Question("Рашад Кулиев", schema="Company")) == ()


def test_the_index_follows_what_is_said_taken_back_and_withdrawn(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at, said=[Said("name", "Rəşad Quliyev")])
    services.say(entry_id=entry, said=[Said("alias", "Tofiq Bəhramov")], by=analyst, at=at)
    assert [f.name for f in search(analyst, Question("Тофик Бахрамов"))] == ["Tofiq Bəhramov"]
    assert NameKeyCount.objects.get(pk=0).count == 2

    alias = Statement.objects.get(prop="alias")
    services.retract(entry_id=entry, statement_id=str(alias.pk), by=analyst, at=at)
    assert search(analyst, Question("Тофик Бахрамов")) == ()
    services.withdraw(entry_id=entry, reason="x", by=analyst, at=at)

    assert search(analyst, Question("Rəşad Quliyev")) == ()
    assert not NameKey.objects.exists()
    assert not NameKeyCount.objects.exclude(count=0).exists()


def test_new_keys_make_the_index_anew_once(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    make_entry(make_case(analyst, at), analyst, at, said=[Said("name", "Rəşad Quliyev")])
    assert indexing.rebuild() == 1
    before = set(NameKey.objects.values_list("key", flat=True)), NameKeyCount.objects.get(pk=0).count
    NameKeyCount.objects.filter(pk=indexing.VERSION_ROW).update(count=0)
    NameKey.objects.all().delete()

    assert (indexing.rebuild(), indexing.rebuild()) == (1, 0)

    assert (set(NameKey.objects.values_list("key", flat=True)), NameKeyCount.objects.get(pk=0).count) == before
    assert IndexedName.objects.count() == 1
    assert search(analyst, Question("Рашад Кулиев"))


@pytest.mark.parametrize("role", ["analyst", "case-prosecutor"])
def test_many_hidden_namesakes_do_not_hide_the_one_that_may_be_read(
    person: Maker, at: datetime, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(searching, "CANDIDATES", 3)
    secret, reader = person("secret", "case-prosecutor"), person("reader", role)
    restricted = make_case(secret, at, restricted=True)
    for _ in range(30):
        make_entry(restricted, secret, at, said=[Said("name", "Rəşad Quliyev")])
    mine = make_entry(make_case(reader, at, "2"), reader, at, said=[Said("name", "Rəşad Quliyev")])

    for few in (5_000, 0):
        monkeypatch.setattr(searching, "FEW", few)
        assert [f.entry.id for f in search(reader, Question("Рашад Кулиев"))] == [mine]


@pytest.mark.parametrize(("text", "born"), [("", ""), ("   ", ""), ("x" * 301, ""), ("Ali", "soon")])
def test_a_question_that_asks_nothing_is_refused(person: Maker, at: datetime, text: str, born: str) -> None:
    with pytest.raises(Invalid):
        services.ask(question=Question(text, born), by=person("analyst", "analyst"), at=at)


@pytest.mark.parametrize("text", ["…", "'; DROP TABLE register_entry; --", "%", "\u200f", "1", "A" * 300])
def test_odd_questions_find_nothing_and_break_nothing(person: Maker, at: datetime, text: str) -> None:
    analyst = person("analyst", "analyst")
    make_entry(make_case(analyst, at), analyst, at)

    assert services.ask(question=Question(text), by=analyst, at=at) == ()
