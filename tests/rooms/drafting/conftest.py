# SPDX-License-Identifier: Apache-2.0
"""The people of a Secretariat's node, and a text in each state tests begin from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.drafting import services
from comity.drafting.rules.tree import Kind
from tests.support.passkeys import SoftPasskey
from tests.support.texts import SLUG, TREE, adopt, named


@pytest.fixture
def people(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    def make(name: str, role: str, state: str = "") -> Person:
        return accounts.create_account(
            login=f"{name}@example.org", display_name=name.title(), password="correct-horse-battery", roles=[role],
            state=state, at=at,
        )  # fmt: skip

    monkeypatch.setitem(settings.COMITY_ENV._values, "STATE", "")  # the Secretariat's node
    return SimpleNamespace(
        desk=make("desk", "secretariat-officer"), desk2=make("desk2", "secretariat-officer"),
        az=make("az", "delegate", "AZ"), uz=make("uz", "delegate", "UZ"), hu=make("hu", "delegate", "HU"),
        outsider=make("qa", "delegate", "QA"), admin=make("admin", "node-admin"),
    )  # fmt: skip


@pytest.fixture
def made(people: SimpleNamespace, at: datetime) -> str:
    return services.create_text(
        slug=SLUG, organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION,
        title="Plan of Interaction", languages=["en", "ru"], versions=[TREE], by=people.desk, at=at,
        decision="baku-2023#d1",
    )  # fmt: skip


@pytest.fixture
def act(people: SimpleNamespace, at: datetime) -> Callable[..., None]:
    def take(name: str, by: Person | None = None, **data: str) -> None:
        services.carry_on(text=SLUG, act=name, by=by or people.desk, at=at, data=data)

    return take


@pytest.fixture
def signed(people: Any, at: datetime, made: str, act: Any) -> bytes:
    act("circulate")
    named(people, at, people.az, people.uz)
    adopt(act, people, at)
    for person in (people.az, people.uz):
        key = SoftPasskey().register(person.id)
        asked = services.to_sign(text=SLUG, language="en", by=person, at=at)
        given = {"digest": asked.digest, "assertion": key.assertion(asked.challenge), "host": "localhost"}
        services.sign(text=SLUG, language="en", by=person, at=at, **given)
    return services.bundle(text=SLUG, by=people.hu, at=at)
