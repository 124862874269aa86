# SPDX-License-Identifier: Apache-2.0
"""Parts of STIX 2.1: deterministic ids, moments, markings, identities, our two extensions.

Sources: STIX 2.1 (OASIS Standard, 10 June 2021) sections 2.9 (identifiers), 3.2, 6 (observables), 7.2 (markings),
7.3 (extension definitions). Ids of observables are UUIDv5 in the namespace the standard fixes, over the canonical JSON
(RFC 8785) of their contributing properties; ids of all else are UUIDv5 in our own, so that every node writes the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
OURS = uuid.UUID("b1a6c1f5-5a2e-5d1c-9f0b-7d2a4c8e6f31")
SINCE = "2026-11-25T00:00:00.000Z"
# The predefined markings of section 7.2.1.4: their ids and moments are fixed there.
_TLP = {
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
CONTRIBUTING = {
    "domain-name": ("value",), "url": ("value",), "email-addr": ("value",), "software": ("name",),
    "user-account": ("account_type", "user_id", "account_login"),
}  # fmt: skip


def own_id(kind: str, *words: str) -> str:
    """Return the id of an object of ours: the same for the same words."""
    return f"{kind}--{uuid.uuid5(OURS, '|'.join((kind, *words)))}"


def observable(kind: str, **properties: Any) -> dict[str, Any]:
    """Return an observable with the id the standard gives it."""
    made = {name: properties[name] for name in CONTRIBUTING[kind] if name in properties}
    canonical = json.dumps(made, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {
        "type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.uuid5(OBSERVABLES, canonical)}", **properties,
    }  # fmt: skip


def moment(at: datetime) -> str:
    """Return a moment with milliseconds, as created and modified are written."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def next_version(at: datetime, before: datetime | None) -> datetime:
    """Return the moment of a new version: at least a millisecond after the one before, to the millisecond."""
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return at if before is None else max(at, before + timedelta(milliseconds=1))


def identity(state: str, name: str) -> dict[str, Any]:
    """Return a State's prosecution service as an identity."""
    return {
        "type": "identity", "spec_version": "2.1", "id": own_id("identity", state), "created": SINCE,
        "modified": SINCE, "name": name, "identity_class": "organization", "sectors": ["government"],
    }  # fmt: skip


def tlp(*, onward: bool) -> str:
    """Return the id of the traffic light: amber when the audience may pass it on among itself, red when it may not."""
    return _TLP["amber" if onward else "red"]


def statement(audience: Iterable[str], owner: str, *, onward: bool) -> dict[str, Any]:
    """Return the handling code as a statement marking."""
    states = ", ".join(sorted({owner, *audience}))
    text = f"For {states} only. " + ("May be passed on among them." if onward else "Not to be passed on.")
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": own_id("marking-definition", text),
        "created": SINCE, "definition_type": "statement", "definition": {"statement": text},
    }  # fmt: skip


def extension(name: str, about: str, owner: str) -> dict[str, Any]:
    """Return the definition of one of our property extensions."""
    return {
        "type": "extension-definition", "spec_version": "2.1", "id": extension_id(name),
        "created": SINCE, "modified": SINCE, "created_by_ref": own_id("identity", owner), "name": name,
        "description": about, "schema": about, "version": "1.0.0", "extension_types": ["property-extension"],
    }  # fmt: skip


def extension_id(name: str) -> str:
    """Return the id of one of our extensions."""
    return own_id("extension-definition", name)


def extended(name: str, **values: Any) -> dict[str, Any]:
    """Return the `extensions` property that carries values under one of our extensions."""
    return {extension_id(name): {"extension_type": "property-extension", **values}}
