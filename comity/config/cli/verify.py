# SPDX-License-Identifier: Apache-2.0
"""`comity verify`: recompute the whole ledger of a node and say whether it holds."""

from __future__ import annotations

import argparse
from typing import Any

from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


def register(groups: Any) -> None:
    """Add the command to the parser."""
    command = groups.add_parser("verify", help="check the node's whole ledger, its checkpoints and its witnesses")
    add_home(command)
    add_json(command)
    command.set_defaults(act=verify)


def verify(chosen: argparse.Namespace) -> int:
    """Verify everything; return 1 with the first fault."""
    start_django()
    from comity.ledger import services as ledger

    report = ledger.verify_all()
    if chosen.json:
        say_json(report.as_json())
    else:
        say(report.sentence)
    return 0 if report.holds else 1
