# SPDX-License-Identifier: Apache-2.0
"""`comity commitments load`: make the commitments of the adopted texts Comity ships data for."""

from __future__ import annotations

import argparse
from typing import Any

from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("commitments", help="what decisions promise: load what is known")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    load = commands.add_parser(
        "load",
        help="make the commitments of known texts",
        description="Make the commitments of the texts Comity ships data for, with what documents say of them. Safe to "
        "repeat; repeat it after importing a text, so that its commitments bear the words of their clauses.",
    )
    add_home(load)
    add_json(load)
    load.set_defaults(act=load_commitments)


def load_commitments(chosen: argparse.Namespace) -> int:
    """Load and say what was new."""
    start_django()
    from comity.base import clock
    from comity.commitments import services

    done = services.load_facts(at=clock.now())
    if chosen.json:
        say_json({"plans": done.plans, "commitments": done.commitments, "findings": done.findings})
    else:
        say(f"New: {done.commitments} commitments, {done.plans} plans, {done.findings} findings in documents.")
    return 0
