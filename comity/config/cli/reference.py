# SPDX-License-Identifier: Apache-2.0
"""`comity reference check`: tells a lawyer whether an edited fact is well formed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from comity.config.cli.shared import add_json, say, say_json


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("reference", help="the facts of law: check them")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="say what is wrong in the reference data, file by file")
    check.add_argument(
        "folder", nargs="?", type=Path, help="a folder of reference data (default: the one Comity ships)"
    )
    add_json(check)
    check.set_defaults(act=check_reference)


def check_reference(chosen: argparse.Namespace) -> int:
    """Check every file; return 1 when something is wrong."""
    from comity import reference

    problems = reference.check(chosen.folder)
    if chosen.json:
        say_json({"problems": [{"file": p.file, "path": p.path, "sentence": p.sentence} for p in problems]})
    else:
        for problem in problems:
            say(f"{problem.file}: {problem.path}: {problem.sentence}")
        say(f"{len(problems)} problems." if problems else "The reference data is well formed.")
    return 1 if problems else 0
