# SPDX-License-Identifier: Apache-2.0
"""`comity register`: work on the whole common register of a node. Prints counts, never who or what."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("register", help="the common register: link it as a whole")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    link = commands.add_parser(
        "link", help="weigh every entry against the others; what may be the same is suggested to case teams"
    )
    add_home(link)
    link.add_argument(
        "--engine",
        default="duckdb",
        help="duckdb (here, default; extra “linkage”) or spark (beyond one machine; extra “spark”): same result",
    )
    add_json(link)
    link.set_defaults(act=link_all)


def link_all(chosen: argparse.Namespace) -> int:
    """Link the register."""
    start_django()
    from django.conf import settings

    from comity.base import clock
    from comity.register import services

    node = f"node:{settings.COMITY_ENV['NODE_ID']}"
    made = services.link_register(engine=chosen.engine, by=node, at=clock.now())
    if chosen.json:
        say_json(asdict(made))
    else:
        say(f"{made.entries} entries weighed with {made.engine}: {made.pairs} likely pairs in {made.clusters} groups.")
        say(f"{made.new_links} new links. Case teams see them and decide; nothing was merged.")
    return 0
