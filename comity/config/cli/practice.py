# SPDX-License-Identifier: Apache-2.0
"""`comity practice …`: three nodes on loopback and the main job."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from comity.base import processes
from comity.config.cli.shared import add_home, add_json, start_django


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("practice", help="the practice federation: Secretariat, Azerbaijan, Uzbekistan")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = commands.add_parser("run", help="prepare three nodes, perform the main job, keep serving")
    run.add_argument("--folder", type=Path, default=Path("practice"), help="where the nodes live (default: ./practice)")
    run.add_argument(
        "--base-port", type=int, default=8000, help="port of the Secretariat; the others follow (default: 8000)"
    )
    run.add_argument("--once", action="store_true", help="stop when every step is verified")
    add_json(run)
    run.set_defaults(act=run_practice)
    agent = commands.add_parser("agent", help="act for the people of one practice node (started by `run`)")
    add_home(agent)
    agent.set_defaults(act=listen)


def listen(chosen: argparse.Namespace) -> int:  # noqa: ARG001  # the shape of every command
    """Answer the practice run's commands at one node until it hangs up."""
    processes.die_with_parent()
    start_django()
    from comity.practice import agent

    agent.listen()
    return 0


def run_practice(chosen: argparse.Namespace) -> int:
    """Run the practice federation."""
    from comity.practice import federation

    return federation.run(folder=chosen.folder, base_port=chosen.base_port, once=chosen.once, as_json=chosen.json)
