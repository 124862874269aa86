# SPDX-License-Identifier: Apache-2.0
"""Entries: who may read and change them, what is kept, what the ledger learns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.ledger.models import Entry as LedgerEntry
from comity.register import queries
from comity.register.models import Entry, IndexedName, Key, NameKey, NameKeyCount, Statement
from comity.register.rules.handling import Handling
from comity.register.services import Said, enter, open_case, retract, say, set_handling, withdraw

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
SUSPECT = [Said("name", "Əli Həsənov", "az"), Said("birthDate", "1984-03-02")]


def make_case(by: Person, at: datetime, reference: str = "260142/2026", **more: Any) -> str:
    return open_case(
        reference=reference, title="Silk line", offences=["drug-trafficking"], legal_basis="CPC art. 1", by=by, at=at,
        **more,
    )  # fmt: skip


def make_entry(case: str, by: Person, at: datetime, **more: Any) -> str:
    given = {"schema": "Person", "category": "suspect", "said": SUSPECT, "handling": Handling(), **more}
    return enter(case_id=case, by=by, at=at, **given)


def test_an_entry_keeps_each_value_with_its_source_and_is_found_by_its_keys(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)

    say(entry_id=entry, said=[Said("alias", "Али Гасанов", "ru", "Tashkent", "possible")], by=analyst, at=at)

    row = queries.entry(analyst, entry)
    assert (row.caption, row.owner, row.category) == ("Əli Həsənov", "AZ", "suspect")
    assert Statement.objects.get(entry=row, prop="alias").source == "Tashkent"
    assert Statement.objects.get(entry=row, prop="name").source == "260142/2026"
    assert set(IndexedName.objects.values_list("value", flat=True)) == {"Əli Həsənov", "Али Гасанов"}


def test_a_stranger_cannot_tell_a_foreign_case_from_none(person: Maker, at: datetime) -> None:
    officer, other = person("officer", "central-officer"), person("other", "central-officer")
    analyst, admin = person("analyst", "analyst"), person("admin", "node-admin")
    open_one = make_entry(make_case(officer, at), officer, at)
    restricted = make_entry(make_case(officer, at, "2/2026", restricted=True), officer, at)

    assert queries.entry(analyst, open_one)
    for reader, entry in ((other, open_one), (admin, open_one), (analyst, restricted)):
        with pytest.raises(NotFound, match="There is no such entry"):
            queries.entry(reader, entry)
        with pytest.raises(NotFound, match="There is no such entry"):
            say(entry_id=entry, said=SUSPECT, by=reader, at=at)


def test_a_withdrawn_entry_is_found_by_nobody(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)

    withdraw(entry_id=entry, reason="acquitted", by=analyst, at=at)

    assert not Key.objects.exists()
    assert not IndexedName.objects.exists()
    assert not NameKey.objects.exists()
    assert not NameKeyCount.objects.filter(count__gt=0).exists()
    with pytest.raises(NotFound):
        queries.entry(analyst, entry)


def test_a_value_taken_back_leaves_the_search_and_the_last_caption_stays(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)
    before = set(NameKey.objects.values_list("key", flat=True))
    say(entry_id=entry, said=[Said("alias", "Rustam Nazarov")], by=analyst, at=at)
    alias = Statement.objects.get(prop="alias")

    retract(entry_id=entry, statement_id=str(alias.pk), by=analyst, at=at)

    assert set(NameKey.objects.values_list("key", flat=True)) == before
    assert NameKeyCount.objects.get(key=0).count == 1
    with pytest.raises(Refused, match="last name"):
        retract(entry_id=entry, statement_id=str(Statement.objects.get(prop="name").pk), by=analyst, at=at)


def test_two_people_changing_the_audience_at_once_lose_nothing(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)
    version = Entry.objects.get().version

    set_handling(entry_id=entry, handling=Handling(frozenset({"UZ"})), version=version, by=analyst, at=at)

    with pytest.raises(Refused, match="meanwhile"):
        set_handling(entry_id=entry, handling=Handling(), version=version, by=analyst, at=at)
    assert Entry.objects.get().audience == ["UZ"]


def test_only_the_owner_changes_an_entry(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)
    Entry.objects.update(owner="UZ")

    with pytest.raises(Refused, match="belongs to UZ"):
        withdraw(entry_id=entry, reason="x", by=analyst, at=at)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": []}, "at least the name"),
        ({"said": [Said("birthDate", "1984")]}, "at least the name"),
        ({"said": [Said("name", "A", certainty="sure")]}, "certainty"),
        ({"category": ""}, "what the person is"),
        ({"schema": "Ghost"}, "not a kind"),
    ],
)
def test_a_bad_entry_is_refused_and_nothing_is_kept(
    person: Maker, at: datetime, changes: dict[str, Any], words: str
) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)

    with pytest.raises(Invalid, match=words):
        make_entry(case, analyst, at, **changes)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("changes", [{"offences": []}, {"offences": ["theft"]}, {"title": ""}, {"legal_basis": " "}])
def test_a_bad_case_is_refused(person: Maker, at: datetime, changes: dict[str, Any]) -> None:
    given = {"reference": "1", "title": "T", "offences": ["corruption"], "legal_basis": "L", **changes}

    with pytest.raises(Invalid):
        open_case(by=person("analyst", "analyst"), at=at, **given)


def test_the_ledger_learns_codes_and_never_a_name(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    make_entry(make_case(analyst, at), analyst, at)

    assert not any("Həsənov" in leaf for leaf in LedgerEntry.objects.values_list("leaf", flat=True))
    assert LedgerEntry.objects.filter(event="entry.entered").exists()
    with pytest.raises(Invalid, match="open already"):
        make_case(analyst, at)
