# SPDX-License-Identifier: Apache-2.0
"""What a room is handed of a message, and what it says of a kind it answers: what takes it in, when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class InPart:
    """A file that came with a message, complete and checked. `path` is the exchange's: adopt it, do not move it."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as handed to the service that answers its kind."""

    id: str
    conversation: str
    reference_to: str
    from_node: str
    from_state: str
    kind: str
    handling: str
    created_at: datetime
    body: Mapping[str, Any]
    parts: tuple[InPart, ...]


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
