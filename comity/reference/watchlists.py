# SPDX-License-Identifier: Apache-2.0
"""Loads what the watch list is run by: practice clocks, platforms, and coded words of each language."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from comity.reference.problems import Problem
from comity.reference.reading import read_yaml
from comity.reference.schema import PracticeClock, PracticeClocks
from comity.reference.schema.watch import Platform, Platforms, Slang

FOLDER = Path(__file__).resolve().parent / "watch"


@dataclass(frozen=True, slots=True)
class Watchlists:
    """The data of the watch list."""

    clocks: tuple[PracticeClock, ...]
    platforms: tuple[Platform, ...]
    payments: tuple[Platform, ...]
    slang: tuple[Slang, ...]


@functools.cache
def watchlists() -> Watchlists:
    """Return the shipped data; raise `RuntimeError` naming the first fault (`comity reference check` names all)."""
    found, problems = _read(FOLDER)
    if found is None:
        raise RuntimeError(str(problems[0]))
    return found


def check(folder: Path = FOLDER) -> list[Problem]:
    """Return everything wrong in the data of the watch list."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Watchlists | None, list[Problem]]:
    problems: list[Problem] = []
    clocks = read_yaml(folder / "clocks.yaml", "watch/clocks.yaml", PracticeClocks, problems)
    platforms = read_yaml(folder / "platforms.yaml", "watch/platforms.yaml", Platforms, problems)
    slang: list[Slang] = []
    for path in sorted((folder / "slang").glob("*.yaml")):
        name = f"watch/slang/{path.name}"
        words = read_yaml(path, name, Slang, problems)
        if words is None:
            continue
        if words.language != path.stem:
            problems.append(Problem(name, "language", f"The file is named for another language than {words.language}."))
        terms = [t for w in (*words.entries, *words.emoji) for t in (w.term, *w.forms)]
        problems += [
            Problem(name, t, "This word stands twice.") for t in sorted({t for t in terms if terms.count(t) > 1})
        ]
        slang.append(words)
    if problems or clocks is None or platforms is None:
        return None, problems
    return Watchlists(clocks.clocks, platforms.platforms, platforms.payments, tuple(slang)), problems
