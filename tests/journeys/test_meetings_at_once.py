# SPDX-License-Identifier: Apache-2.0
"""Two officers at once, and the power cut in the middle of an act: one result, a clear error, nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.base.processes import comity_command
from tests.support import postgres

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "officer@meeting.example", "second@meeting.example"


class Node:
    """A Secretariat's node without a server: every act comes from a process of its own."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
        self.env |= {"COMITY_HOME": str(folder / "hub"), "COMITY_QUIET": "1", "PYTHONPATH": str(ROOT),
                     "DJANGO_SETTINGS_MODULE": "comity.config.settings"}  # fmt: skip
        if database:
            self.env["COMITY_DATABASE_URL"] = database
        (folder / "static").mkdir()
        (folder / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
        words = ["node", "init", "--home", self.env["COMITY_HOME"], "--node-id", "secretariat", "--state", "", "--name",
                 "Secretariat", "--static", str(folder / "static")]  # fmt: skip
        subprocess.run(comity_command(*words), env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.laid = self.call("lay_out")

    def call(self, function: str, **given: Any) -> Any:
        """Run a function of `tests.support.racing` at the node."""
        code = (
            "import json, sys, django; django.setup(); from tests.support import racing; "
            "print(json.dumps(getattr(racing, sys.argv[1])(**json.loads(sys.argv[2]))))"
        )
        done = subprocess.run([sys.executable, "-c", code, function, json.dumps(given)], env=self.env, cwd=ROOT,
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def act(self, name: str, email: str, *, when: float = 0, fault: str = "", **given: Any) -> subprocess.Popen[str]:
        """Start a process that takes an act at a moment."""
        env = self.env | ({"COMITY_FAULT": fault} if fault else {})
        return subprocess.Popen(
            [sys.executable, "-m", "tests.support.racing", name, email, str(when),
             json.dumps({"meeting": self.laid["meeting"], **given})],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def both(self, name: str, **given: Any) -> list[dict[str, str]]:
        """Let both officers take one act at one moment; return what each read."""
        when = time.time() + 3
        started = [self.act(name, email, when=when, **given) for email in (FIRST, SECOND)]
        return [json.loads(process.communicate(timeout=60)[0].splitlines()[-1]) for process in started]

    def standing(self) -> Any:
        """Return what the node holds of the meeting."""
        return self.call("standing", meeting=self.laid["meeting"])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Node]:
    if request.param == "sqlite":
        yield Node(tmp_path)
        return
    with postgres.server() as address:
        yield Node(tmp_path, address)


@pytest.mark.processes
def test_two_officers_at_once_make_one_result_and_one_clear_error(node: Node) -> None:
    vote = node.laid["vote"]

    answers = node.both("close_vote", vote=vote)
    rolls = node.both("call_roll", present=["AZ", "KZ"], number=2)

    assert sorted(set(answers[0]) | set(answers[1])) == ["code", "ok", "sentence"]
    assert [a["code"] for a in answers if "code" in a] == ["vote-closed"]
    assert [a["code"] for a in rolls if "code" in a] == ["roll-taken"]
    held = node.standing()
    assert (held["closings"], held["rolls"], held["closed"]) == (1, 2, True)
    assert held["acts"] == held["entries"]
    assert held["ledger"]


@pytest.mark.processes
@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("close_vote", {"vote": 1}),
        ("decide", {"kind": "next-host", "texts": {"en": "In Astana"}, "next_host": "KZ"}),
    ],
)
def test_a_process_killed_in_the_middle_of_an_act_leaves_nothing_of_it(
    tmp_path: Path, act: str, given: dict[str, Any]
) -> None:
    node = Node(tmp_path)
    before = node.standing()

    killed = node.act(act, FIRST, fault=f"meeting.{act}@{tmp_path / 'marker'}", **given)
    killed.communicate(timeout=60)

    assert killed.returncode == -9
    assert node.standing() == before
    again = node.act(act, SECOND, **given)
    assert "ok" in json.loads(again.communicate(timeout=60)[0].splitlines()[-1])
    after = node.standing()
    assert after["acts"] == after["entries"] > before["acts"]
    assert after["ledger"]
