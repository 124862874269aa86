# SPDX-License-Identifier: Apache-2.0
"""`comity texts import FILE…`: read official documents into structured texts and meetings, and say what is doubtful."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comity.base.errors import Invalid, NotFound, Refused
from comity.config.cli.shared import add_home, add_json, say, say_json, start_django


class FileMissing(NotFound):
    """A file given to the command is not there or cannot be opened."""

    code = "file-not-found"


def register(groups: Any) -> None:
    """Add the group to the parser."""
    group = groups.add_parser("texts", help="declarations, plans and conventions: import them")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command = commands.add_parser(
        "import",
        help="read official documents into structured texts",
        description="Read declarations, communiqués, plans, conventions and reports of meetings from plain text: "
        "clauses, parties, signatories, references, hosts, meetings. What the reader is unsure of is "
        "listed for review.",
        epilog="Example: comity texts import declaration.txt --dry-run",
    )
    command.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a document as plain text")
    add_home(command)
    command.add_argument("--by", default="", metavar="EMAIL", help="the officer of the Secretariat who takes them in")
    command.add_argument("--dry-run", action="store_true", help="show what was read and keep nothing")
    add_json(command)
    command.set_defaults(act=import_texts)


def import_texts(chosen: argparse.Namespace) -> int:
    """Read every file, keep it unless it is a dry run; print what was read; return 1 when one could not be read."""
    from comity.drafting.rules import importing

    keep = None if chosen.dry_run else _keeper(chosen.by)
    shown, failed = [], 0
    for path in chosen.files:
        try:
            data = _bytes(path)
            imported = importing.read(importing.decode(data, name=path.name), name=path.name)
            kept = {"kept": keep(data, path.name)} if keep else {}
        except (Invalid, NotFound) as error:
            failed += 1
            shown.append({"file": path.name, "error": {"code": error.code, "sentence": error.sentence}})
            continue
        shown.append({"file": path.name, **imported.as_json(), **kept})
    if chosen.json:
        say_json(shown[0] if len(shown) == 1 else {"texts": shown})
    else:
        for one in shown:
            say(_as_text(one))
    return 1 if failed else 0


def _keeper(email: str) -> Callable[[bytes, str], str]:
    """Return what takes in a file for this officer; raise `Refused` when nobody of that address may."""
    start_django()
    from comity.accounts import queries as accounts
    from comity.accounts.rules.roles import Role
    from comity.base import clock
    from comity.meetings import services as meetings

    officer = accounts.by_email(email)
    if officer is None or not officer.has(Role.SECRETARIAT_OFFICER):
        raise Refused("Texts are kept by an officer of the Secretariat: name one of this node with --by, or --dry-run.")
    return lambda data, name: meetings.take_in(data=data, name=name, by=officer, at=clock.now())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise FileMissing(f"{path} cannot be opened. Check the name and that you may read it.") from None


def _as_text(one: dict[str, Any]) -> str:
    """Return what a person reviews: the facts, the clauses, then every doubt with its lines."""
    if "error" in one:
        return f"{one['file']}: {one['error']['sentence']}"
    kept = " (kept)" if "kept" in one else ""
    rows = [one["title"], f"  {one['file']} → {one.get('kept', one['slug'])}{kept}", *_facts(one), ""]
    for clause in one["preamble"]:
        rows += _clause(clause, 1)
    for clause in one["clauses"]:
        rows += _clause(clause, 1)
    rows += ["", f"To review: {len(one['doubts'])}"]
    for doubt in one["doubts"]:
        first, last = doubt["lines"]["first"], doubt["lines"]["last"]
        where = f"line {first}" if first == last else f"lines {first} to {last}"
        rows.append(f"  {where}: {doubt['question']} Assumed: {doubt['assumed']}")
        rows += [f"      or: {other}" for other in doubt["alternatives"]]
    return "\n".join(rows) + "\n"


def _facts(one: dict[str, Any]) -> list[str]:
    dates, coming = one["dates"], one["next_meeting"]
    held = " to ".join(dict.fromkeys(day for day in (dates["held_from"], dates["held_to"]) if day))
    following = f"{coming['title']} ({coming['state']} {coming['year'] or ''})".replace(" )", ")") if coming else ""
    facts = (
        ("kind", one["kind"]),
        ("body", one["body"]),
        ("place", f"{one['place']} {one['country']}".strip()),
        ("held", held),
        ("adopted", dates["adopted"] or ""),
        ("parties", " ".join(party["state"] for party in one["parties"])),
        ("signed by", ", ".join(f"{person['display']} ({person['state']})" for person in one["signatories"])),
        ("refers to", "; ".join(f"{r['pointer']} {r['number']} {r['instrument']}".strip() for r in one["references"])),
        ("next meeting", following),
        ("meetings", "; ".join(meeting["title"] for meeting in one["meetings"])),
    )
    return [f"  {name}: {value}" for name, value in facts if value]


def _clause(clause: dict[str, Any], depth: int) -> list[str]:
    text = " ".join(part for part in (clause["heading"], clause["text"]) if part)
    shown = text if len(text) <= 100 else text[:97].rstrip() + "…"
    rows = [f"{'  ' * depth}{clause['id']}  {shown}"]
    for child in clause["children"]:
        rows += _clause(child, depth + 1)
    return rows
