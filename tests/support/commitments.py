# SPDX-License-Identifier: Apache-2.0
"""A Secretariat's node with people of several States and the commitments of the five documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

import comity.practice
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


def lay_out() -> dict[str, str]:
    """Import the five documents, load their commitments and report on some. Runs at the node of the browser tests."""
    from comity.accounts import queries as accounts_queries
    from comity.base import clock
    from comity.drafting import services as drafting
    from comity.drafting.rules import importing

    at = clock.now()
    officer, az = (accounts_queries.by_email(email) for email in ("officer@secretariat.example", "delegate@az.example"))
    assert officer is not None
    assert az is not None
    for path in sorted((Path(comity.practice.__file__).parent / "documents").glob("*.txt")):
        read = importing.read(importing.decode(path.read_bytes(), name=path.name), name=path.name)
        drafting.import_text(imported=read, by=officer, at=at)
    services.load_facts(at=at)
    claim = services.report(
        commitment_id="ankara-declaration-2023.c6-3", owner="AZ", act="claim", as_of="2026-01-15", value="1",
        text="An expert was appointed by order of the Prosecutor General.", by=az, at=at,
    )  # fmt: skip
    services.make(
        given=services.Given(
            source="bishkek-declaration-2024#c2", organisation="OTS", addressee="each-state", verb="send",
            object="the programme of joint courses for the year", since=date(2024, 7, 25), due="2025-12-31",
            evidence_required="the programme",
        ),
        by=officer, at=at,
    )  # fmt: skip
    services.remind(at=at)
    return {"claim": claim, "dated": "bishkek-declaration-2024.c2-3"}
