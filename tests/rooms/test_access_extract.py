# SPDX-License-Identifier: Apache-2.0
"""The access extract: who looked at an entry, when and for what, for those who may read it and for auditors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import translation

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.documents import services as documents
from comity.ledger.models import Entry as LedgerEntry
from comity.register import services
from comity.register.queries import extract_paper, looking, pages
from comity.register.rules.handling import Handling
from tests.rooms.test_register import make_case, make_entry
from tests.rooms.test_register_pages import signed_in
from tests.support.peers import ForeignNode

pytestmark = pytest.mark.django_db(transaction=True)
Maker = Callable[..., Person]


def test_opening_an_entry_is_noted_once_a_day_for_each_person(person: Maker, at: datetime) -> None:
    officer, analyst = person("officer", "central-officer"), person("analyst", "analyst")
    entry = make_entry(make_case(officer, at), officer, at)
    for days, who in ((0, analyst), (0, analyst), (0, officer), (1, analyst)):
        services.read_entry(entry_id=entry, by=who, at=at + timedelta(days=days))

    found = looking.extract(officer, entry)

    assert [(look.person, look.at) for look in found.looks] == [
        ("Analyst", at), ("Officer", at), ("Analyst", at + timedelta(days=1)),
    ]  # fmt: skip
    assert {(look.purposes, look.case_reference != "", look.legal_basis != "") for look in found.looks} == {
        (("drug-trafficking",), True, True)
    }
    assert all(line.event != "entry.read" for line in pages.entry_view(officer, entry).history)


def test_the_page_and_the_pdf_name_who_opened_it_and_to_whom_it_was_given(
    person: Maker, at: datetime, uz: ForeignNode
) -> None:
    officer = person("officer", "central-officer")
    entry = make_entry(make_case(officer, at), officer, at, handling=Handling(frozenset({"UZ"}), hit_only=False))
    services.disclose(entry_id=entry, to_state=uz.state, purpose="drug-trafficking", by=officer, at=at)
    client = signed_in(officer)
    assert client.get(f"/register/entries/{entry}/").status_code == 200

    page = client.get(f"/register/entries/{entry}/access/").content.decode()
    assert page.count('<td><bdi dir="auto">Officer</bdi></td>') == 1
    assert "Uzbekistan" in page
    assert "Drug trafficking" in page

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fa"
    made = client.get(f"/register/entries/{entry}/access.pdf")
    assert made.content.startswith(b"%PDF-")
    with translation.override("fa"):
        written = documents.plain(extract_paper.paper(looking.extract(officer, entry), at=at))
    assert "گزارش دسترسی‌ها" in written
    assert "ازبکستان" in written
    assert "Officer" in written


def test_an_auditor_sees_who_looked_and_nothing_of_what_they_saw(person: Maker, at: datetime) -> None:
    officer, auditor = person("officer", "central-officer"), person("auditor", "auditor")
    entry = make_entry(make_case(officer, at), officer, at)
    services.read_entry(entry_id=entry, by=officer, at=at)

    found = looking.extract(auditor, entry)
    assert (found.caption, found.looks[0].case_reference, found.looks[0].legal_basis) == ("", "", "")
    assert (found.looks[0].person, found.looks[0].purposes) == ("Officer", ("drug-trafficking",))
    page = signed_in(auditor).get(f"/register/entries/{entry}/access/").content.decode()
    assert pages.entry_view(officer, entry).row.caption not in page


def test_for_everybody_else_there_is_no_extract(person: Maker, at: datetime) -> None:
    officer = person("officer", "central-officer")
    entry = make_entry(make_case(officer, at), officer, at)
    for who in (person("prosecutor", "case-prosecutor"), person("admin", "node-admin")):
        with pytest.raises(NotFound):
            looking.extract(who, entry)
        assert signed_in(who).get(f"/register/entries/{entry}/access/").status_code == 404
        with pytest.raises(NotFound):
            services.read_entry(entry_id=entry, by=who, at=at)
    assert LedgerEntry.objects.filter(event="entry.read").count() == 0
