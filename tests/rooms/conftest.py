# SPDX-License-Identifier: Apache-2.0
"""People, peers and messages for tests of one node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.config import urls
from comity.exchange.urls import doors
from tests.support.peers import ForeignNode, known

PASSWORD = "correct-horse-battery"


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
    for pattern in urls.urlpatterns:
        if str(pattern.pattern) == "exchange/":
            for door in pattern.url_patterns:
                if "handlers" in (door.default_args or {}):
                    monkeypatch.setitem(
                        door.default_args, "handlers", {"test.note": lambda message, at: seen.append(message)}
                    )
    assert doors
    return seen
