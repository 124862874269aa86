# SPDX-License-Identifier: Apache-2.0
"""Runs the federation: found, start, introduce, perform the main job, show each step, keep serving."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from comity.base.errors import Refused
from comity.base.processes import Child, Supervisor, comity_command
from comity.practice import mainjob, nodes
from comity.practice.nodes import Agent

_START_SECONDS = 60


def run(*, folder: Path, base_port: int, once: bool, as_json: bool) -> int:
    """Run the practice federation and return 0 when every step verified; raise what hindered one."""
    started = time.perf_counter()
    console = Console(stderr=as_json, highlight=False)
    folder.mkdir(parents=True, exist_ok=True)
    agents = nodes.agents(folder.resolve(), base_port)
    nodes.ports_free(agents)
    supervisor = Supervisor([Child(a.node.node_id, comity_command("node", "run"), a.env) for a in agents])
    try:
        with _doing(console, "Three nodes are founded and started", started):
            _found(agents, folder.resolve())
            supervisor.start()
            for agent in agents:
                agent.start()
            _wait_open(agents, supervisor)
        with _doing(console, "They get to know each other and their people", started):
            logins = nodes.passwords(folder)
            nodes.insist(agents, supervisor.mend, lambda: _acquaint(agents, logins), "People and introductions")
        with _doing(console, "The Secretariat takes in official texts and what they promise", started):
            nodes.insist(agents, supervisor.mend, lambda: _take_in(agents[0]), "Texts and commitments")
        done = _perform(
            mainjob.Job(agents[0], agents[1], agents[2], folder.resolve(), supervisor.mend), console, started
        )
        _say_end(console, agents, logins, started)
        if as_json:
            sys.stdout.write(json.dumps({"verified": True, "steps": done}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        for agent in agents:
            agent.stop()
        if not once:
            supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def _found(agents: list[Agent], folder: Path) -> None:
    # The first node makes the static files and empty tables that the others share.
    static, tables = folder / "static", folder / "tables.sqlite3"
    for group in (agents[:1], agents[1:]) if not static.exists() else (agents,):
        for agent, process in [(a, nodes.found(a, static, tables)) for a in group]:
            if process.wait():
                raise Refused(f"The node {agent.node.node_id} could not be made. The lines above say why.")


def _wait_open(agents: list[Agent], supervisor: Supervisor) -> None:
    deadline = time.monotonic() + _START_SECONDS
    with httpx.Client(timeout=2) as client:
        for agent in agents:
            while not _is_open(client, agent):
                supervisor.mend()
                if supervisor.is_stopping or time.monotonic() > deadline:
                    raise Refused(f"The node {agent.node.node_id} did not open within {_START_SECONDS} s.")
                time.sleep(0.1)


def _is_open(client: httpx.Client, agent: Agent) -> bool:
    try:
        return client.get(f"{agent.address}/exchange/card").status_code == 200
    except httpx.HTTPError:
        return False


def _acquaint(agents: list[Agent], logins: dict[str, str]) -> None:
    with ThreadPoolExecutor() as at_once:  # passwords are hashed slowly, on purpose
        list(at_once.map(lambda agent: _people(agent, logins), agents))
    for agent in agents:
        for other in agents:
            if other is not agent:
                agent.do("introduce", card=other.do("card"), fingerprint=other.do("fingerprint"))
    _seed(agents)


def _people(agent: Agent, logins: dict[str, str]) -> None:
    for someone in agent.node.people:
        agent.do(
            "account", email=someone.email, name=someone.name, roles=list(someone.roles),
            password=logins[someone.email], state=someone.state,
        )  # fmt: skip


def _take_in(secretariat: Agent) -> None:
    secretariat.do("texts", by="secretary@secretariat.example")
    secretariat.do("promises")


def _seed(agents: list[Agent]) -> None:
    for agent in agents:
        if agent.node.state:
            agent.do("seed_register")


def _perform(job: mainjob.Job, console: Console, started: float) -> list[dict[str, Any]]:
    done = []
    steps = mainjob.perform(job)
    for number, step in enumerate(mainjob.STEPS, start=1):
        with console.status(f"{step.title} …"):
            _, outcome = next(steps)
        done.append({"step": number, "title": step.title, **asdict(outcome)})
        console.print(
            f"[green]✓[/] {number:>2} [bold]{step.title}[/]\n"
            f"     {outcome.decision}  [cyan]{outcome.article}[/]  [dim]{outcome.ms:.0f} ms[/]",
            soft_wrap=True,
        )
    console.print(f"[bold green]Every step verified[/] after {time.perf_counter() - started:.1f} s.")
    return done


@contextmanager
def _doing(console: Console, title: str, started: float) -> Iterator[None]:
    with console.status(f"{title} …"):
        yield
    console.print(f"[green]✓[/]    [bold]{title}[/]  [dim]{(time.perf_counter() - started) * 1000:.0f} ms[/]")


def _say_end(console: Console, agents: list[Agent], logins: dict[str, str], started: float) -> None:
    console.print(
        f"\n[bold]Open[/] since {time.perf_counter() - started:.0f} s. Practice log-ins, worth nothing elsewhere:"
    )
    for agent in agents:
        console.print(f"\n[bold]{agent.address}[/]  {agent.node.name}", soft_wrap=True)
        for someone in agent.node.people:
            roles = ", ".join(someone.roles)
            console.print(f"    {someone.email:<28} {logins[someone.email]:<14} {roles}", soft_wrap=True)
    console.print(
        "\nCtrl-C stops the federation; the next run goes on from here. make clean-practice starts afresh.",
        soft_wrap=True,
    )
