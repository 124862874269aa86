# SPDX-License-Identifier: Apache-2.0
"""From STIX objects others wrote to indicators a person may take over. Only plain equality is read from patterns."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from comity.base.errors import Invalid
from comity.register.rules.detecting.finding import Kind

_TEST = re.compile(r"^\[\s*(?P<tests>.+?)\s*\]$", re.DOTALL)
_EQUAL = re.compile(r"(?P<kind>[a-z0-9-]+):(?P<name>[a-z_]+)\s*=\s*'(?P<value>(?:[^'\\]|\\.)*)'")
_ID = re.compile(r"^(?P<type>[a-z0-9][a-z0-9-]{1,248}[a-z0-9])--(?P<uuid>[0-9a-f-]{36})$")
_MOMENT = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$")
_PLAIN = {"domain-name": Kind.DOMAIN, "url": Kind.URL, "email-addr": Kind.EMAIL}
_TIMELESS = "1970-01-01T00:00:00.000Z"


def checked(item: object) -> tuple[str, str, str]:
    """Return id, type and version of an object someone wrote to us; raise `Invalid` for what is no STIX 2.1 object.

    The version is `modified`, or `created` of markings; observables, which have none, are of one timeless version.
    """
    if not isinstance(item, Mapping):
        raise Invalid("The object is not a JSON object.")
    key, kind = item.get("id"), item.get("type")
    match = _ID.match(key) if isinstance(key, str) else None
    if match is None or match["type"] != kind or not _is_uuid(match["uuid"]):
        raise Invalid("The object has no identifier of the form type--UUID.")
    if item.get("spec_version", "2.1") != "2.1":
        raise Invalid("The object is not of STIX 2.1.")
    version = item.get("modified") or item.get("created") or _TIMELESS
    if not isinstance(version, str) or not _MOMENT.match(version):
        raise Invalid("The object has no version moment such as 2026-11-25T08:00:00.000Z.")
    try:
        datetime.fromisoformat(version)
    except ValueError:
        raise Invalid("The version of the object is not a moment of the calendar.") from None
    return str(key), str(kind), version


def version_of(text: str) -> datetime:
    """Return the moment a version was written as; raise `Invalid`."""
    if not _MOMENT.match(text):
        raise Invalid("“{given}” is not a moment such as 2026-11-25T08:00:00.000Z.", given=text[:40])
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise Invalid("“{given}” is not a moment of the calendar.", given=text[:40]) from None


def indicator(item: Mapping[str, Any]) -> tuple[Kind, str] | None:
    """Return the indicator an object tells of, or None when it tells of none we can read."""
    if item.get("type") == "indicator" and item.get("pattern_type", "stix") == "stix":
        return _of_pattern(str(item.get("pattern", "")))
    return _of_properties(str(item.get("type", "")), {k: v for k, v in item.items() if isinstance(v, str)})


def _of_pattern(pattern: str) -> tuple[Kind, str] | None:
    match = _TEST.match(pattern.strip())
    if match is None or "[" in match["tests"] or " OR " in match["tests"]:
        return None
    tests = list(_EQUAL.finditer(match["tests"]))
    if not tests or len({t["kind"] for t in tests}) != 1:
        return None
    return _of_properties(tests[0]["kind"], {t["name"]: re.sub(r"\\(.)", r"\1", t["value"]) for t in tests})


def _of_properties(kind: str, said: Mapping[str, str]) -> tuple[Kind, str] | None:
    if kind in _PLAIN and said.get("value"):
        return _PLAIN[kind], said["value"][:1_000]
    if kind == "software" and said.get("name"):
        return Kind.APPLICATION, said["name"][:300]
    name = said.get("user_id") or said.get("account_login") or ""
    if kind != "user-account" or not name:
        return None
    service = said.get("account_type", "unknown")
    if service in {"phone", "bank-account"}:
        return (Kind.PHONE if service == "phone" else Kind.IBAN), name[:60]
    return (Kind.BOT if name.lower().endswith("bot") else Kind.ACCOUNT), f"{service}:{name}"[:300]


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
