# SPDX-License-Identifier: Apache-2.0
"""Reads of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.queue.models import Job


@dataclass(frozen=True, slots=True)
class Counts:
    """How many jobs wait and how many are dead letters."""

    waiting: int
    dead: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that was given up, and why."""

    key: str
    kind: str
    attempts: int
    run_at: datetime
    last_error: str


def counts() -> Counts:
    """Return the two numbers."""
    return Counts(Job.objects.filter(is_dead=False).count(), Job.objects.filter(is_dead=True).count())


def dead_letters() -> tuple[DeadLetter, ...]:
    """Return every dead letter, oldest first."""
    rows = Job.objects.filter(is_dead=True).order_by("run_at")
    return tuple(DeadLetter(j.key, j.kind, j.attempts, j.run_at, j.last_error) for j in rows)
