# SPDX-License-Identifier: Apache-2.0
"""Two real nodes and a wire between them that drops, loses answers, repeats, cuts, tampers; processes can be killed."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from comity.base.processes import comity_command
from comity.practice import nodes
from comity.practice.nodes import Agent, PracticeNode

PEER_TIMEOUT_SECONDS = 3
Fault = Callable[["Passing"], str]


@dataclass
class Passing:
    """One request on the wire. A fault answers with a verdict.

    pass, drop, lose-answer, repeat, tamper, cut (the answer), cut-request (after half its bytes), delay, late (answered
    when the sender no longer waits).
    """

    method: str
    path: str
    body: bytes
    number: int


class Wire(ThreadingHTTPServer):
    """Stands at a node's public address and passes requests on to the node, or does what the fault says."""

    daemon_threads = True

    def __init__(self, port: int, target: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.target, self.count = target, 0
        self.fault: Fault = lambda passing: "pass"
        self.log: list[tuple[str, str, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    server: Wire

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.count += 1
        verdict = self.server.fault(Passing(self.command, self.path, body, self.server.count))
        self.server.log.append((self.command, self.path, verdict))
        if verdict == "drop":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if verdict == "cut-request":
            self._send_half(body)
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if verdict in {"delay", "late"}:
            time.sleep(0.3 if verdict == "delay" else PEER_TIMEOUT_SECONDS + 1)
        if verdict == "tamper":
            body = body[:-9] + bytes([body[-9] ^ 1]) + body[-8:] if len(body) > 9 else body
        if verdict == "repeat":
            self._ask(body)
        try:
            status, headers, data = self._ask(body)
        except (OSError, http.client.HTTPException):
            self.close_connection = True
            return
        if verdict in {"lose-answer", "cut"}:
            self.close_connection = True
            if verdict == "cut":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + data[:10])
            return
        self.send_response(status)
        for name, value in headers:
            if name.lower() == "content-type":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_half(self, body: bytes) -> None:
        lines = [f"{self.command} {self.path} HTTP/1.1", *(f"{k}: {v}" for k, v in self.headers.items())]
        with closing(socket.create_connection(("127.0.0.1", self.server.target), 5)) as half:
            half.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body[: len(body) // 2])

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in {"connection", "host"}}
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=20)) as connection:
            connection.request(self.command, self.path, body, {**headers, "Host": "localhost"})
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()

    do_GET = do_POST = do_PUT = _pass  # noqa: N815  # the names the base class looks for

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class RunningNode:
    """A node with its processes, its agent and the wire at its public address."""

    agent: Agent
    wire: Wire
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, which: str, **env: str) -> None:
        """Start `serve` or `work`."""
        self.processes[which] = subprocess.Popen(
            comity_command("node", which), env={**self.agent.env, "COMITY_PORT": str(self.port), **env}
        )

    def open(self, **env: str) -> None:
        """Start server and worker and wait until pages answer."""
        for which in ("serve", "work"):
            self.start(which, **env)
        self.wait_open()

    def wait_open(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/exchange/card").status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the node did not open")

    def kill(self, which: str) -> None:
        """End a process with SIGKILL."""
        process = self.processes[which]
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        """End everything."""
        for which in list(self.processes):
            self.kill(which)
        self.agent.stop()
        self.wire.shutdown()
        self.wire.server_close()


@dataclass
class NodePair:
    """Azerbaijan and Uzbekistan, introduced, with people."""

    az: RunningNode
    uz: RunningNode

    def heal(self) -> None:
        """Take every fault away."""
        for node in (self.az, self.uz):
            node.wire.fault = lambda passing: "pass"


def free_port() -> int:
    """Return a port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def node_pair(folder: Path) -> Iterator[NodePair]:
    """Run two nodes until the block ends."""
    made: list[RunningNode] = []
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    static = folder / "static"
    static.mkdir(parents=True)
    (static / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    try:
        for node in nodes.NODES[1:]:
            made.append(_found(node, folder, environ, static))
        for running in made:
            running.agent.start()
            running.open()
        for running in made:
            running.agent.ready()
            for someone in running.agent.node.people:
                running.agent.do(
                    "account", email=someone.email, name=someone.name, roles=list(someone.roles),
                    password="practice-password-1",
                )  # fmt: skip
        az, uz = made
        for one, other in ((az, uz), (uz, az)):
            one.agent.do("introduce", card=other.agent.do("card"), fingerprint=other.agent.do("fingerprint"))
        yield NodePair(az, uz)
    finally:
        for running in made:
            running.close()


def _found(node: PracticeNode, folder: Path, environ: dict[str, str], static: Path) -> RunningNode:
    public, port = free_port(), free_port()
    home = folder / node.node_id
    env = {
        **environ, "COMITY_HOME": str(home), "COMITY_SUPERVISED": "1", "COMITY_QUIET": "1",
        "COMITY_WORKER_IDLE_SECONDS": "0.05", "COMITY_LEASE_SECONDS": "3",
        "COMITY_PEER_TIMEOUT_SECONDS": str(PEER_TIMEOUT_SECONDS),
    }  # fmt: skip
    agent = Agent(node, home, public, env=env)
    if nodes.found(agent, static, shared_tables()).wait():
        raise AssertionError("the node could not be founded")
    return RunningNode(agent, Wire(public, port), port)


def shared_tables() -> Path:
    """Return the file of empty tables that nodes of this test process share: making them anew takes seconds."""
    return Path(settings.HOME) / "tables.sqlite3"


def until(condition: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """Return what the condition gives once it is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"no sign of {what}")


def sometimes(seed: int, share: float, *faults: str) -> Fault:
    """Return a fault that strikes a share of requests, the same ones for a seed."""
    chance = random.Random(seed)
    return lambda passing: chance.choice(faults) if chance.random() < share else "pass"
