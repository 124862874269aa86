# SPDX-License-Identifier: Apache-2.0
"""Acting: the one way every step is taken. Table, role, reason, ledger and message, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.assistance.models import Act, Attachment, Member, Request
from comity.assistance.queries import access, stories
from comity.assistance.rules import lifecycle, permissions, reasons
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.rules.shared import Story
from comity.base import faults, ids, moments
from comity.base.errors import Invalid, Refused
from comity.directory import queries as directory
from comity.evidence import queries as evidence
from comity.exchange import services as exchange
from comity.ledger import services as ledger


class NotConsulted(Refused):
    """A refusal without the consultation the instruments demand."""

    code = "not-consulted"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A stored file that goes with an act, and what may be done with it."""

    file_id: str
    document: str = ""
    use_limit: str = ""


def act(  # one act, its data and its files
    *,
    request_id: str,
    name: str,
    data: Mapping[str, Any],
    by: Person,
    at: datetime,
    files: Sequence[GivenFile] = (),
    assignee: int | None = None,
) -> str:
    """Take one step of the table and return its id; sending itself is `release`.

    Raises `NotFound`, `NotNow`, `NotYourRole`, `Invalid` for data missing, `NotConsulted` before a refusal.
    """
    if name == "send":
        raise Refused("A request is sent by releasing it.")
    with transaction.atomic():
        row = access.row(by, request_id, for_update=True)
        side = Side(row.side)
        story = stories.story_of(row)
        lifecycle.step(name, state=story.state, side=side)
        permissions.require(by, name, side)
        clean = {k: v for k, v in data.items() if v not in ("", None)}
        _guard(row, story, name, clean)
        if files and not lifecycle.BY_ACT[name].files:
            raise Invalid("This step carries no files.")
        if lifecycle.BY_ACT[name].is_local:
            return _local(row, name, clean, by, at)
        if assignee is not None:
            give(row, assignee, at)
        made = take(row, name, clean, by=by, at=at, files=files)
        if name == "acknowledge":
            row.reference = str(clean["reference"])[:100]
            row.save(update_fields=["reference"])
            first = Act.objects.get(request=row, act="send")
            exchange.mark_registered(message=str(first.message), reference=row.reference, at=at)
        if name == "close" and story.has("execute"):
            _tell_secretariat(story, at)
    faults.point(f"act.{name}")
    return made


def _tell_secretariat(story: Story, at: datetime) -> None:
    """Tell the Secretariat, where one is known, in how many days a request was answered, and nothing else."""
    sent, executed = story.last("send"), story.last("execute")
    hub = directory.peer_of_state("")
    if hub and sent and executed:
        body = {"v": 1, "days": max((executed.at - sent.at).days, 0)}
        exchange.post(to_node=hub.node_id, kind="assistance.figure", body=body, conversation=ids.new_uuid(), at=at)


def take(  # the act and the message it becomes
    row: Request,
    name: str,
    data: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
    files: Sequence[GivenFile] = (),
    envelope: Mapping[str, Any] | None = None,
) -> str:
    """Write a shared act, its ledger entry and its message, in the caller's transaction; return the act's id."""
    known = Act.objects.filter(request=row, is_local=False)
    made = Act(
        id=uuid.uuid4(),
        request=row,
        side=row.side,
        act=name,
        at=at,
        own=known.filter(side=row.side).count() + 1,
        seen=known.exclude(side=row.side).count(),
        data=dict(data),
        actor_id=by.id,
        actor_name=by.name,
        came_at=at,
    )
    body, parts = _written(made, by, files)
    made.message = uuid.UUID(
        exchange.post(
            to_node=row.peer_node,
            kind="assistance.request" if name == "send" else "assistance.act",
            body={**body, **(envelope or {})},
            conversation=str(row.conversation),
            at=at,
            parts=parts,
            handling="restricted" if row.is_restricted else "normal",
        )
    )
    made.save(force_insert=True)
    for given in files:
        values = {"act": made, "document": given.document, "use_limit": given.use_limit}
        Attachment.objects.update_or_create(
            request=row,
            file_id=uuid.UUID(given.file_id),
            defaults=values,
            create_defaults={"id": uuid.uuid4(), **values},
        )
    settle(row, made, at, actor=f"person:{by.id}")
    return str(made.pk)


def _written(made: Act, by: Person, files: Sequence[GivenFile]) -> tuple[dict[str, Any], list[exchange.OutPart]]:
    """Return an act as the body of its message, and its files as parts."""
    stored = evidence.files(given.file_id for given in files)
    # Two files may bear one name; on the way each needs its own.
    names = _distinct([stored[given.file_id].name for given in files])
    body = {
        "v": 1,
        "request": made.request_id,
        "act": {
            "id": str(made.pk),
            "act": made.act,
            "at": moments.to_text(made.at),
            "own": made.own,
            "seen": made.seen,
            "data": made.data,
            "by": by.name,
        },
        "files": [
            {"part": part, "document": given.document, "use_limit": given.use_limit}
            for given, part in zip(files, names, strict=True)
        ],
    }
    parts = [
        exchange.OutPart(part, f.media_type, f.size, f.sha256, str(f.path))
        for part, f in zip(names, (stored[given.file_id] for given in files), strict=True)
    ]
    return body, parts


def settle(row: Request, made: Act, at: datetime, *, actor: str) -> None:
    """Recompute the state of a request after a new act and record the act."""
    row.state = stories.story_of(row).state
    row.updated_at = at
    row.save(update_fields=["state", "updated_at"])
    data = {"act": made.act, "id": str(made.pk), "state": str(row.state), "message": str(made.message or "")}
    ledger.record(event=f"request.{made.act}", subject=f"request:{row.pk}", actor=actor, at=at, data=data)


def looked(*, request_id: str, by: Person, at: datetime) -> None:
    """Note that a person looked at a request; the first look states to the sender that its messages were opened."""
    with transaction.atomic():
        row = access.row(by, request_id)
        Member.objects.update_or_create(
            request=row, user_id=by.id, defaults={"seen_at": at}, create_defaults={"seen_at": at, "has_access": False}
        )
        exchange.mark_read(reading=reading(str(row.pk)), at=at)


def reading(request_id: str) -> str:
    """Return under which name the messages of a request wait for a reader."""
    return f"request:{request_id}"


def give_access(*, request_id: str, user_id: int, by: Person, at: datetime) -> None:
    """Let a colleague know of a request; officers of the central authority decide, and the drafter."""
    with transaction.atomic():
        row = access.row(by, request_id, for_update=True)
        _may_share(row, by)
        give(row, user_id, at)


def take_access(*, request_id: str, user_id: int, by: Person, at: datetime) -> None:
    """End a colleague's access to a request."""
    with transaction.atomic():
        row = access.row(by, request_id, for_update=True)
        _may_share(row, by)
        Member.objects.filter(request=row, user_id=user_id).update(has_access=False)
        data = {"person": user_id}
        ledger.record(event="request.unshared", subject=f"request:{row.pk}", actor=f"person:{by.id}", at=at, data=data)


def give(row: Request, user_id: int, at: datetime) -> None:
    """Make a person a member; raise `Invalid` when their roles keep them from content."""
    person = accounts.person(user_id)
    if not person.reads_content:
        raise Invalid("{name} does not work with requests.", name=person.name)
    Member.objects.update_or_create(request=row, user_id=user_id, defaults={"has_access": True})
    data = {"person": user_id}
    ledger.record(event="request.shared", subject=f"request:{row.pk}", actor="node", at=at, data=data)


def _may_share(row: Request, by: Person) -> None:
    if not by.has(Role.CENTRAL_OFFICER) and row.drafter_id != by.id:
        raise permissions.NotYourRole("Only the drafter or an officer of the central authority gives access.")


def _local(row: Request, name: str, data: dict[str, Any], by: Person, at: datetime) -> str:
    row.state = lifecycle.step(name, state=State(row.state), side=Side(row.side))
    row.submitted_by_id = by.id if name == "submit" else None
    row.save(update_fields=["state", "submitted_by"])
    made = Act.objects.create(
        id=uuid.uuid4(), request=row, side=row.side, act=name, at=at, is_local=True, data=data,
        actor_id=by.id, actor_name=by.name, came_at=at,
    )  # fmt: skip
    settle(row, made, at, actor=f"person:{by.id}")
    return str(made.pk)


def _guard(row: Request, story: Story, name: str, data: Mapping[str, Any]) -> None:
    barred: frozenset[str] = frozenset()
    if name in {"refuse", "refuse_part", "consult"}:
        law = stories.law_of(row, on=row.updated_at.date())
        barred = frozenset(d.key for d in law.barred_grounds) - {d.key for d in law.grounds}
        known = reasons.offered(name, grounds={d.key: d.text for d in law.grounds})
        if data.get("reason") and data["reason"] not in known | dict.fromkeys(barred):
            raise Invalid("Choose a ground from the list.", field="reason")
    reasons.check(name, data, barred=barred)
    if name == "refuse" and not story.has("consult"):
        raise NotConsulted(
            "Consult the requesting side first: can it be granted later, in part or on conditions? (untoc 18(26))"
        )


def _distinct(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        candidate, number = name, 2
        while candidate in found:
            candidate = f"{stem or ending} ({number}){dot}{ending if stem else ''}"
            number += 1
        found.append(candidate)
    return found
