# SPDX-License-Identifier: Apache-2.0
"""What States say of clauses, and the matrix State × clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stance(StrEnum):
    """What a State says of a clause. `agree-if` and `reserve` need words."""

    AGREE = "agree"
    AGREE_IF = "agree-if"
    RESERVE = "reserve"
    OBJECT = "object"


NEEDS_WORDS = frozenset({Stance.AGREE_IF, Stance.RESERVE, Stance.OBJECT})


@dataclass(frozen=True, slots=True)
class Position:
    """A State's word on a clause. `is_stale`: the clause was reworded since."""

    state: str
    clause: str
    stance: Stance
    note: str
    at: datetime
    version: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One clause and what each State says of it; a State that said nothing has no entry."""

    clause: str
    number: str
    heading: str
    says: Mapping[str, Position]

    @property
    def is_settled(self) -> bool:
        """Say whether nobody who spoke has anything against the clause as it stands."""
        return all(p.stance is Stance.AGREE and not p.is_stale for p in self.says.values())

    def cells(self, states: Iterable[str]) -> tuple[Position | None, ...]:
        """Return the entry of each of `states`, in order."""
        return tuple(self.says.get(state) for state in states)


def latest(positions: Iterable[Position]) -> dict[tuple[str, str], Position]:
    """Return the last word of each State on each clause, by (State, clause); given oldest first."""
    return {(p.state, p.clause): p for p in positions}
