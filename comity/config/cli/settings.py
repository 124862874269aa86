# SPDX-License-Identifier: Apache-2.0
"""`comity settings`: every setting with its type, default and meaning."""

from __future__ import annotations

import argparse
from typing import Any

from comity.config.cli.shared import add_json, say, say_json
from comity.config.env import SETTINGS


def register(groups: Any) -> None:
    """Add the command to the parser."""
    command = groups.add_parser("settings", help="list every setting with its default and meaning")
    add_json(command)
    command.set_defaults(act=show)


def show(chosen: argparse.Namespace) -> int:
    """Print the table of settings."""
    if chosen.json:
        rows = [
            {"name": f"COMITY_{s.name}", "type": s.kind.__name__, "default": s.default, "meaning": s.meaning}
            for s in SETTINGS
        ]
        say_json(rows)
        return 0
    for item in SETTINGS:
        say(f"COMITY_{item.name:<22} {item.kind.__name__:<6} {item.default!s:<24} {item.meaning}")
    return 0
