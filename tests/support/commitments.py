# SPDX-License-Identifier: Apache-2.0
"""A Secretariat's node with people of several States and the commitments of the five documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.commitments import services

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"
Maker = Callable[..., Person]


@pytest.fixture
def secretariat(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Let the node under test be the Secretariat's."""
    monkeypatch.setitem(settings.COMITY_ENV._values, "STATE", "")


@pytest.fixture
def of(secretariat: None) -> Maker:
    """Return a maker of people by State (empty: the Secretariat's)."""

    def make(state: str = "", *roles: str, name: str = "") -> Person:
        chosen = roles or (("delegate",) if state else ("secretariat-officer",))
        login = f"{name or 'p'}-{state.lower() or 'sec'}-{'-'.join(chosen)}@node.example"
        return accounts.create_account(
            login=login, display_name=login, password=PASSWORD, roles=chosen, state=state, at=AT
        )

    return make


@pytest.fixture
def officer(of: Maker) -> Person:
    """Return an officer of the Secretariat."""
    return of()


def made(by: Person, **changes: Any) -> str:
    """Make a commitment of the Ankara declaration and return its id."""
    given = {
        "source": "ankara-declaration-2023#c2", "organisation": "OTS", "addressee": "each-state", "verb": "conduct",
        "object": "joint training programs", "since": date(2023, 10, 23), "evidence_required": "programme", **changes,
    }  # fmt: skip
    return services.make(given=services.Given(**given), by=by, at=AT)


def reported(of_id: str, owner: str, by: Person, act: str = "progress", at: datetime = AT, **given: Any) -> str:
    """Report on a commitment and return the report's id."""
    words = {"as_of": "2026-06-01", "text": "A joint course in Baku.", **given}
    return services.report(commitment_id=of_id, owner=owner, act=act, by=by, at=at, **words)


def client_of(person: Person) -> Client:
    """Return a client signed in as a person."""
    client = Client()
    assert client.login(email=person.email, password=PASSWORD)
    return client
