# SPDX-License-Identifier: Apache-2.0
"""The practice federation: killed again and again, it still ends verified, with nothing lost and nothing done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.node_pair import free_port

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("two-nodes")]


def start(folder: Path, port: int, *words: str) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    return subprocess.Popen(
        [sys.executable, "-m", "comity", "practice", "run", "--once", "--json", "--folder", str(folder),
         "--base-port", str(port), *words], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def outcome(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    text, _ = process.communicate(timeout=120)
    return process.returncode, json.loads(text.splitlines()[-1])


def children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    direct = [int(word) for word in listed.split()]
    return direct + [pid for child in direct for pid in children(child)]


def test_killed_at_random_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    port, chance = next(p for p in iter(free_port, None) if p < 60000), random.Random(7)
    for seconds in (2.5, 6.0, 7.5, 9.0):
        process = start(tmp_path / "practice", port)
        time.sleep(seconds)
        process.kill()
        process.communicate()
        time.sleep(0.5)

    process = start(tmp_path / "practice", port)
    killed = 0
    while process.poll() is None and killed < 3:
        time.sleep(chance.uniform(0.8, 2.0))
        below = children(process.pid)
        if len(below) >= 9:  # three nodes of two processes, three agents: now any of them may die
            os.kill(chance.choice(below), signal.SIGKILL)
            killed += 1
    code, said = outcome(process)

    assert code == 0, said
    assert said["verified"] is True
    assert len(said["steps"]) == 14
    assert killed
    code, said = outcome(start(tmp_path / "practice", port))
    assert code == 0
    assert "AZ-2" in said["steps"][1]["decision"]
    assert said["steps"][1]["decision"].split("-")[2].startswith("000001"), "one request, whatever happened"


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        code, said = outcome(start(tmp_path / "practice", taken.getsockname()[1]))

    assert code == 1
    assert "taken" in said["error"]["sentence"]
