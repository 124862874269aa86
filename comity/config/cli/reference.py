# SPDX-License-Identifier: Apache-2.0
"""`comity reference`: the codes of the facts, and whether an edited fact is well formed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from comity.config.cli.shared import add_json, say, say_json


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("reference", help="the facts of law: list their codes, check them")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="say what is wrong in the reference data, file by file")
    check.add_argument(
        "folder", nargs="?", type=Path, help="a folder of reference data (default: the one Comity ships)"
    )
    add_json(check)
    check.set_defaults(act=check_reference)
    codes = commands.add_parser("list", help="list the codes that questions are asked with, and what each means")
    codes.add_argument("kind", choices=("offences", "measures", "forms", "states", "instruments", "bodies"))
    add_json(codes)
    codes.set_defaults(act=list_codes)


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


def list_codes(chosen: argparse.Namespace) -> int:
    """Print every code of a kind and its meaning, in the order of the data."""
    found = _codes(chosen.kind)
    if chosen.json:
        say_json({chosen.kind: [{"code": code, "label": label} for code, label in found.items()]})
        return 0
    width = max(map(len, found))
    for code, label in found.items():
        say(f"{code:<{width}}  {label}")
    return 0


def _codes(kind: str) -> dict[str, str]:
    from babel import Locale

    from comity import reference
    from comity.instruments.rules.question import FORMS

    facts, named = reference.load(), Locale("en").territories
    return {
        "offences": {slug: offence.label["en"] for slug, offence in facts.offences.items()},
        "measures": {slug: measure.title for slug, measure in facts.measures.items()},
        "forms": {form: "mutual legal assistance" if form == "mla" else form.replace("-", " ") for form in FORMS},
        "states": {state: named.get(state, state) for state in facts.states},
        "instruments": {slug: instrument.title for slug, instrument in facts.instruments.items()},
        "bodies": {slug: body.names[-1].texts["en"] for slug, body in facts.bodies.items()},
    }[kind]
