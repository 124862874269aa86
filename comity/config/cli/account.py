# SPDX-License-Identifier: Apache-2.0
"""`comity account`: make the first people of a node from the command line."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("account", help="people of the node: add one")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = commands.add_parser("add", help="add a person; the password is asked for, or read from standard input")
    add_home(add)
    add.add_argument("login", help="e-mail address used to sign in")
    add.add_argument("--name", required=True, help="name shown to colleagues")
    add.add_argument(
        "--role",
        action="append",
        default=[],
        dest="roles",
        help="a role, such as case-prosecutor, central-officer, secretariat-officer or delegate; repeat for several",
    )
    add.add_argument("--state", default="", help="the State the person acts for, such as AZ; delegates need one")
    add_json(add)
    add.set_defaults(act=add_person)


def add_person(chosen: argparse.Namespace) -> int:
    """Create the account."""
    start_django()
    from comity.accounts import services as accounts
    from comity.base import clock

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    person = accounts.create_account(
        login=chosen.login, display_name=chosen.name, password=password, roles=tuple(chosen.roles), at=clock.now(),
        state=chosen.state,
    )  # fmt: skip
    if chosen.json:
        say_json({"id": person.id, "login": chosen.login})
    else:
        say(f"{person.name} can sign in as {chosen.login}.")
    return 0
