# SPDX-License-Identifier: Apache-2.0
"""`comity node …`: make a node, run it, look at it, introduce it to its peers."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from comity.base import clock, processes
from comity.base.errors import Invalid
from comity.config import founding
from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("node", help="a State's installation: init, run, status, card, introduce")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _register_init(commands)
    for name, act, text in (
        ("run", run, "serve pages and deliver messages until stopped"),
        ("serve", serve, "serve pages only (one of the two processes of `run`)"),
        ("work", work, "deliver messages and do deferred work only (the other process of `run`)"),
        ("status", status, "say how the node is: database, keys, peers, work waiting, ledger"),
        ("card", card, "print the signed card by which other nodes get to know this one"),
    ):
        command = commands.add_parser(name, help=text)
        add_home(command)
        add_json(command)
        command.set_defaults(act=act)
    introduce_parser = commands.add_parser("introduce", help="get to know another node by its signed card")
    add_home(introduce_parser)
    introduce_parser.add_argument("card", help="file with the card, or the address of the node")
    introduce_parser.add_argument(
        "--fingerprint", help="key fingerprint told you by another way; refuses any other key"
    )
    introduce_parser.add_argument("--replace", action="store_true", help="accept a new key of a peer already known")
    add_json(introduce_parser)
    introduce_parser.set_defaults(act=introduce)


def _register_init(commands: Any) -> None:
    command = commands.add_parser("init", help="make a node: folder, settings, keys, database")
    add_home(command)
    command.add_argument("--node-id", required=True, help="name of the installation, lower case, such as az")
    command.add_argument("--state", default="", help="State it serves, such as AZ; nothing for the Secretariat")
    command.add_argument("--name", required=True, help="name of the authority")
    command.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    command.add_argument("--base-url", help="address people and peers use (default: http://localhost:PORT)")
    command.add_argument("--mode", choices=("practice", "production"), default="practice")
    command.add_argument("--static", type=Path, help="folder of collected static files shared by several nodes")
    command.add_argument("--tables", type=Path, help="SQLite file of empty tables shared by several nodes")
    add_json(command)
    command.set_defaults(act=init)


def init(chosen: argparse.Namespace) -> int:
    """Make a node, or complete one left half made."""
    plan = founding.Plan(
        home=Path(os.environ.get("COMITY_HOME", "./node")),
        node_id=chosen.node_id,
        state=chosen.state.upper(),
        name=chosen.name,
        port=chosen.port,
        base_url=chosen.base_url or f"http://localhost:{chosen.port}",
        mode=chosen.mode,
        static=chosen.static,
    )
    founding.write_settings(plan)
    start_django()
    fingerprint = founding.prepare(chosen.tables)
    if chosen.json:
        say_json({"home": str(plan.home), "node": plan.node_id, "fingerprint": fingerprint})
    else:
        say(f"Node {plan.node_id} is ready in {plan.home}. Its key fingerprint is {fingerprint}.")
        say(f"Start it with: comity node run --home {plan.home}")
    return 0


def run(_chosen: argparse.Namespace) -> int:
    """Keep a server and a worker alive until told to stop."""
    if os.environ.get("COMITY_SUPERVISED"):
        processes.die_with_parent()
    start_django()
    from django.conf import settings

    env = {**os.environ, "COMITY_HOME": str(settings.HOME), "COMITY_SUPERVISED": "1"}
    supervisor = processes.Supervisor(
        [
            processes.Child("server", processes.comity_command("node", "serve"), env),
            processes.Child("worker", processes.comity_command("node", "work"), env),
        ]
    )
    supervisor.start()
    if not os.environ.get("COMITY_QUIET"):
        say(f"{settings.COMITY_ENV['NAME']} is open at {settings.COMITY_ENV['BASE_URL']} (Ctrl-C stops it).")
    sys.stdout.flush()
    supervisor.watch()
    return 0


def serve(_chosen: argparse.Namespace) -> int:
    """Serve pages and the exchange over HTTP."""
    if os.environ.get("COMITY_SUPERVISED"):
        processes.die_with_parent()
    start_django()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    env = settings.COMITY_ENV
    Granian(
        "comity.config.wsgi:application",
        address=env["HOST"],
        port=env["PORT"],
        interface=Interfaces.WSGI,
        workers=1,
        # A sender that sends slowly holds a thread until its last byte: one thread would be the whole node.
        blocking_threads=env["SERVER_THREADS"],
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        log_level=LogLevels.error,  # its warning about the number of threads is no news
    ).serve()
    return 0


def work(_chosen: argparse.Namespace) -> int:
    """Do deferred work until told to stop."""
    if os.environ.get("COMITY_SUPERVISED"):
        processes.die_with_parent()
    start_django()
    from comity.config import jobs

    jobs.work_until_stopped()
    return 0


def status(chosen: argparse.Namespace) -> int:
    """Say how the node is."""
    start_django()
    from comity.config import health

    report = health.report()
    if chosen.json:
        say_json(report)
    else:
        for key, value in report.items():
            say(f"{key.replace('_', ' '):<18} {value}")
    return 0


def card(chosen: argparse.Namespace) -> int:
    """Print the node's own card."""
    start_django()
    from comity.directory import services as directory

    own = directory.own_card(at=clock.now()).decode()
    say_json({"card": own}) if chosen.json else say(own)
    return 0


def introduce(chosen: argparse.Namespace) -> int:
    """Keep another node's card."""
    start_django()
    from comity.directory import services as directory

    peer = directory.introduce(
        card=_read_card(chosen.card), at=clock.now(), fingerprint=chosen.fingerprint, replace=chosen.replace
    )
    if chosen.json:
        say_json({"node": peer.node_id, "name": peer.name, "fingerprint": peer.signing_key_id})
    else:
        say(f"{peer.name} ({peer.node_id}) is known. Compare its key fingerprint by another way: {peer.signing_key_id}")
    return 0


def _read_card(source: str) -> bytes:
    if source.startswith(("http://", "https://")):
        import httpx

        try:
            answer = httpx.get(source.rstrip("/") + "/exchange/card", timeout=20, follow_redirects=False)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Invalid(f"The card could not be fetched from {source}: {error}.") from None
        return answer.content
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise Invalid(f"The card {source} cannot be read: {error.strerror}.") from None
