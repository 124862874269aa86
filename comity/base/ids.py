# SPDX-License-Identifier: Apache-2.0
"""Typed ids. A request id carries its origin node, as in `AZ-2026-000123`."""

from __future__ import annotations

import re
import uuid
from typing import NewType

from comity.base.errors import Invalid

StateCode = NewType("StateCode", str)  # ISO 3166-1 alpha-2, upper case
NodeId = NewType("NodeId", str)  # lower-case slug of an installation, such as "az" or "secretariat"
RequestId = NewType("RequestId", str)  # "AZ-2026-000123"
MessageId = NewType("MessageId", str)  # UUID4, lower-case hex with hyphens
ConversationId = NewType("ConversationId", str)  # UUID4; never derived from a case number
PartId = NewType("PartId", str)  # UUID4
FileId = NewType("FileId", str)  # UUID4

_REQUEST_ID = re.compile(r"([A-Z]{2})-([0-9]{4})-([0-9]{6})")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NODE_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")


def new_uuid() -> str:
    """Return a fresh random UUID4 string."""
    return str(uuid.uuid4())


def request_id(state: str, year: int, number: int) -> RequestId:
    """Return the request id of the `number`-th request a State's node made in `year`."""
    return RequestId(f"{state}-{year:04d}-{number:06d}")


def parse_request_id(text: str) -> RequestId:
    """Return `text` as a request id, or raise `Invalid`."""
    if not _REQUEST_ID.fullmatch(text):
        raise Invalid("“{given}” is not a request number. It looks like AZ-2026-000123.", given=text)
    return RequestId(text)


def parse_node_id(text: str) -> NodeId:
    """Return `text` as a node id, or raise `Invalid`."""
    if not _NODE_ID.fullmatch(text):
        raise Invalid(
            "“{given}” is not a node name. Use lower-case letters, digits and hyphens, such as az.", given=text
        )
    return NodeId(text)


def parse_uuid(text: str) -> str:
    """Return `text` in canonical UUID form, or raise `Invalid`."""
    if isinstance(text, str) and _UUID.fullmatch(text):
        return text
    try:
        value = str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise Invalid("An identifier in the message is not a UUID.") from None
    if value != text:
        raise Invalid("An identifier in the message is not written in canonical UUID form.")
    return value
