# SPDX-License-Identifier: Apache-2.0
"""Two officers at the very same moment, in two connections: one saves, the other is told. PostgreSQL only."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from comity.accounts.rules.roles import Person
from comity.drafting import services
from comity.drafting.models import Proposal, Version
from comity.drafting.rules.changing import Change, Edit
from comity.drafting.services.opening import ChangedMeanwhile
from tests.support.texts import SLUG

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("COMITY_TEST_DATABASE_URL" not in os.environ, reason="SQLite: one writer at a time"),
]


def at_once(*acts: Any) -> list[str]:
    barrier = Barrier(len(acts))

    def run(act: Any) -> str:
        barrier.wait(10)
        try:
            act()
        except ChangedMeanwhile:
            return "told"
        finally:
            connections.close_all()
        return "saved"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_officers_at_one_clause_one_saves_and_one_is_told(people: Any, made: str, at: datetime) -> None:
    def change(by: Person, words: str) -> Any:
        edit = Edit(Change.REWORD, "c2", words)
        return lambda: services.edit_clause(text=SLUG, edit=edit, based_on=1, by=by, at=at)

    assert at_once(change(people.desk, "One."), change(people.desk2, "Two.")) == ["saved", "told"]
    assert Version.objects.count() == 2


def test_two_officers_at_two_clauses_both_save(people: Any, made: str, at: datetime) -> None:
    def change(by: Person, clause: str) -> Any:
        edit = Edit(Change.REWORD, clause, "Other words.")
        return lambda: services.edit_clause(text=SLUG, edit=edit, based_on=1, by=by, at=at)

    assert at_once(change(people.desk, "c1"), change(people.desk2, "c2")) == ["saved", "saved"]
    last = Version.objects.order_by("-number").first()
    assert [c["text"] for c in last.tree["clauses"]][:2] == ["Other words."] * 2


def test_one_form_sent_twice_at_once_is_one_proposal(people: Any, made: str, act: Any, at: datetime) -> None:
    act("circulate")

    def send() -> None:
        services.propose(text=SLUG, edit=Edit(Change.DELETE, "c2"), by=people.az, at=at, token="same")

    assert at_once(send, send, send) == ["saved"] * 3
    assert Proposal.objects.count() == 1
