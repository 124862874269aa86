# SPDX-License-Identifier: Apache-2.0
"""The command `comity`: one module per group of commands, errors as one sentence, `--json` for machines."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from comity import __version__
from comity.base.errors import ComityError
from comity.config.cli import (
    account,
    commitments,
    common_register,
    navigate,
    node,
    practice,
    reference,
    settings,
    texts,
    verify,
)

GROUPS = (node, navigate, reference, verify, practice, account, texts, commitments, common_register, settings)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; the reference page is made from it."""
    root = argparse.ArgumentParser(
        prog="comity",
        description="Cooperation between prosecutors' offices: find the law, carry the request, prove it.",
        epilog="Begin with: comity practice run. Each command explains itself: comity navigate --help.",
    )
    root.add_argument("--version", action="version", version=f"comity {__version__}")
    groups = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(groups)
    return root


def whole(words: Sequence[str]) -> list[str]:
    """Return the words with each key made one word with its option: one key in 64 begins with a dash."""
    found: list[str] = []
    for word in words:
        found.append(f"{found.pop()}={word}" if found and found[-1] == "--fingerprint" else word)
    return found


def run(words: Sequence[str]) -> int:
    """Run one command; return 0, or 1 after printing why it could not be done."""
    chosen = parser().parse_args(whole(words))
    if getattr(chosen, "home", None):
        os.environ["COMITY_HOME"] = chosen.home
    try:
        return int(chosen.act(chosen) or 0)
    except ComityError as error:
        return _explain(error, as_json=getattr(chosen, "json", False))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _explain(error: ComityError, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(
            json.dumps({"error": {"code": error.code, "sentence": error.sentence}}, ensure_ascii=False) + "\n"
        )
    else:
        sys.stderr.write(f"comity: {error.sentence}\n")
    return 1
