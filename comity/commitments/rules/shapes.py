# SPDX-License-Identifier: Apache-2.0
"""Commitments, their addressees and histories as other rooms and pages know them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from comity.commitments.rules import history
from comity.commitments.rules.addressees import Addressee
from comity.commitments.rules.lifecycle import Status

_PARTS = re.compile(r"([a-z]*)[.-]?([0-9]*)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """How one sees that a promise is kept: words, value at the start, value to reach (no unit is computed)."""

    words: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None

    def reached(self, value: Decimal | None) -> int | None:
        """Return the way from baseline to target in per cent, 0 to 100; None where no numbers are given."""
        if value is None or self.target is None:
            return None
        start = self.baseline or Decimal(0)
        if self.target == start:
            return 100 if value == self.target else 0
        share = (value - start) / (self.target - start) * 100
        return int(min(max(share, Decimal(0)), Decimal(100)))


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise. `source` is `<text>#<clause>` or `<meeting>#<outcome>`; `words` are the clause as adopted."""

    id: str
    organisation: str
    source: str
    words: str
    addressee: Addressee
    verb: str
    object: str
    since: date
    due_on: date | None
    due_words: str
    rhythm: str
    indicator: Indicator
    evidence_required: str
    evidence: str
    sources: tuple[str, ...] = ()
    note: str = ""
    plan: str = ""
    section: str = ""
    year: int | None = None
    predecessor: str = ""
    successor: str = ""
    made_at: datetime | None = None

    @property
    def text(self) -> str:
        """Return the slug of the text or meeting it comes from."""
        return self.source.partition("#")[0]

    @property
    def promise(self) -> str:
        """Return verb and object."""
        return f"{self.verb} {self.object}"

    @property
    def label(self) -> str:
        """Return what tells it apart inside its text: `c6-2`."""
        return self.id.removeprefix(f"{self.text}.")

    @property
    def place(self) -> tuple[str, tuple[tuple[int, str], ...]]:
        """Return the place of a commitment in its text, as people count: c1.2 before c1.10."""
        return self.text, tuple((int(n or 0), word) for word, n in _PARTS.findall(self.label))

    @property
    def clause(self) -> str:
        """Return the id of the clause or outcome it comes from."""
        return self.source.partition("#")[2]


@dataclass(frozen=True, slots=True)
class Duty:
    """What one owner owes under a commitment, on the day of reading. `version` counts the acts so far."""

    id: int
    commitment: str
    owner: str
    status: Status
    shown: Status
    due_on: date | None
    version: int
    reported_on: date | None = None
    last_kept: date | None = None

    @property
    def is_silent(self) -> bool:
        """Say whether nothing was ever reported or found."""
        return self.version == 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that proves a report."""

    id: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a page shows it."""

    entry: history.Entry
    owner: str
    actor: str
    files: tuple[File, ...] = ()


def id_of(source: str, number: int = 1, *, revision: int = 1) -> str:
    """Return the id of the `number`-th commitment of a clause, in its `revision`: `ankara-declaration-2023.c6-2.r2`."""
    text, _, clause = source.partition("#")
    return f"{text}.{clause}" + (f"-{number}" if number > 1 else "") + (f".r{revision}" if revision > 1 else "")
