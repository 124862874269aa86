# SPDX-License-Identifier: Apache-2.0
"""The three practice nodes: who they are, their people, founding them, and talking to the agent of each."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from comity.base.errors import Refused, Unavailable
from comity.base.processes import comity_command

_TRIES = 5
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of a practice node. The names are invented."""

    email: str
    name: str
    roles: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class PracticeNode:
    """One node of the federation."""

    node_id: str
    state: str
    name: str
    offset: int
    people: tuple[Someone, ...]


# One delegate of every member of ECO, of an observer of OTS and of another member of the OIC.
DELEGATES = {
    "AF": "Farid Noorzai", "AZ": "Kamala Huseynli", "HU": "Eszter Vadas", "IR": "Laleh Sohrabi",
    "KG": "Nurbek Toktorov", "KZ": "Aruzhan Bekova", "PK": "Sana Qureshi", "SA": "Hamad Al-Otaybi",
    "TJ": "Parviz Rahmatov", "TM": "Ogulgerek Annayeva", "TR": "Emre Yalvac", "UZ": "Otabek Nurmatov",
}  # fmt: skip
NODES = (
    PracticeNode(
        "secretariat", "", "Secretariat of the Practice Federation", 0,
        (
            Someone("admin@secretariat.example", "Nadia Rahman", ("node-admin",)),
            Someone("secretary@secretariat.example", "Timur Orlov", ("secretariat-officer",)),
            *(
                Someone(f"delegate-{state.lower()}@secretariat.example", name, ("delegate",), state)
                for state, name in DELEGATES.items()
            ),
        ),
    ),
    PracticeNode(
        "az", "AZ", "Prosecutor General's Office of the Republic of Azerbaijan", 1,
        (
            Someone("prosecutor@az.example", "Leyla Karimli", ("case-prosecutor",)),
            Someone("officer@az.example", "Tural Safarli", ("central-officer",)),
            Someone("analyst@az.example", "Sevinj Rzayeva", ("analyst",)),
            Someone("admin@az.example", "Nigar Azimova", ("node-admin",)),
            Someone("auditor@az.example", "Samir Hasanov", ("auditor",)),
        ),
    ),
    PracticeNode(
        "uz", "UZ", "Prosecutor General's Office of the Republic of Uzbekistan", 2,
        (
            Someone("officer@uz.example", "Dilnoza Rasulova", ("central-officer",)),
            Someone("executor@uz.example", "Jasur Ergashev", ("executing-officer",)),
            Someone("analyst@uz.example", "Nodira Yusupova", ("analyst",)),
            Someone("admin@uz.example", "Malika Nazarova", ("node-admin",)),
            Someone("auditor@uz.example", "Bobur Saidov", ("auditor",)),
        ),
    ),
)  # fmt: skip


class AgentError(Refused):
    """A step of the main job was refused by a node."""

    code = "step-refused"


@dataclass(slots=True)
class Agent:
    """The running agent of a node."""

    node: PracticeNode
    home: Path
    port: int
    process: subprocess.Popen[str] | None = None
    last_ms: float = 0.0
    is_ready: bool = False
    is_broken: bool = False
    env: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return where people open the node."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start the agent process."""
        self.is_ready = self.is_broken = False
        self.process = subprocess.Popen(
            comity_command("practice", "agent", "--home", str(self.home)),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.env,
        )  # fmt: skip

    def ready(self) -> None:
        """Wait until the agent listens."""
        self._line()
        self.is_ready = True

    def do(self, command: str, **given: Any) -> Any:
        """Run a command at the node; raise `AgentError` with the node's own sentence."""
        if self.process is None or self.process.stdin is None:
            raise Unavailable(f"The agent of {self.node.node_id} does not run.")
        try:
            self.process.stdin.write(json.dumps({"do": command, "with": given}) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise self._broken() from None
        answer = self._line()
        self.last_ms = answer["ms"]
        if "error" in answer:
            raise AgentError(f"{self.node.node_id}: {answer['error']}")
        return answer["ok"]

    def revive(self) -> None:
        """Start the agent again if it was killed; raise `Unavailable` when it is killed once more meanwhile."""
        if self.is_broken and self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        if self.process is None:
            self.start()
        if not self.is_ready:
            self.ready()

    def stop(self) -> None:
        """End the agent."""
        if self.process and self.process.stdin and self.process.stdout:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            self.process.wait(10)
            self.process.stdout.close()

    def _broken(self) -> Unavailable:
        self.is_broken = True
        return Unavailable(f"The agent of {self.node.node_id} ended unexpectedly.")

    def _line(self) -> Any:
        line = self.process.stdout.readline() if self.process and self.process.stdout else ""
        if not line:
            raise self._broken()
        return json.loads(line)


def agents(folder: Path, base_port: int) -> list[Agent]:
    """Return the three agents, not yet started."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_") or k == "COMITY_FAULT"}
    env |= {"COMITY_SUPERVISED": "1", "COMITY_QUIET": "1"}
    return [
        Agent(
            node, folder / node.node_id, base_port + node.offset, env={**env, "COMITY_HOME": str(folder / node.node_id)}
        )
        for node in NODES
    ]


def insist(all_agents: Sequence[Agent], tend: Callable[[], None], act: Callable[[], _T], what: str) -> _T:
    """Run `act`, and again after reviving agents that were killed meanwhile; raise `Refused` after some tries."""
    for _ in range(_TRIES):
        tend()
        try:
            for agent in all_agents:
                agent.revive()
            return act()
        except Unavailable:
            continue
    raise Refused(f"“{what}” was interrupted {_TRIES} times. Run the same command again.")


def found(agent: Agent, static: Path, tables: Path) -> subprocess.Popen[bytes]:
    """Start founding a node, or completing one left half made. The nodes share static files and empty tables."""
    _same_port(agent)
    words = [
        "node", "init", "--home", str(agent.home), "--node-id", agent.node.node_id, "--state", agent.node.state,
        "--name", agent.node.name, "--port", str(agent.port), "--static", str(static), "--tables", str(tables),
        "--json",
    ]  # fmt: skip
    return subprocess.Popen(comity_command(*words), env=agent.env, stdout=subprocess.DEVNULL)


def ports_free(all_agents: list[Agent]) -> None:
    """Raise `Refused` when a port is taken."""
    for agent in all_agents:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", agent.port))
            except OSError:
                raise Refused(
                    f"Port {agent.port} is taken by another program. Choose other ports, such as: make run PORT=8100"
                ) from None


def passwords(folder: Path) -> dict[str, str]:
    """Return the practice passwords by address, making those that are missing. They are worth nothing elsewhere."""
    path = folder / "logins.json"
    known = dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
    new = [someone.email for node in NODES for someone in node.people if someone.email not in known]
    if new:
        made = known | {email: secrets.token_urlsafe(9) for email in new}
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made, indent=1), encoding="utf-8")
        draft.replace(path)
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _same_port(agent: Agent) -> None:
    settings = agent.home / "node.toml"
    if settings.exists() and f"port = {agent.port}\n" not in settings.read_text(encoding="utf-8"):
        raise Refused(
            f"The practice federation in {agent.home.parent} was made for other ports. "
            "Use those, or start afresh with: make clean-practice"
        )
