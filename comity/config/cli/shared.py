# SPDX-License-Identifier: Apache-2.0
"""What every command uses: the options of a home and of JSON, Django's start, printing."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from comity.base.errors import Invalid


class NoNode(Invalid):
    """The command needs a node and the folder holds none."""

    code = "no-node"


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add `--home`, the folder of the node."""
    parser.add_argument("--home", metavar="FOLDER", help="folder of the node (default: COMITY_HOME, else ./node)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON for machines")


def start_django(*, needs_node: bool = True) -> None:
    """Make Django ready for the node in COMITY_HOME; raise `NoNode` where there is none."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    home = Path(os.environ.get("COMITY_HOME", "./node"))
    if needs_node and not (home / "node.toml").exists():
        raise NoNode(
            f"There is no node in {home}. Make one with: comity node init --home {home} --state AZ --node-id az"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Invalid(str(error)) from None


def say(text: str) -> None:
    """Print one line for a person."""
    sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
