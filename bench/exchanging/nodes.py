# SPDX-License-Identifier: Apache-2.0
"""Two real nodes on loopback, each with its server, its worker and its agent, introduced to each other."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from comity.base.processes import comity_command
from comity.practice import nodes
from comity.practice.nodes import Agent, PracticeNode

SECRETARIAT, AZ, UZ = nodes.NODES


@dataclass
class Node:
    """A running node."""

    agent: Agent
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def pids(self) -> dict[str, int]:
        """Return the process ids of server and worker by name."""
        return {f"{self.agent.node.node_id} {name}": process.pid for name, process in self.processes.items()}

    def start(self, *which: str) -> None:
        """Start `serve` or `work`, and wait until pages answer."""
        for name in which:
            self.processes[name] = subprocess.Popen(comity_command("node", name), env=self.agent.env)
        wait(lambda: _answers(self.agent.address), "an open node")

    def stop(self) -> None:
        """End everything."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(20)
        self.agent.stop()

    def unsettled(self) -> int:
        """Return how many messages wait for their answer, read beside the node so as not to disturb it."""
        with closing(sqlite3.connect(f"file:{self.agent.home}/comity.sqlite3?mode=ro", uri=True, timeout=20)) as base:
            return int(base.execute("SELECT count(*) FROM exchange_outgoing WHERE NOT is_settled").fetchone()[0])

    def do(self, what: str, *words: str) -> Any:
        """Run `bench.exchanging.inside` in this node; return what it says."""
        command = [sys.executable, "-m", "bench.exchanging.inside", what, *words]
        done = subprocess.run(command, env=self.agent.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)


@contextmanager
def two(folder: Path, one: PracticeNode, other: PracticeNode, **settings: str) -> Iterator[tuple[Node, Node]]:
    """Run two nodes until the block ends; `settings` are values of `COMITY_…`."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    static = folder / "static"
    static.mkdir()
    (static / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}', encoding="utf-8")
    made = []
    try:
        for node in (one, other):
            home = folder / node.node_id
            env = {**environ, "COMITY_HOME": str(home), "COMITY_SUPERVISED": "1", "COMITY_QUIET": "1"}
            env |= {"COMITY_WORKER_IDLE_SECONDS": "0.05", **{f"COMITY_{k}": v for k, v in settings.items()}}
            agent = Agent(node, home, _free_port(), env=env)
            if nodes.found(agent, static, folder / "tables.sqlite3").wait():
                raise SystemExit(f"The node {node.node_id} could not be founded.")
            agent.start()
            agent.ready()
            made.append(Node(agent))
        _introduce(*made)
        for running in made:
            running.start("serve")
        yield made[0], made[1]
    finally:
        for running in made:
            running.stop()


def wait(condition: Callable[[], Any], what: str, seconds: float = 600) -> Any:
    """Return what the condition gives once it is true; end the bench after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise SystemExit(f"no sign of {what} in {seconds:.0f} s")


def _introduce(one: Node, other: Node) -> None:
    for shown, to in ((one, other), (other, one)):
        card, fingerprint = shown.agent.do("card"), shown.agent.do("fingerprint")
        to.agent.do("introduce", card=card, fingerprint=fingerprint)
        for someone in to.agent.node.people:
            to.agent.do(
                "account", email=someone.email, name=someone.name, roles=list(someone.roles),
                password="bench-word-1234", state=someone.state,
            )  # fmt: skip


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/exchange/card").status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
