# SPDX-License-Identifier: Apache-2.0
"""Collects every string of the pages, and the labels of the reference data shown in forms, into the .po files."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from comity.assistance.rules.wordings import Wording
from comity.instruments.rules.demands import SECTIONS
from comity.instruments.rules.notes import parts
from comity.instruments.rules.question import FORMS
from comity.meetings.rules import barred
from comity.meetings.rules.convening import Who
from comity.meetings.rules.guards import SENTENCES
from comity.meetings.rules.law import CONFIGURABLE
from comity.reference import load

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ru", "fa")
# Whose errors people read on pages; what goes wrong between nodes is told to machines and operators, in English.
ROOMS_WITH_PAGES = (
    "base",
    "names",
    "directory",
    "evidence",
    "accounts",
    "assistance",
    "commitments",
    "documents",
    "drafting",
    "instruments",
    "meetings",
    "register",
)
# What stands in these modules is said between nodes and programs only, or is a script of its own.
BETWEEN_MACHINES = {
    "canonical",
    "moments",
    "receiving",
    "travelling",
    "watch_travelling",
    "taxii",
    "oprf",
    "verify_proof",
    "verify_signatures",
}
# Raised where the program itself is wrong, or caught by whoever called: nobody reads them on a page.
OUR_FAULTS = {"AssertionError", "TypeError", "_NotRead"}
# What organisations and bodies say in words: names, mandates, rules, notes, and where it stands.
WORDS_OF_BODIES = {"text", "name", "title", "used_for", "note", "mandate", "tasks", "clause"}


def data_labels() -> list[str]:
    """Return the labels of the reference data, and the sentences of the rules, that pages translate."""
    reference = load()
    found = {wording.value for wording in Wording} | codes_of_law() | sentences_of_errors()
    found |= texts_of_law() | words_of_tables() | sentences_of_law()
    found |= (
        set(barred.SENTENCES.values())
        | words_of_bodies()
        | set(SENTENCES.values())
        | sentences_of_doubts()
        | {who.value for who in Who}
    )
    found |= {o.label["en"] for o in reference.offences.values()}
    found |= {f.label for f in reference.common_fields} | {f.need for f in reference.common_fields}
    for measure in reference.measures.values():
        found |= {measure.title} | {f.label for f in measure.fields} | {f.need for f in measure.fields}
        found |= {d.label for d in measure.supporting_documents}
    for rows in reference.authorities.values():
        found |= {role for row in rows for role in row.role}
    found |= {m.role for m in reference.membership}
    found |= {
        "mandatory",
        "optional",
        "conditional",
        "not-a-ground",
        "routine",
        "urgent",
        "always",
        "central authority",
    }
    return sorted(found)


def codes_of_law() -> set[str]:
    """Return what the law asks of a request, and the words beside a demand: how binding it is, by which channel."""
    found: set[str] = set()
    for instrument in load().instruments.values():
        for _, section, _, code in SECTIONS:
            found |= {
                str(getattr(item, code))
                for item in getattr(instrument, section)
                if code not in {"", "unit", "key", "value"}
            }
        # What a request must contain and bring along is named in forms and findings.
        found |= {item.label for item in (*instrument.request_contents, *instrument.supporting_documents)}
        for item in instrument.transmission:
            found |= {item.channel.replace("-", " "), item.when}
    return found


def texts_of_law() -> set[str]:
    """Return what the instruments say in words: grounds, terms, limits, duties, bases, doubts about their texts."""
    found: set[str] = set(FORMS)
    for instrument in load().instruments.values():
        found |= {str(getattr(item, text)) for _, part, text, _ in SECTIONS for item in getattr(instrument, part)}
        for term in instrument.time_limits:
            found |= {term.unit, term.from_, term.on_expiry, str(term.value)}
        found |= {str(item.value) for item in instrument.thresholds} - {"True", "domestic-law"}
        found |= {item.key.replace("-", " ").capitalize() for item in instrument.process_duties}
        found |= {item.condition for item in instrument.legal_basis}
        found |= {*instrument.uncertainties, instrument.depositary}
        cited = [item for _, part, *_ in SECTIONS for item in getattr(instrument, part)]
        cited += [*instrument.legal_basis, *instrument.transmission]
        found |= {item.article for item in cited if re.search("[A-Za-z]{4}", item.article)}
    return {text for text in found if any(letter.isalpha() for letter in text)}


def words_of_tables() -> set[str]:
    """Return what the tables of States say in words: the parts of their notes, with values taken out of them."""
    reference = load()
    said = [row.note for rows in reference.participation.values() for row in rows]
    said += [row.note for rows in reference.bilateral.values() for row in rows]
    for authorities in reference.authorities.values():
        said += [text for row in authorities for text in (row.note, row.languages, row.instrument)]
    bodies = {row.institution for rows in reference.authorities.values() for row in rows}
    kinds = {kind for rows in reference.bilateral.values() for row in rows for kind in row.kind}
    return {part.template for text in said if text for part in parts(text)} | kinds | bodies


def sentences_of_law() -> set[str]:
    """Return the sentences the law engine and preflight say, as they stand in the code."""
    rules = [*(ROOT / "comity" / "instruments" / "rules").glob("*.py")]
    found: set[str] = set()
    for path in (*rules, ROOT / "comity" / "assistance" / "rules" / "preflight.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Sentence", "_seen"}:
                said = [part for arg in node.args for part in ast.walk(arg) if isinstance(part, ast.Constant)]
                found |= {part.value for part in said if isinstance(part.value, str) and len(part.value) > 1}
    return found


def words_of_bodies() -> set[str]:
    """Return what the pages of organisations, bodies and expert groups say of them in words."""
    reference = load()
    facts: list[Any] = [*reference.organisations.values(), *reference.bodies.values()]
    found = {sentence for _, sentence in CONFIGURABLE.values() if "{" not in sentence}
    while facts:
        fact = facts.pop()
        for name in type(fact).model_fields:
            value = getattr(fact, name)
            held = value if isinstance(value, tuple) else (value,)
            facts += [part for part in held if isinstance(part, BaseModel)]
            if name in WORDS_OF_BODIES:
                found |= {part for part in held if isinstance(part, str) and part}
            elif name == "texts":
                found.add(value["en"])
    return found


def sentences_of_doubts() -> set[str]:
    """Return the fixed sentences of what the import asks of a text: questions, what was taken, what else may be."""
    found: set[str] = set()
    for path in (ROOT / "comity" / "drafting" / "rules" / "importing").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1].lower() != "doubt":
                continue
            for arg in node.args:
                said = arg.elts if isinstance(arg, ast.Tuple) else [arg]
                found |= {s.value for s in said if isinstance(s, ast.Constant) and isinstance(s.value, str)}
    return {sentence for sentence in found if " " in sentence}


def sentences_of_errors() -> set[str]:
    """Return the sentences that pages show: those of the errors, and those kept for a later reader."""
    return {node.args[0].value for _, node in calls_that_say() if isinstance(node.args[0], ast.Constant)}


@cache
def calls_that_say() -> tuple[tuple[str, ast.Call], ...]:
    """Return each call that gives people a sentence, with where it stands: of an error's class, or of `Sentence`."""
    return tuple(_calls_that_say(classes_of_errors()))


def _calls_that_say(errors: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS_WITH_PAGES:
        for path in sorted((ROOT / "comity" / room).rglob("*.py")):
            if path.stem in BETWEEN_MACHINES:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            raised = {id(n.exc) for n in ast.walk(tree) if isinstance(n, ast.Raise)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and node.args:
                    name = ast.unparse(node.func).split(".")[-1]
                    is_raised = id(node) in raised and name not in OUR_FAULTS
                    if is_raised or name in errors or name == "Sentence":
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node


@cache
def classes_of_errors() -> set[str]:
    """Return the names of `ComityError` and of every class below it."""
    bases: dict[str, set[str]] = {}
    for path in (ROOT / "comity").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(ast.unparse(base).split(".")[-1] for base in node.bases)
    found, below = set[str](), {"ComityError"}
    while below:
        found |= below
        below = {name for name, above in bases.items() if above & found} - found
    return found


def main() -> None:
    """Bring the .po files up to date; existing translations stay."""
    collected = ROOT / "comity" / "_labels_of_data.py"
    try:
        collected.write_text("\n".join(f"gettext({label!r})" for label in data_labels()), encoding="utf-8")
        for language in LANGUAGES:
            (ROOT / "comity" / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as home:
            env = {**os.environ, "COMITY_HOME": home, "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
            words = [arg for language in LANGUAGES for arg in ("-l", language)]
            subprocess.run(
                [sys.executable, "-m", "django", "makemessages", *words, "--no-location", "--no-obsolete",
                 "-i", ".venv", "-i", "tests", "-i", "tools", "-v", "0"], cwd=ROOT, env=env, check=True,
            )  # fmt: skip
    finally:
        collected.unlink(missing_ok=True)
    for language in LANGUAGES:
        for missing in settled(language):
            print(f"{language}: not translated: {missing}")


def settled(language: str) -> list[str]:
    """Write a .po file in order of its strings, without what changes by itself; return what is not translated.

    A guess from a similar string is no translation: it is taken out.
    """
    path = ROOT / "comity" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    head = {
        "Project-Id-Version": "Comity", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalog.plural_forms,
    }  # fmt: skip
    kept = 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in head.items())
    missing = []
    for message in catalog:
        if message.fuzzy and message.id:
            message.string = ("",) * len(message.string) if isinstance(message.string, tuple) else ""
            message.flags.discard("fuzzy")
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_output=True, ignore_obsolete=True, no_location=True)
    lines = out.getvalue().decode().rstrip("\n").split("\n")
    body = "\n".join(line for line in lines if not line.startswith(("#|", "# |")))
    path.write_text(f"# SPDX-License-Identifier: Apache-2.0\n{kept}\n{body.lstrip()}\n", encoding="utf-8")
    return missing


if __name__ == "__main__":
    main()
