# SPDX-License-Identifier: Apache-2.0
"""The one door to the law: from words to an answer, over the facts this node holds."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.base.errors import NotFound
from comity.instruments.rules import demands, question
from comity.instruments.rules.answer import Answer, Question
from comity.instruments.rules.governing import Law
from comity.reference import load
from comity.reference.schema import Authority, Bilateral, Instrument, Membership, Participation


@functools.cache
def law() -> Law:
    """Return the law engine over the shipped facts, made once a process."""
    return Law(load())


def ask(**words: Any) -> Question:
    """Return a question; raise `Invalid` for a word Comity does not know (see `rules.question.ask`)."""
    return question.ask(load(), **words)


def navigate(asked: Question) -> Answer:
    """Return the whole answer to a question."""
    return demands.answer(law(), asked)


@dataclass(frozen=True, slots=True)
class Participating:
    """How a State stands to an instrument, with its source."""

    slug: str
    title: str
    status: str
    entry_into_force: date | None
    withdrawal_date: date | None
    as_of: str
    note: str
    source_url: str
    verified: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class StateSheet:
    """What is known of a State: organisations, authorities, treaties, bilateral treaties."""

    code: str
    memberships: tuple[Membership, ...]
    authorities: tuple[Authority, ...]
    treaties: tuple[Participating, ...]
    bilaterals: tuple[Bilateral, ...]


def state_sheet(code: str) -> StateSheet:
    """Return the sheet of a State; raise `NotFound` for a code Comity has no facts on."""
    reference = load()
    if code not in reference.states:
        raise NotFound("Comity has no facts on a State of this code.")
    treaties = [
        _participating(row) for (state, _), rows in reference.participation.items() if state == code for row in rows
    ]
    shared = {min(pair - {code}): rows for pair, rows in reference.bilateral.items() if code in pair}
    return StateSheet(
        code,
        tuple(m for m in reference.membership if m.state == code),
        reference.authorities.get(code, ()),
        tuple(sorted(treaties, key=lambda t: (t.status != "party", t.title))),
        tuple(b for _, rows in sorted(shared.items()) for b in rows),
    )


def instrument_sheet(slug: str) -> tuple[Instrument, tuple[Participating, ...]]:
    """Return an instrument and how each State stands to it; raise `NotFound`."""
    reference = load()
    if slug not in reference.instruments:
        raise NotFound("Comity has no instrument of this name.")
    rows = [row for (_, name), found in reference.participation.items() if name == slug for row in found]
    return reference.instruments[slug], tuple(_participating(row) for row in sorted(rows, key=lambda r: r.state))


def authority(code: str, number: int) -> Authority:
    """Return an authority of a State by its place in the list; raise `NotFound`."""
    found = load().authorities.get(code, ())
    if not 0 < number <= len(found):
        raise NotFound("There is no such authority.")
    return found[number - 1]


def _participating(row: Participation) -> Participating:
    found = load().instruments.get(row.instrument)
    return Participating(
        slug=row.instrument,
        title=found.title if found else row.instrument,
        status=row.status,
        entry_into_force=row.entry_into_force,
        withdrawal_date=row.withdrawal_date,
        as_of=row.as_of,
        note=row.note,
        source_url=row.source_url,
        verified=row.verified,
        state=row.state,
    )
