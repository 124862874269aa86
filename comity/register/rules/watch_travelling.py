# SPDX-License-Identifier: Apache-2.0
"""An indicator as it travels between nodes, and how strictly the receiver reads it. Format: `docs/protocol/watch.md`.

The owner's node sends the whole indicator each time, with its version: a later one replaces, an earlier one changes
nothing. Whoever left the audience gets a withdrawal, which carries no content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.base import ids, moments
from comity.base.errors import Invalid
from comity.register.rules import handling as codes
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.detecting.giving import WATCHED
from comity.register.rules.handling import Handling
from comity.register.rules.travelling import count, text
from comity.register.rules.watching import TABLE, Status

MOST = 500
_NAMED = frozenset({Kind.ACCOUNT, Kind.BOT, Kind.INVITE, Kind.WALLET, Kind.PAYMENT})
_ACTS = frozenset(row.act for row in TABLE) | {"report"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a State saw, with its evidence."""

    state: str
    evidence: str
    seen: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A step, with what was said at it."""

    act: str
    state: str
    status: Status
    at: datetime
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Travelling:
    """An indicator of `owner` at a version."""

    id: str
    owner: str
    version: int
    kind: Kind
    value: str
    status: Status
    since: datetime
    reported: datetime
    changed: datetime
    handling: Handling
    reports: tuple[Report, ...]
    acts: tuple[Act, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what is sent."""
        return {
            "v": 1, "watch": self.id, "owner": self.owner, "version": self.version, "kind": str(self.kind),
            "value": self.value, "status": str(self.status), "since": moments.to_text(self.since),
            "reported": moments.to_text(self.reported), "changed": moments.to_text(self.changed),
            "handling": self.handling.as_json(),
            "reports": [
                {"state": r.state, "evidence": r.evidence, "seen": moments.to_text(r.seen), "at": moments.to_text(r.at)}
                for r in self.reports
            ],
            "acts": [
                {"act": a.act, "state": a.state, "status": str(a.status), "at": moments.to_text(a.at),
                 "given": dict(a.given)} for a in self.acts
            ],
        }  # fmt: skip


def read(said: Mapping[str, Any], *, states: Iterable[str]) -> Travelling:
    """Return the indicator of a message, read as if a stranger had written it; raise `Invalid`."""
    known, kind, code = frozenset(states), text(said, "kind", 20), said.get("handling")
    if kind not in WATCHED:
        raise Invalid("The message tells of no kind of indicator Comity knows.")
    value = text(said, "value", 1_000)
    if kind in _NAMED and not all(value.partition(":")[::2]):
        raise Invalid("The indicator in the message names no service.")
    if not isinstance(code, Mapping) or not isinstance(code.get("onward"), bool):
        raise Invalid("The message has no handling code.")
    return Travelling(
        id=ids.parse_uuid(text(said, "watch", 36)), owner=_state(said, "owner", known), version=count(said, "version"),
        kind=Kind(kind), value=value, status=_status(said), since=_moment(said, "since"),
        reported=_moment(said, "reported"), changed=_moment(said, "changed"),
        handling=codes.given(
            audience=_words(code, "audience"), purposes=(), hit_only=False, onward=code["onward"], states=known,
            offences=(),
        ),
        reports=tuple(_report(item, known) for item in _list(said, "reports")),
        acts=tuple(_act(item, known) for item in _list(said, "acts")),
    )  # fmt: skip


def _report(item: object, states: frozenset[str]) -> Report:
    if not isinstance(item, Mapping):
        raise Invalid("A report in the message is malformed.")
    return Report(
        _state(item, "state", states), text(item, "evidence", 2_000), _moment(item, "seen"), _moment(item, "at")
    )


def _act(item: object, states: frozenset[str]) -> Act:
    if not isinstance(item, Mapping) or text(item, "act", 20) not in _ACTS:
        raise Invalid("A step in the message is malformed.")
    given = item.get("given")
    if not isinstance(given, Mapping) or len(given) > 10:
        raise Invalid("A step in the message is malformed.")
    words = {text({"k": k}, "k", 20): text({"v": v}, "v", 2_000) for k, v in given.items()}
    return Act(text(item, "act", 20), _state(item, "state", states), _status(item), _moment(item, "at"), words)


def _state(said: Mapping[str, Any], key: str, states: frozenset[str]) -> str:
    code = text(said, key, 2)
    if code not in states:
        raise Invalid("The message names a State Comity does not know.")
    return code


def _status(said: Mapping[str, Any]) -> Status:
    found = text(said, "status", 20)
    if found not in set(Status) - {Status.SAME}:
        raise Invalid("The message gives no status Comity knows.")
    return Status(found)


def _moment(said: Mapping[str, Any], key: str) -> datetime:
    return moments.from_text(text(said, key, 32))


def _list(said: Mapping[str, Any], key: str) -> list[Any]:
    found = said.get(key)
    if not isinstance(found, list) or len(found) > MOST:
        raise Invalid(f"“{key}” is missing in the message, or too long.")
    return found


def _words(said: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = _list(said, key)
    if not all(isinstance(item, str) for item in found):
        raise Invalid(f"“{key}” is malformed in the message.")
    return tuple(found)
