# SPDX-License-Identifier: Apache-2.0
"""The commitments of adopted texts as data: `data/*.yaml`, one file a text, each entry under its clause.

Every finding names its document and words, its date and an evidence mark (`text`: wording seen; `secondary`: seen in a
commentary or the press; `memory`: to be confirmed). What no document says stays open: no status is guessed. Clauses
that promise nothing are listed with the reason.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Key

from comity.commitments.rules.addressees import Addressee
from comity.reference.loader import ReferenceBroken
from comity.reference.problems import Problem
from comity.reference.reading import read_yaml
from comity.reference.schema.base import Model

FOLDER = Path(__file__).resolve().parent.parent / "data"
StateCode = Annotated[str, Key(pattern=r"^[A-Z]{2}$")]
Mark = Literal["text", "secondary", "memory"]
Day = Annotated[str, Key(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Words = Annotated[str, Key(min_length=1)]


class Finding(Model):
    """What a document says of a commitment: observed under way, or attested kept. `owners` empty: all of them."""

    act: Literal["observe", "attest"]
    as_of: Day
    words: Words
    source: Words
    evidence: Mark
    owners: tuple[str, ...] = ()


class Promise(Model):
    """One commitment of a clause."""

    addressee: Addressee
    states: tuple[StateCode, ...] = ()
    verb: Annotated[str, Key(min_length=1, max_length=60)]
    object: Words
    due: str = ""
    due_words: str = ""
    rhythm: str = "once"
    indicator: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    evidence_required: Words
    evidence: Mark = "text"
    source: str = ""
    note: str = ""
    plan: str = ""
    section: str = ""
    year: int | None = None
    found: tuple[Finding, ...] = ()


class ClauseFacts(Model):
    """A clause or an outcome of a meeting (then with `meeting`): its commitments, or why it has none.

    `adopted` is given where the clause tells of a decision older than the text.
    """

    clause: Words
    meeting: str = ""
    adopted: Day | None = None
    commitments: tuple[Promise, ...] = ()
    none: str = ""


class Narrated(Model):
    """Clauses that promise nothing, for one reason; with `under`, everything below them too."""

    clauses: tuple[str, ...]
    reason: Words
    under: bool = False


class PlanFacts(Model):
    """A plan and its sections."""

    slug: Words
    title: Words
    source: str = ""
    sections: tuple[str, ...]
    years: tuple[int, int] | None = None
    evidence: Mark
    note: str = ""


class TextFacts(Model):
    """Everything one text promises. `signatories` narrow “each State” to those who signed."""

    schema_: Literal["comity/commitments@1"] = Key(alias="schema")
    text: Words
    title: Words
    organisation: Words
    adopted: Day
    source: Words
    signatories: tuple[StateCode, ...] = ()
    plans: tuple[PlanFacts, ...] = ()
    narrated: tuple[Narrated, ...] = ()
    clauses: tuple[ClauseFacts, ...]


def why_none(text: TextFacts, clause_id: str) -> str:
    """Return why a clause has no commitment; empty when it has one, or when nobody said why."""
    own = next((c for c in text.clauses if c.clause == clause_id and not c.meeting), None)
    if own is not None:
        return own.none
    for told in text.narrated:
        below = told.under and any(clause_id.startswith(f"{c}.") for c in told.clauses)
        if clause_id in told.clauses or below:
            return told.reason
    return ""


@functools.cache
def load(folder: Path = FOLDER) -> tuple[TextFacts, ...]:
    """Return the facts of every text; raise `ReferenceBroken` with everything wrong."""
    problems: list[Problem] = []
    found = []
    for path in sorted(folder.glob("*.yaml")):
        facts = read_yaml(path, f"commitments/{path.name}", TextFacts, problems)
        if facts is None:
            continue
        if facts.text != path.stem:
            problems.append(Problem(path.name, "text", f"The text is “{facts.text}” and the file “{path.stem}”."))
        for index, clause in enumerate(facts.clauses):
            if bool(clause.none) == bool(clause.commitments):
                place = f"clauses[{index}]"
                problems.append(Problem(path.name, place, "Give commitments or a reason why none, one of the two."))
        found.append(facts)
    if problems:
        raise ReferenceBroken(tuple(problems))
    return tuple(sorted(found, key=lambda f: f.adopted))
