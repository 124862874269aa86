# SPDX-License-Identifier: Apache-2.0
"""What a room says of a kind of message it answers: what takes it in, and when it counts as opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Opened(StrEnum):
    """When the recipient states that a message was opened (`retrieved`)."""

    TAKEN_IN = "when the node has taken it in"
    READ = "when a person first reads it"


@dataclass(frozen=True, slots=True)
class Handler:
    """One line of the table of kinds.

    `take(message=, at=)` takes a message in, in the transaction of its delivery. For `READ` it returns what a person
    will read, such as “entry:” and its id: `mark_read` of that states the message as opened. Where it returns
    nothing, nothing is left to read (a repeated or overtaken message), and taking it in has opened it.
    """

    take: Callable[..., str | None]
    opened: Opened


Handlers = Mapping[str, Handler]
