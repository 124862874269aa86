# SPDX-License-Identifier: Apache-2.0
"""STIX 2.1 (OASIS Standard, 10 June 2021): entries as objects of a bundle, and the few objects we read back.

Persons and organisations are `identity`; accounts, telephones, wallets and bank accounts are `user-account`, told
apart by `account_type`; websites are `domain-name` or `url`; each of these observables has an `indicator` with its
pattern and a `relationship` to it. Vehicles, craft and addresses, for which STIX has no object, are `identity` of the
class `unknown`. Every object points to the `marking-definition` of its handling code. Ids are stable.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from comity.base.errors import Invalid
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.interchange.draft import Draft, Outgoing, Value, drafted
from comity.register.rules.interchange.plan import Plan

# The namespace the standard fixes for the ids of observables (section 2.9).
_OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_OURS = uuid.UUID("3a0b0f4e-5d5f-5b57-8a53-0f8a2d9c6b11")
_CLASSES: dict[str, str] = {"Person": "individual", "Organization": "organization", "Company": "organization"}
_ACCOUNTS = {"Phone": "phone-number", "CryptoWallet": "cryptocurrency-wallet", "BankAccount": "bank-account"}
_KINDS = {kind: schema for schema, kind in _ACCOUNTS.items()}
_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
READ = frozenset({"identity", "user-account", "domain-name", "url"})


def marking(code: Handling, at: datetime) -> dict[str, Any]:
    """Return the marking definition of a handling code: the same code has the same id."""
    words = json.dumps(code.as_json(), sort_keys=True)
    audience = ", ".join(sorted(code.audience)) or "nobody but the owner"
    shows = "a hit only" if code.hit_only else "the content"
    onward = "may be passed on within these States" if code.onward else "not to be passed on"
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{uuid.uuid5(_OURS, words)}",
        "created": _moment(at), "definition_type": "statement",
        "definition": {"statement": f"Comity handling code. States: {audience}. They see {shows}; {onward}. "
                                    f"Purposes: {', '.join(sorted(code.purposes)) or 'those of the legal basis'}."},
    }  # fmt: skip


def write(entry: Outgoing) -> list[dict[str, Any]]:
    """Return the objects of an entry, without its marking definition."""
    marks = {"object_marking_refs": [marking(entry.handling, entry.entered)["id"]]}
    found = observable(entry)
    if found is None:
        return [_identity(entry) | marks]
    times = {"created": _moment(entry.entered), "modified": _moment(max(entry.updated, entry.entered))}
    indicator = {
        "type": "indicator", "spec_version": "2.1", "id": f"indicator--{entry.id}", **times,
        "name": entry.first("username", "phone", "publicKey", "iban", "website")[:200],
        "description": f"Known to a case of {entry.owner}.", "pattern": _pattern(found), "pattern_type": "stix",
        "valid_from": _moment(entry.entered), "indicator_types": ["unknown"], "external_references": _references(entry),
    }  # fmt: skip
    link = {
        "type": "relationship", "spec_version": "2.1", **times,
        "id": f"relationship--{uuid.uuid5(_OURS, indicator['id'] + found['id'])}", "relationship_type": "related-to",
        "source_ref": indicator["id"], "target_ref": found["id"],
    }  # fmt: skip
    return [found | marks, indicator | marks, link | marks]


def same(left: Outgoing, right: Outgoing, at: datetime) -> dict[str, Any]:
    """Return the relationship of two entries that a person ruled to be the same."""
    ends = sorted((reference(left), reference(right)))
    return {
        "type": "relationship", "spec_version": "2.1", "id": f"relationship--{uuid.uuid5(_OURS, ''.join(ends))}",
        "created": _moment(at), "modified": _moment(at), "relationship_type": "duplicate-of",
        "source_ref": ends[0], "target_ref": ends[1],
    }  # fmt: skip


def reference(entry: Outgoing) -> str:
    """Return the id under which an entry stands in a bundle."""
    return f"indicator--{entry.id}" if observable(entry) else f"identity--{entry.id}"


def observable(entry: Outgoing) -> dict[str, Any] | None:
    """Return the observable of an entry, None where STIX has none."""
    match entry.schema:
        case "UserAccount":
            return _account(entry.first("username"), entry.first("service").casefold())
        case "Phone" | "CryptoWallet" | "BankAccount":
            return _account(entry.first("phone", "publicKey", "iban"), _ACCOUNTS[entry.schema])
        case "Domain":
            value = entry.first("website")
            kind = "domain-name" if _DOMAIN.fullmatch(value) else "url"
            return _observable({"type": kind, "value": value})
        case _:
            return None


def read(said: Any, plan: Plan) -> Draft | None:
    """Return the draft of an object of a bundle, None for objects that are no entry; raise `Invalid`.

    No reference is followed, so objects that point at one another in a circle are read like any others.
    """
    if not isinstance(said, Mapping) or not isinstance(said.get("type"), str):
        raise Invalid("An object of the bundle has no type.")
    if said["type"] not in READ:
        return None
    name = said.get("account_login") or said.get("value") or said.get("name") or ""
    if not isinstance(name, str) or not isinstance(said.get("id"), str):
        raise Invalid("An object of the bundle has no id or no name.")
    kind = str(said.get("account_type", ""))
    match said["type"]:
        case "identity":
            classes = {v: k for k, v in _CLASSES.items() if k != "Company"}
            schema = classes.get(str(said.get("identity_class")))
            if schema is None:
                raise Invalid("Only identities of the class “individual” or “organization” are kept.", field="schema")
            values = [("name", name), *(("notes", v) for v in [said.get("description")] if isinstance(v, str) and v)]
        case "user-account" if kind in _KINDS:
            schema = _KINDS[kind]
            values = [({"Phone": "phone", "CryptoWallet": "publicKey", "BankAccount": "iban"}[schema], name)]
        case "user-account":
            schema, values = "UserAccount", [("username", name or str(said.get("user_id", "")))]
            values += [("service", kind)] if kind else []
        case _:
            schema, values = "Domain", [("website", name)]
    return drafted(plan, schema, "", [Value(p, v, plan.language, "", "") for p, v in values], origin=said["id"])


def head(bundle: uuid.UUID) -> str:
    """Return what a bundle begins with; objects follow, parted by commas, and then `TAIL`."""
    return f'{{"type": "bundle", "id": "bundle--{bundle}", "objects": [\n'


TAIL = "\n]}\n"


def parts(entries: Iterator[Outgoing]) -> Iterator[str]:
    """Return the objects of entries as JSON texts, each marking definition and observable once."""
    seen: set[str] = set()
    for entry in entries:
        for made in (marking(entry.handling, entry.entered), *write(entry)):
            if made["id"] not in seen:
                if made["type"] not in {"indicator", "identity", "relationship"}:
                    seen.add(made["id"])
                yield json.dumps(made, ensure_ascii=False)


def _identity(entry: Outgoing) -> dict[str, Any]:
    names = [n for p in ("alias", "weakAlias", "previousName") for n in entry.all(p)]
    notes = [f"Also: {', '.join(names)}."] if names else []
    born = entry.first("birthDate")
    made = {
        "type": "identity", "spec_version": "2.1", "id": f"identity--{entry.id}", "created": _moment(entry.entered),
        "modified": _moment(max(entry.updated, entry.entered)),
        "name": entry.first("name", "registrationNumber", "full"),
        "identity_class": _CLASSES.get(entry.schema, "unknown"), "external_references": _references(entry),
    }  # fmt: skip
    if entry.category is not Category.THING:
        made["roles"] = [str(entry.category)]
    if described := " ".join([*notes, *([f"Born {born}."] if born else [])]):
        made["description"] = described
    return made


def _references(entry: Outgoing) -> list[dict[str, str]]:
    found = [{"source_name": f"Comity, register of {entry.owner}", "external_id": entry.id}]
    found += [
        {"source_name": prop, "external_id": value}
        for prop in ("passportNumber", "idNumber", "registrationNumber", "imoNumber", "taxNumber")
        for value in entry.all(prop)
    ]
    return found


def _account(login: str, kind: str) -> dict[str, Any] | None:
    return _observable({"type": "user-account", "account_login": login, **({"account_type": kind} if kind else {})})


def _observable(said: dict[str, str]) -> dict[str, Any]:
    # Ids of observables are made of their contributing properties in canonical JSON (section 2.9).
    named = {k: v for k, v in said.items() if k in {"account_login", "account_type", "value"}}
    words = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**said, "spec_version": "2.1", "id": f"{said['type']}--{uuid.uuid5(_OBSERVABLES, words)}"}


def _pattern(found: Mapping[str, str]) -> str:
    said = {k: v for k, v in found.items() if k in {"account_login", "account_type", "value"}}
    tests = (f"{found['type']}:{k} = '{_quoted(v)}'" for k, v in sorted(said.items()))
    return f"[{' AND '.join(tests)}]"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
