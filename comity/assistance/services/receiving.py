# SPDX-License-Identifier: Apache-2.0
"""What the other side sends: new requests and acts. Everything is checked as if a stranger had written it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.assistance.models import Act, Attachment, Figure, Request
from comity.assistance.rules import clocks, forms, lifecycle, reasons
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.services.acting import reading, settle
from comity.base import ids, moments
from comity.base.errors import Invalid, NotFound, Refused
from comity.evidence import services as evidence
from comity.exchange.services import Delivered, InPart
from comity.instruments import queries as instruments


def receive_request(*, message: Delivered, at: datetime) -> str:
    """Take in a new request and return what people read.

    Raises `Invalid` or `Refused`, which the sender gets as a signed answer.
    """
    number = ids.parse_request_id(_text(message.body, "request", 14))
    content = _object(message.body, "content")
    own = settings.COMITY_ENV["STATE"]
    if _text(content, "requesting", 2) != message.from_state or not number.startswith(f"{message.from_state}-"):
        raise Refused("The request speaks for another State than the node that sent it.")
    if _text(content, "requested", 2) != own or not own:
        raise Refused("The request is addressed to another State.")
    asked = instruments.ask(
        requesting=message.from_state,
        requested=own,
        offences=_words(content, "offences"),
        measures=_words(content, "measures"),
        form=_text(content, "form", 40),
        on=message.created_at.date(),
    )
    values = _object(content, "values")
    if not all(isinstance(v, str) and len(k) < 200 and len(v) <= forms.LONGEST_TEXT for k, v in values.items()):
        raise Invalid("The fields of the request are malformed.")
    if Request.objects.filter(pk=number).exists():
        raise Refused("A request of this number was received before.")
    with transaction.atomic():
        row = Request.objects.create(
            id=number,
            side=Side.REQUESTED,
            peer_node=message.from_node,
            requesting=asked.requesting,
            requested=own,
            conversation=message.conversation,
            title=_text(content, "title", 200),
            form=asked.form,
            measures=list(asked.measures),
            offences=list(asked.offences),
            is_urgent=content.get("urgent") is True,
            is_restricted=message.handling == "restricted",
            basis=_text(content, "basis", 80),
            content=values,
            state=State.INTERNAL_REVIEW,
            created_at=at,
            updated_at=at,
            sent_at=message.created_at,
        )
        _keep(row, message, at, expected={"send"})
    return reading(number)


def receive_act(*, message: Delivered, at: datetime) -> str:
    """Take in an act on a request both sides know; return what people read."""
    number = ids.parse_request_id(_text(message.body, "request", 14))
    with transaction.atomic():
        row = (
            Request.objects.select_for_update()
            .filter(pk=number, peer_node=message.from_node, conversation=message.conversation)
            .first()
        )
        if row is None:
            raise NotFound("The request the message speaks of is not known here.")
        allowed = {r.act for r in lifecycle.TABLE if r.by != row.side and not r.is_local} - {"send"}
        _keep(row, message, at, expected=allowed)
    return reading(number)


def receive_figure(*, message: Delivered, at: datetime) -> None:
    """Count a request a partner says was answered; only the Secretariat counts."""
    if settings.COMITY_ENV["STATE"]:
        raise Refused("Figures go to the Secretariat.")
    Figure.objects.create(message=message.id, days=_count(message.body, "days"), came_at=at)


def _keep(row: Request, message: Delivered, at: datetime, *, expected: set[str]) -> None:
    said = _object(message.body, "act")
    name, data = _text(said, "act", 32), _object(said, "data")
    if name not in expected:
        raise Refused("The message carries a step its side cannot take.")
    reasons.check_shape(name, data)
    clocks.read_terms(data)
    side = Side.REQUESTING if row.side == Side.REQUESTED else Side.REQUESTED
    key = uuid.UUID(ids.parse_uuid(_text(said, "id", 36)))
    own, seen = _count(said, "own"), _count(said, "seen")
    if Act.objects.filter(pk=key).exists() or Act.objects.filter(request=row, side=side, own=own).exists():
        raise Refused("A step of this number was received before.")
    made = Act.objects.create(
        id=key,
        request=row,
        side=side,
        act=name,
        at=moments.from_text(_text(said, "at", 32)),
        own=own,
        seen=seen,
        data=data,
        message=message.id,
        actor_name=_text(said, "by", 200),
        came_at=at,
    )
    _adopt(row, made, message, at)
    if name == "acknowledge":
        row.reference = str(data["reference"])[:100]
        row.save(update_fields=["reference"])
    settle(row, made, at, actor=message.from_node)


def _adopt(row: Request, made: Act, message: Delivered, at: datetime) -> None:
    listed = message.body.get("files")
    if not isinstance(listed, list) or len(listed) != len(message.parts):
        raise Invalid("The files of the message are not those it lists.")
    by_name: dict[str, InPart] = {part.name: part for part in message.parts}
    if by_name and not lifecycle.BY_ACT[made.act].files:
        raise Invalid("This step carries no files.")
    for item in listed:
        part = by_name.get(_text(item if isinstance(item, dict) else {}, "part", 200))
        if part is None:
            raise Invalid("The message lists a file that did not come.")
        file = evidence.adopt(path=part.path, name=part.name, media_type=part.media_type, sha256=part.sha256, at=at)
        Attachment.objects.create(
            id=uuid.uuid4(),
            request=row,
            act=made,
            file_id=file.id,
            document=str(item.get("document", ""))[:80],
            use_limit=str(item.get("use_limit", ""))[:300],
        )


def _object(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    if not isinstance(found, dict):
        raise Invalid(f"The message has no “{key}”.")
    return found


def _text(value: Mapping[str, Any], key: str, longest: int) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found or len(found) > longest:
        raise Invalid(f"“{key}” is missing in the message, or too long.")
    return found


def _words(value: Mapping[str, Any], key: str) -> list[str]:
    found = value.get(key)
    if not isinstance(found, list) or not found or not all(isinstance(item, str) for item in found):
        raise Invalid(f"“{key}” is missing in the message.")
    return found


def _count(value: Mapping[str, Any], key: str) -> int:
    found = value.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 1_000_000:
        raise Invalid(f"“{key}” is missing in the message.")
    return found
