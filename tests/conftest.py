# SPDX-License-Identifier: Apache-2.0
"""Fixtures every test may use. Unit tests touch neither database nor network."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from comity.keyring import services as keyring

_connect = socket.socket.connect


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of minutes, so that no worker waits for one at the end."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("postgres", "browser", "processes")))


@pytest.fixture(autouse=True)
def _plain_static(settings) -> None:
    """Pages find their static files without a collected manifest; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback and local sockets may be connected to."""

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in {"local", "localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"A test tried to reach {host}.")
        _connect(self, address)  # type: ignore[arg-type]  # passed through unchanged

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def at() -> datetime:
    """Return a fixed moment: a working Monday."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys() -> keyring.NodeKeys:
    """Return the keys of the node under test, made once a run."""
    made = keyring.ensure(Path(settings.HOME) / "keys")
    keyring.current.cache_clear()
    return made


@pytest.fixture
def home() -> Path:
    """Return the node home of this test run."""
    return Path(settings.HOME)
