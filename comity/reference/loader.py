# SPDX-License-Identifier: Apache-2.0
"""Loads all facts at once, or says everything that is wrong with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.base.errors import Invalid
from comity.reference import checks, schema
from comity.reference.problems import Problem
from comity.reference.reading import read_csv, read_yaml

FOLDER = Path(__file__).resolve().parent


class ReferenceBroken(Invalid):
    """The reference data is not well formed; `problems` lists everything wrong."""

    code = "reference-broken"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Show the first problem and count the others."""
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"The reference data is not well formed: {problems[0]}{more}")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reference:
    """All facts, indexed as they are asked for. `states`: the code of every State they know, in order."""

    instruments: Mapping[str, schema.Instrument]
    measures: Mapping[str, schema.Measure]
    common_fields: tuple[schema.Field, ...]
    families: tuple[str, ...]
    offences: Mapping[str, schema.Offence]
    participation: Mapping[tuple[str, str], tuple[schema.Participation, ...]]
    bilateral: Mapping[frozenset[str], tuple[schema.Bilateral, ...]]
    membership: tuple[schema.Membership, ...]
    authorities: Mapping[str, tuple[schema.Authority, ...]]
    meetings: tuple[schema.Meeting, ...]
    practice_clocks: Mapping[str, schema.PracticeClock]
    states: tuple[str, ...]

    def members(self, organisation: str, *, on: date | None = None) -> tuple[str, ...]:
        """Return the members of an organisation, on a day if one is given, in order of code."""
        return tuple(
            sorted(
                row.state
                for row in self.membership
                if row.organisation == organisation and row.role == "member"
                if on is None or row.since <= on.isoformat()
            )
        )

    def offence_line(self, slug: str) -> tuple[str, ...]:
        """Return the category and its parents, nearest first."""
        line: list[str] = []
        at: str | None = slug
        while at is not None and at not in line:
            line.append(at)
            at = self.offences[at].parent
        return tuple(line)


@functools.cache
def load(folder: Path = FOLDER) -> Reference:
    """Return all facts of `folder`; raise `ReferenceBroken` when anything is wrong."""
    reference, problems = _read(folder)
    if reference is None or problems:
        raise ReferenceBroken(tuple(problems))
    return reference


def check(folder: Path | None = None) -> tuple[Problem, ...]:
    """Return everything wrong in `folder` (the shipped facts when None)."""
    return tuple(_read(folder or FOLDER)[1])


def _read(folder: Path) -> tuple[Reference | None, list[Problem]]:
    problems: list[Problem] = []
    instruments: dict[str, schema.Instrument] = {}
    for path in sorted((folder / "instruments").glob("*.yaml")):
        name = f"instruments/{path.name}"
        instrument = read_yaml(path, name, schema.Instrument, problems)
        if instrument is None:
            continue
        if instrument.slug != path.stem:
            problems.append(Problem(name, "slug", f"The slug is “{instrument.slug}” and the file “{path.stem}”."))
        instruments[instrument.slug] = instrument
    if not instruments and not problems:
        problems.append(Problem(str(folder), "instruments", "There is no instrument here."))
    measures = read_yaml(folder / "measures.yaml", "measures.yaml", schema.Measures, problems)
    offences = read_yaml(folder / "offences.yaml", "offences.yaml", schema.Offences, problems)
    clocks = read_yaml(folder / "practice_clocks.yaml", "practice_clocks.yaml", schema.PracticeClocks, problems)
    tables = {
        kind: read_csv(folder / "tables" / f"{name}.csv", f"tables/{name}.csv", kind, problems)
        for name, kind in _TABLES.items()
    }
    if problems or measures is None or offences is None or clocks is None:
        return None, problems  # what refers to broken files cannot be judged
    problems += checks.vocabulary(folder / "vocabulary.yaml", instruments.values())
    problems += checks.instruments(instruments, {item.slug for item in offences.offences})
    problems += checks.measures(measures, instruments)
    problems += checks.offences(offences, instruments)
    participation = tables[schema.Participation]
    problems += checks.participation(participation, instruments)  # type: ignore[arg-type]  # rows of this very table
    problems += checks.rough_dates(tables)
    return Reference(
        instruments=instruments,
        measures={item.slug: item for item in measures.measures},
        common_fields=measures.common_fields,
        families=measures.families,
        offences={item.slug: item for item in offences.offences},
        practice_clocks={item.key: item for item in clocks.clocks},
        states=_states(tables),
        **_indexed({kind: [row for _, row in rows] for kind, rows in tables.items()}),
    ), problems


_TABLES: dict[str, type[schema.Model]] = {
    "participation": schema.Participation,
    "bilateral": schema.Bilateral,
    "membership": schema.Membership,
    "authorities": schema.Authority,
    "meetings": schema.Meeting,
}


def _states(tables: Mapping[type, list]) -> tuple[str, ...]:  # type: ignore[type-arg]  # as below
    """Return the code of every State the facts know, in order."""
    named = [row.state for kind in (schema.Participation, schema.Membership) for _, row in tables[kind]]
    return tuple(sorted({*named, *(s for _, row in tables[schema.Bilateral] for s in (row.state_a, row.state_b))}))


def _indexed(tables: Mapping[type, list]) -> dict:  # type: ignore[type-arg]  # heterogeneous on purpose: one index a table
    participation: dict[tuple[str, str], list[schema.Participation]] = {}
    for row in tables[schema.Participation]:
        participation.setdefault((row.state, row.instrument), []).append(row)
    bilateral: dict[frozenset[str], list[schema.Bilateral]] = {}
    for row in tables[schema.Bilateral]:
        bilateral.setdefault(frozenset((row.state_a, row.state_b)), []).append(row)
    authorities: dict[str, list[schema.Authority]] = {}
    for row in tables[schema.Authority]:
        authorities.setdefault(row.state, []).append(row)
    return {
        "participation": {key: tuple(rows) for key, rows in participation.items()},
        "bilateral": {key: tuple(rows) for key, rows in bilateral.items()},
        "membership": tuple(tables[schema.Membership]),
        "authorities": {key: tuple(rows) for key, rows in authorities.items()},
        "meetings": tuple(tables[schema.Meeting]),
    }
