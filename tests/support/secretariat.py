# SPDX-License-Identifier: Apache-2.0
"""A Secretariat's node in processes of its own, with an officer and delegates, for the browser tests of every room.

`seed("tests.support.texts:some_function", key=value)` runs a function of a test module at the node and returns what it
returns (JSON): so a room lays out what its pages show.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from comity.base import clock
from comity.base.processes import comity_command
from tests.support.node_pair import free_port, shared_tables

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "practice-password-1"
PEOPLE = (
    ("officer@secretariat.example", "Nadia Rahman", "secretariat-officer", ""),
    ("second@secretariat.example", "Timur Orlov", "secretariat-officer", ""),
    ("admin@secretariat.example", "Olga Lind", "node-admin", ""),
    ("delegate@az.example", "Leyla Karimli", "delegate", "AZ"),
    ("delegate@kz.example", "Aruzhan Bekova", "delegate", "KZ"),
    ("delegate@uz.example", "Dilnoza Rasulova", "delegate", "UZ"),
    ("delegate@hu.example", "Anna Kovacs", "delegate", "HU"),
    ("delegate@qa.example", "Noor Hamad", "delegate", "QA"),
)
_RUN = """
import sys, json, importlib
import django
django.setup()
name, given = sys.argv[1], json.loads(sys.argv[2])
module, _, function = name.partition(":")
print(json.dumps(getattr(importlib.import_module(module), function)(**given)))
"""


class SecretariatNode:
    """A running node without a State. Speaks to a `Visitor` as a federation of one node does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
        self.env |= {
            "COMITY_HOME": str(folder / "secretariat"), "COMITY_QUIET": "1",
            "DJANGO_SETTINGS_MODULE": "comity.config.settings",
        }  # fmt: skip
        words = [
            "node", "init", "--home", self.env["COMITY_HOME"], "--node-id", "secretariat", "--state", "", "--name",
            "Secretariat of the Practice Federation", "--port", str(self.port), "--static", str(folder / "static"),
            "--tables", str(shared_tables()),
        ]  # fmt: skip
        subprocess.run(comity_command(*words), env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.seed("tests.support.secretariat:make_people")
        self.log = (folder / "log.txt").open("wb")
        self.process = subprocess.Popen(
            comity_command("node", "serve"), env={**self.env, "COMITY_SUPERVISED": "1"}, stdout=self.log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip

    def wait(self) -> None:
        """Wait until pages answer."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.folder / "log.txt").read_text(encoding="utf-8")
            try:
                if httpx.get(f"{self.address()}/account/login/").status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the node did not open")

    def address(self, _node: str = "secretariat") -> str:
        """Return where people open the node."""
        return f"http://localhost:{self.port}"

    def password(self, _email: str) -> str:
        """Return the password of everybody here."""
        return PASSWORD

    def seed(self, function: str, **given: Any) -> Any:
        """Run a function `module:name` at the node with JSON values; return what it returns."""
        done = subprocess.run(
            [sys.executable, "-c", _RUN, function, json.dumps(given)], env={**self.env, "PYTHONPATH": str(ROOT)},
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    def stop(self) -> None:
        """End the node."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def make_people() -> dict[str, int]:
    """Make the accounts of `PEOPLE` unless they are there; return their numbers by address. Runs at the node."""
    from comity.accounts import queries, services

    found = {}
    for email, name, role, state in PEOPLE:
        person = queries.by_email(email) or services.create_account(
            login=email, display_name=name, password=PASSWORD, roles=[role], state=state, at=clock.now()
        )
        found[email] = person.id
    return found
