# SPDX-License-Identifier: Apache-2.0
"""MISP: entries as the objects of one event (MISP core format; templates of misp-objects with their ids and versions).

| entry | MISP |
| --- | --- |
| Person, Organization, Company | object `person`, `organization` |
| BankAccount, CryptoWallet, UserAccount, Vehicle | object `bank-account`, `coin-address`, `user-account`, `vehicle` |
| Phone, Domain | attribute `phone-number`, `domain` or `url` |
| Vessel, Airplane, Address | attribute `text`, the kind in its comment |

The distribution follows the handling code: an empty audience or a hit only is 0, the own organisation only; an audience
whose States see the content is 4, a sharing group that names them. Never 1, 2 or 3: they reach whoever is connected.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from comity.register.rules.handling import Handling
from comity.register.rules.interchange.draft import Outgoing

_OURS = uuid.UUID("7d1f6f2e-93c5-5c55-9b6a-0f0a6f3e2c54")
_PERSON = (
    ("name", "alias", "text"), ("alias", "alias", "text"), ("weakAlias", "alias", "text"),
    ("previousName", "alias", "text"), ("firstName", "first-name", "first-name"),
    ("lastName", "last-name", "last-name"), ("middleName", "middle-name", "middle-name"),
    ("motherName", "mothers-name", "text"),
    ("birthDate", "date-of-birth", "date-of-birth"), ("birthPlace", "place-of-birth", "place-of-birth"),
    ("nationality", "nationality", "nationality"), ("idNumber", "identity-card-number", "identity-card-number"),
    ("passportNumber", "passport-number", "passport-number"), ("phone", "phone-number", "phone-number"),
    ("email", "e-mail", "email-src"), ("address", "address", "text"), ("notes", "text", "text"),
)  # fmt: skip
_FIRM = (
    ("name", "name", "text"), ("alias", "alias", "text"), ("weakAlias", "alias", "text"),
    ("previousName", "alias", "text"), ("incorporationDate", "date-of-inception", "date-of-birth"),
    ("phone", "phone-number", "phone-number"), ("email", "e-mail", "email-src"), ("address", "address", "text"),
    ("taxNumber", "VAT", "text"),
)  # fmt: skip
# kind: name of the template, its id, its version, its meta-category, (property, relation, type of attribute)
_OBJECTS: dict[str, tuple[str, str, int, str, tuple[tuple[str, str, str], ...]]] = {
    "Person": ("person", "a15b0477-e9d1-4b9c-9546-abe78a4f4248", 8, "misc", _PERSON),
    "Organization": ("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", 3, "misc", _FIRM),
    "Company": ("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", 3, "misc", _FIRM),
    "BankAccount": ("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", 1, "financial", (
        ("iban", "iban", "iban"), ("accountNumber", "account", "bank-account-nr"), ("bic", "swift", "bic"),
        ("bankName", "institution-name", "text"), ("notes", "text", "text"))),
    "CryptoWallet": ("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", 7, "financial", (
        ("publicKey", "address-crypto", "text"), ("currency", "symbol", "text"), ("notes", "text", "text"))),
    "UserAccount": ("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", 6, "misc", (
        ("username", "username", "text"), ("service", "account-type", "text"), ("name", "display-name", "text"),
        ("website", "link", "link"), ("notes", "description", "text"))),
    "Vehicle": ("vehicle", "683c076c-f695-4ff2-8efa-e98a418049f4", 5, "misc", (
        ("registrationNumber", "license-plate-number", "text"), ("model", "model", "text"), ("type", "type", "text"),
        ("notes", "description", "text"))),
}  # fmt: skip
_CATEGORIES = {
    "email-src": "Payload delivery", "iban": "Financial fraud", "bank-account-nr": "Financial fraud",
    "bic": "Financial fraud", "link": "External analysis", "domain": "Network activity", "url": "Network activity",
    "text": "Other", "phone-number": "Other",
}  # fmt: skip
_DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def head(event: uuid.UUID, *, info: str, owner: str, at: datetime) -> str:
    """Return what the event begins with: objects follow, parted by commas, then `between`, attributes, `TAIL`."""
    said = {
        "uuid": str(event), "info": info, "date": at.date().isoformat(), "timestamp": str(int(at.timestamp())),
        "threat_level_id": "4", "analysis": "0", "published": False, "distribution": "0",
        "Orgc": {"uuid": str(uuid.uuid5(_OURS, owner)), "name": f"Comity {owner}"},
    }  # fmt: skip
    return '{"Event": ' + json.dumps(said, ensure_ascii=False)[:-1] + ', "Object": [\n'


BETWEEN = '\n], "Attribute": [\n'
TAIL = "\n]}}\n"


def is_object(entry: Outgoing) -> bool:
    """Say whether an entry becomes an object; others become a single attribute."""
    return entry.schema in _OBJECTS


def write(entry: Outgoing) -> str:
    """Return an entry as a MISP object or attribute, in JSON."""
    made = _object(entry) if is_object(entry) else _single(entry)
    return json.dumps(made, ensure_ascii=False)


def shared(code: Handling) -> dict[str, Any]:
    """Return distribution and sharing group of a handling code."""
    if not code.audience or code.hit_only:
        return {"distribution": "0"}
    states = ", ".join(sorted(code.audience))
    key = str(uuid.uuid5(_OURS, f"group:{states}:{code.onward}"))
    onward = "may be passed on within these States" if code.onward else "not to be passed on"
    group = {
        "uuid": key, "name": f"Comity: {states}", "releasability": f"{states}; {onward}", "active": True,
        "roaming": False, "SharingGroupOrg": [],
    }  # fmt: skip
    return {"distribution": "4", "SharingGroup": group}


def _object(entry: Outgoing) -> dict[str, Any]:
    name, template, version, meta, mapping = _OBJECTS[entry.schema]
    attributes = [
        _attribute(entry, kind, value, relation) for prop, relation, kind in mapping for value in entry.all(prop)
    ]
    if entry.schema == "Person" and entry.category:
        attributes.append(_attribute(entry, "text", str(entry.category).title(), "role"))
    return {
        "uuid": entry.id, "name": name, "template_uuid": template, "template_version": str(version),
        "meta-category": meta, "description": "", "timestamp": _stamp(entry), "comment": f"case {entry.case}",
        **shared(entry.handling), "Attribute": attributes,
    }  # fmt: skip


def _single(entry: Outgoing) -> dict[str, Any]:
    value = entry.first("phone", "website", "full", "route", "registrationNumber", "name")
    kind = {"Phone": "phone-number", "Domain": "domain" if _DOMAIN.fullmatch(value) else "url"}.get(
        entry.schema, "text"
    )
    return _attribute(entry, kind, value, "") | {"uuid": entry.id, "comment": entry.schema}


def _attribute(entry: Outgoing, kind: str, value: str, relation: str) -> dict[str, Any]:
    made = {
        "uuid": str(uuid.uuid5(_OURS, f"{entry.id}:{relation}:{value}")), "type": kind, "value": value,
        "category": _CATEGORIES.get(kind, "Person"), "to_ids": False, "timestamp": _stamp(entry),
        "disable_correlation": False, **shared(entry.handling),
    }  # fmt: skip
    return made | ({"object_relation": relation} if relation else {})


def _stamp(entry: Outgoing) -> str:
    return str(int(entry.updated.timestamp()))


def joined(parts: Iterator[str]) -> Iterator[str]:
    """Return JSON texts with a comma between each two."""
    for place, part in enumerate(parts):
        yield (",\n" if place else "") + part
