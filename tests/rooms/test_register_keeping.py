# SPDX-License-Identifier: Apache-2.0
"""Days that run by themselves: reviews are told, last days delete for good, also after a week without the node."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.exchange.models import Incoming, Outgoing
from comity.ledger import services as ledger
from comity.register import queries, services
from comity.register.models import Entry, IndexedName, Judgement, Key, NameKey, Notice, Statement
from comity.register.queries import pages
from comity.register.rules.handling import Handling
from tests.rooms.test_register import make_case, make_entry
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]
WEEK = timedelta(days=7)
SECRET = "Zzyzxov Quetzal"


def short(at: datetime, days: int = 10) -> dict[str, Any]:
    return {
        "review": at.date() + timedelta(days=days // 2), "purge": at.date() + timedelta(days=days),
        "said": [services.Said("name", SECRET), services.Said("phone", "+994 50 555 00 09")],
    }  # fmt: skip


def test_a_review_is_told_once_and_renewing_sets_new_days(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at, **short(at))

    services.keep(payload={}, at=at)
    assert not Notice.objects.exists()
    again = services.keep(payload={}, at=at + WEEK)
    services.keep(payload={}, at=at + WEEK + timedelta(hours=1))

    assert again == at + WEEK + timedelta(hours=1)
    assert [(n.kind, n.entry) for n in queries.notices(analyst)] == [("review", SECRET)]
    assert [row.id for row in pages.reviews(analyst, until=(at + WEEK).date())] == [entry]
    with pytest.raises(Invalid, match="still needed"):
        services.renew(entry_id=entry, review=None, purge=None, reason=" ", by=analyst, at=at + WEEK)
    services.renew(entry_id=entry, review=None, purge=None, reason="trial", by=analyst, at=at + WEEK)
    services.keep(payload={}, at=at + 3 * WEEK)
    assert queries.notices(analyst) == ()
    assert queries.entry(analyst, entry)


@pytest.mark.parametrize("late", [timedelta(0), WEEK, timedelta(days=400)])
def test_on_its_last_day_the_content_is_gone_however_late_the_node_wakes(
    person: Maker, at: datetime, late: timedelta
) -> None:
    analyst = person("analyst", "analyst")
    case = make_case(analyst, at)
    entry = make_entry(case, analyst, at, **short(at))
    other = make_entry(case, analyst, at, said=[services.Said("name", SECRET)])
    services.judge(left=entry, right=other, is_same=True, reason=SECRET, by=analyst, at=at)
    services.withdraw(entry_id=other, reason="x", by=analyst, at=at)
    Entry.objects.filter(pk=other).update(purge_date=at.date() + timedelta(days=3))

    services.keep(payload={}, at=at + timedelta(days=10) + late)

    for table in (Statement, Key, IndexedName, NameKey, Judgement):
        assert not table.objects.exists()
    rows = list(Entry.objects.values_list("state", "caption"))
    assert rows == [("purged", "")] * 2
    with pytest.raises(NotFound):
        queries.entry(analyst, entry)
    assert ledger.verify_all().holds
    told = queries.notices(analyst)
    assert {n.kind for n in told} == {"purged"}
    assert not any(n.entry for n in told)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads the file of the database")
def test_not_a_byte_of_it_is_left_in_the_file(person: Maker, at: datetime, tmp_path: Path) -> None:
    analyst = person("analyst", "analyst")
    own = "Umbral Quyzzat"  # a name no other test has left in the free pages of this database
    make_entry(make_case(analyst, at), analyst, at, **(short(at) | {"said": [services.Said("name", own)]}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT hex(value) FROM register_statement WHERE prop = 'name'")
        assert bytes.fromhex(cursor.fetchone()[0]).decode() == own

    services.keep(payload={}, at=at + 3 * WEEK)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1
    copy = tmp_path / "copy"
    file = sqlite3.connect(copy)
    connection.connection.backup(file)  # page by page, free pages too
    file.close()
    assert own.encode() not in copy.read_bytes()


def test_a_purge_travels_and_the_exchange_forgets_what_it_carried(uz: ForeignNode, person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    code = Handling(frozenset({"UZ"}), hit_only=False)
    entry = make_entry(make_case(analyst, at), analyst, at, handling=code, **short(at))
    services.disclose(entry_id=entry, to_state="UZ", purpose="drug-trafficking", by=analyst, at=at)
    Outgoing.objects.update(is_settled=True)

    services.keep(payload={}, at=at + 3 * WEEK)

    kept = {m.kind: bool(m.envelope) or bool(m.signed_manifest) for m in Outgoing.objects.all()}
    assert kept == {"register.disclose": False, "register.withdraw": True}


def test_what_is_still_on_its_way_is_forgotten_once_it_is_answered(
    uz: ForeignNode, person: Maker, at: datetime
) -> None:
    analyst = person("analyst", "analyst")
    code = Handling(frozenset({"UZ"}), hit_only=False)
    entry = make_entry(make_case(analyst, at), analyst, at, handling=code, **short(at))
    services.disclose(entry_id=entry, to_state="UZ", purpose="drug-trafficking", by=analyst, at=at)
    services.keep(payload={}, at=at + 3 * WEEK)
    first = Outgoing.objects.get(kind="register.disclose")
    assert first.envelope

    Outgoing.objects.update(is_settled=True)
    services.keep(payload={}, at=at + 4 * WEEK)

    first.refresh_from_db()
    assert (bytes(first.envelope), first.signed_manifest) == (b"", "")
    assert not Incoming.objects.exists()


def test_only_the_owner_renews_and_not_beyond_the_limit(person: Maker, at: datetime) -> None:
    analyst = person("analyst", "analyst")
    entry = make_entry(make_case(analyst, at), analyst, at)
    with pytest.raises(Invalid, match="at most"):
        services.renew(
            entry_id=entry, review=None, purge=at.date() + timedelta(days=4000), reason="x", by=analyst, at=at
        )
    Entry.objects.update(owner="UZ")

    with pytest.raises(Refused, match="belongs to UZ"):
        services.renew(entry_id=entry, review=None, purge=None, reason="x", by=analyst, at=at)
    assert settings.COMITY_ENV["STATE"] == "AZ"
