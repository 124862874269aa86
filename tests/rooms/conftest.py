# SPDX-License-Identifier: Apache-2.0
"""People, peers and messages for tests of one node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.db import connection

from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.config import urls
from comity.exchange import services as exchange
from comity.exchange.urls import doors
from tests.support.peers import ForeignNode, known

PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """Empty PostgreSQL's tables between tests by DELETE: TRUNCATE takes 0.6 s for a hundred tables of a few rows."""

    def deleted(_style: object, tables: Sequence[str], **_options: object) -> list[str]:
        words = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608
        return ["; ".join(["SET session_replication_role = replica", *words, "SET session_replication_role = DEFAULT"])]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", deleted)
        yield


@pytest.fixture
def uz(db: None) -> ForeignNode:
    """Return Uzbekistan's node, introduced."""
    return known(ForeignNode(), clock.now())


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Return a maker of people with roles."""

    def make(name: str, *roles: str) -> Person:
        return accounts.create_account(
            login=f"{name}@az.example", display_name=name.title(), password=PASSWORD, roles=roles, at=clock.now()
        )

    return make


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, uz: ForeignNode) -> list[Any]:
    """Answer messages of the kind `test.note` and return what was delivered."""
    seen: list[Any] = []

    def take(message: Any, at: Any) -> str:
        seen.append(message)
        return f"note:{message.id}"

    for pattern in urls.urlpatterns:
        if str(pattern.pattern) == "exchange/":
            for door in pattern.url_patterns:
                if "handlers" in (door.default_args or {}):
                    monkeypatch.setitem(
                        door.default_args, "handlers", {"test.note": exchange.Handler(take, exchange.Opened.READ)}
                    )
    assert doors
    return seen
