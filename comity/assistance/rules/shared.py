# SPDX-License-Identifier: Apache-2.0
"""The shared state: both sides fold the same acts in the same order and come to the same state.

Messages may come late, twice or in another order. Each act carries its number at its own side (`own`) and how many
acts of the other side were known (`seen`). Sorting by own + seen, then side, respects what caused what, and is the
same at both nodes. An act that no longer fits is *overtaken*: kept and shown, without effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from comity.assistance.rules import lifecycle
from comity.assistance.rules.lifecycle import NotNow, Side, State


class Standing(StrEnum):
    """What an act came to."""

    APPLIED = "applied"
    OVERTAKEN = "overtaken"
    WAITING = "waiting"  # an earlier act of its side, or one it answers, is not here yet


@dataclass(frozen=True, slots=True)
class Act:
    """One step one side took. `own` counts the acts of its side from 1; `seen` those of the other it knew."""

    id: str
    side: Side
    act: str
    at: datetime
    own: int
    seen: int
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, bool, int]:
        """Return the place in the shared order."""
        return (self.own + self.seen, self.side is Side.REQUESTED, self.own)


@dataclass(frozen=True, slots=True)
class Placed:
    """An act, what it came to, and the state after it."""

    act: Act
    standing: Standing
    state: State


@dataclass(frozen=True, slots=True)
class Story:
    """All acts in their shared order and the state they give."""

    state: State
    placed: tuple[Placed, ...]

    @property
    def applied(self) -> tuple[Act, ...]:
        """Return the acts that had effect."""
        return tuple(p.act for p in self.placed if p.standing is Standing.APPLIED)

    def last(self, *names: str) -> Act | None:
        """Return the latest effective act of one of these names."""
        return next((a for a in reversed(self.applied) if a.act in names), None)

    def has(self, *names: str) -> bool:
        """Say whether an effective act of one of these names is there."""
        return self.last(*names) is not None


def tell(acts: Iterable[Act], *, start: State) -> Story:
    """Return the story the acts give. Never raises: what does not fit is overtaken or waiting."""
    state, before = start, None
    known = {Side.REQUESTING: 0, Side.REQUESTED: 0}
    placed: list[Placed] = []
    for act in sorted(acts, key=lambda a: a.order):
        other = Side.REQUESTED if act.side is Side.REQUESTING else Side.REQUESTING
        if act.own != known[act.side] + 1 or act.seen > known[other]:
            placed.append(Placed(act, Standing.WAITING, state))
            continue
        known[act.side] += 1
        try:
            after = lifecycle.step(act.act, state=state, side=act.side, before=before)
        except NotNow:
            placed.append(Placed(act, Standing.OVERTAKEN, state))
            continue
        if act.act == "ask":
            before = state
        state = after
        placed.append(Placed(act, Standing.APPLIED, state))
    return Story(state, tuple(placed))
