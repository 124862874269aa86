# SPDX-License-Identifier: Apache-2.0
"""Counting promises. The one place where pages, papers and programs take their numbers from.

A promise is one owner under one commitment. Every promise has exactly one shown status, so the counts of any filter sum
to its whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from comity.commitments.rules.lifecycle import Status
from comity.commitments.rules.shapes import Duty

# In the order of charts and tables: what is done first, what is closed last.
ORDER = (
    Status.KEPT, Status.REPORTED, Status.UNDER_WAY, Status.ASKED, Status.OPEN, Status.OVERDUE, Status.ADJUSTED,
    Status.SUPERSEDED, Status.DROPPED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises stand at each status."""

    by_status: Mapping[Status, int] = field(default_factory=dict)

    def of(self, status: Status) -> int:
        """Return the number at one status."""
        return self.by_status.get(status, 0)

    @property
    def whole(self) -> int:
        """Return the number of all promises."""
        return sum(self.by_status.values())

    @property
    def row(self) -> tuple[int, ...]:
        """Return the numbers in the order of `ORDER`."""
        return tuple(self.of(status) for status in ORDER)

    @property
    def kept_share(self) -> int:
        """Return the share kept of what still counts (neither adjusted, superseded nor dropped), in per cent."""
        closed = sum(self.of(s) for s in (Status.ADJUSTED, Status.SUPERSEDED, Status.DROPPED))
        return round(100 * self.of(Status.KEPT) / (self.whole - closed)) if self.whole > closed else 0


def count(duties: Iterable[Duty]) -> Counts:
    """Return the counts of these promises."""
    return Counts(dict(Counter(duty.shown for duty in duties)))


def count_by(duties: Iterable[Duty], key: Callable[[Duty], str]) -> dict[str, Counts]:
    """Return the counts per key (owner, commitment …), in order of key."""
    groups: dict[str, Counter[Status]] = {}
    for duty in duties:
        groups.setdefault(key(duty), Counter())[duty.shown] += 1
    return {name: Counts(dict(groups[name])) for name in sorted(groups)}
