# SPDX-License-Identifier: Apache-2.0
"""What is known of one source while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.drafting.rules.importing.blocks import Block
from comity.drafting.rules.importing.gatherings import Gathering
from comity.drafting.rules.importing.parts import Parts
from comity.drafting.rules.importing.reporting import Section
from comity.drafting.rules.importing.shape import Attendee, Day, Doubt, Host, Left, Lines, NextMeeting, Party
from comity.drafting.rules.importing.states import Named
from comity.drafting.rules.tree import Kind, Tree


@dataclass(slots=True)
class Work:
    """What is known so far of one source."""

    name: str
    parts: Parts
    tree: Tree
    where: dict[str, Lines]
    sections: list[Section]
    doubts: list[Doubt]
    left: list[Left]
    last_line: int
    title: str = ""
    title_blocks: list[Block] = field(default_factory=list)
    kind: Kind = Kind.DECLARATION
    own: Gathering | None = None
    organisation: str = ""
    body: str = ""

    def doubt(self, code: str, at: Lines | None, question: str, assumed: str, *alternatives: str) -> None:
        """Note one doubt; without lines it is about the whole source."""
        self.doubts.append(Doubt(code, at or Lines(1, self.last_line), question, assumed, alternatives))


@dataclass(frozen=True, slots=True)
class Known:
    """What the sentences of a source told: when, where, who, and what is to come."""

    place: Named | None
    held: Day | None
    adopted: Day | None
    year: int | None
    parties: tuple[Party, ...]
    present: tuple[Attendee, ...]
    hosts: tuple[Host, ...]
    coming: NextMeeting | None

    @property
    def day(self) -> Day | None:
        """Return the days of the meeting, else the day of adoption."""
        return self.held or self.adopted
