# SPDX-License-Identifier: Apache-2.0
"""From an indicator of the watch list to STIX 2.1 objects: what it is, its pattern, who saw it, who may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.register.rules.detecting import links
from comity.register.rules.detecting.finding import Kind
from comity.register.rules.stix import parts

WALLET = "comity-wallet"
LIFE = "comity-watch-status"
EXTENSIONS = {
    WALLET: "The currency of a wallet address given as a user account: lower-case ticker symbol in “currency”.",
    LIFE: "Where an indicator of the watch list stands: “status”, and the codes of States in “corroborated_by”.",
}
_INVITES = {
    "telegram": "https://t.me/+{}", "whatsapp": "https://chat.whatsapp.com/{}", "discord": "https://discord.gg/{}",
    "signal": "https://signal.group/#{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A State's report: how often and when it saw the indicator."""

    state: str
    first: datetime
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Shared:
    """An indicator as it is shared; `changed` is its version, `retracted` the States that took back what they said."""

    id: str
    owner: str
    kind: Kind
    value: str
    status: str
    audience: tuple[str, ...]
    onward: bool
    created: datetime
    changed: datetime
    seen: tuple[Seen, ...]
    evidence: tuple[str, ...]
    retracted: tuple[str, ...] = ()


def objects(shared: Shared, names: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Return the objects of an indicator, those it refers to first; `names` are the names of States by code."""
    marks, thing = _marks(shared), observable(shared.kind, shared.value)
    states = sorted({shared.owner, *(s.state for s in shared.seen), *shared.retracted})
    found = [parts.identity(state, names.get(state, state)) for state in states]
    used = [LIFE, *([WALLET] if shared.kind is Kind.WALLET else [])]
    found += [parts.extension(name, EXTENSIONS[name], shared.owner) for name in used]
    found += [parts.statement(shared.audience, shared.owner, onward=shared.onward), thing]
    observed, indicator = _observed(shared, thing["id"], marks), _indicator(shared, marks)
    based = _based_on(shared, indicator["id"], observed["id"], marks)
    sightings = [_sighting(shared, seen, indicator["id"], marks) for seen in shared.seen if seen.state != shared.owner]
    taken_back = [_taken_back(shared, state, indicator["id"], marks) for state in shared.retracted]
    report = _report(shared, [thing["id"], observed["id"], indicator["id"], based["id"], *(s["id"] for s in sightings)])
    return (*found, observed, indicator, based, *sightings, *taken_back, {**report, **marks})


def observable(kind: Kind, value: str) -> dict[str, Any]:
    """Return what an indicator is, as an observable."""
    head, _, rest = value.partition(":")
    match kind:
        case Kind.DOMAIN:
            return parts.observable("domain-name", value=value)
        case Kind.URL:
            return parts.observable("url", value=links.uri(value))
        case Kind.EMAIL:
            return parts.observable("email-addr", value=value)
        case Kind.APPLICATION:
            return parts.observable("software", name=value)
        case Kind.INVITE if head in _INVITES:
            return parts.observable("url", value=_INVITES[head].format(rest))
        case Kind.WALLET:
            return parts.observable(
                "user-account", account_type="cryptocurrency-wallet", user_id=rest,
                extensions=parts.extended(WALLET, currency=head),
            )  # fmt: skip
        case Kind.PHONE:
            return parts.observable("user-account", account_type="phone", user_id=value)
        case Kind.IBAN:
            return parts.observable("user-account", account_type="bank-account", user_id=value)
    return parts.observable("user-account", account_type=head, user_id=rest)


def pattern(kind: Kind, value: str) -> str:
    """Return the pattern by which a tool recognises the indicator (STIX patterning, section 9)."""
    thing = observable(kind, value)
    names = ("account_type", "user_id") if thing["type"] == "user-account" else parts.CONTRIBUTING[thing["type"]]
    tests = [f"{thing['type']}:{name} = '{_quoted(thing[name])}'" for name in names]
    return f"[{' AND '.join(tests)}]"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _marks(shared: Shared) -> dict[str, Any]:
    marking = parts.statement(shared.audience, shared.owner, onward=shared.onward)
    return {"object_marking_refs": [parts.tlp(onward=shared.onward), marking["id"]]}


def _head(shared: Shared, kind: str, *words: str) -> dict[str, Any]:
    key = f"indicator--{shared.id}" if kind == "indicator" else parts.own_id(kind, shared.id, *words)
    return {
        "type": kind, "spec_version": "2.1", "id": key,
        "created_by_ref": parts.own_id("identity", shared.owner), "created": parts.moment(shared.created),
        "modified": parts.moment(shared.changed),
    }  # fmt: skip


def _indicator(shared: Shared, marks: dict[str, Any]) -> dict[str, Any]:
    others = sorted({seen.state for seen in shared.seen} - {shared.owner})
    return {
        **_head(shared, "indicator"), **marks, "name": f"{shared.kind}: {shared.value}"[:250],
        "description": "Used to offer illicit drugs, as reported to the watch list.",
        "indicator_types": ["malicious-activity"], "pattern": pattern(shared.kind, shared.value),
        "pattern_type": "stix", "pattern_version": "2.1", "valid_from": parts.moment(shared.created),
        "confidence": min(90, 50 + 20 * len(others)), "revoked": shared.status == "cleared",
        "extensions": parts.extended(LIFE, status=shared.status, corroborated_by=",".join(others)),
    }  # fmt: skip


def _observed(shared: Shared, thing: str, marks: dict[str, Any]) -> dict[str, Any]:
    first = min((seen.first for seen in shared.seen), default=shared.created)
    last = max((seen.last for seen in shared.seen), default=shared.created)
    return {
        **_head(shared, "observed-data"), **marks, "first_observed": parts.moment(first),
        "last_observed": parts.moment(max(first, last)), "number_observed": max(1, sum(s.count for s in shared.seen)),
        "object_refs": [thing],
    }  # fmt: skip


def _based_on(shared: Shared, indicator: str, observed: str, marks: dict[str, Any]) -> dict[str, Any]:
    return {
        **_head(shared, "relationship", "based-on"), **marks, "relationship_type": "based-on",
        "source_ref": indicator, "target_ref": observed,
    }  # fmt: skip


def _sighting(shared: Shared, seen: Seen, indicator: str, marks: dict[str, Any]) -> dict[str, Any]:
    return {
        **_head(shared, "sighting", seen.state), **marks, "sighting_of_ref": indicator,
        "where_sighted_refs": [parts.own_id("identity", seen.state)], "first_seen": parts.moment(seen.first),
        "last_seen": parts.moment(seen.last), "count": seen.count,
    }  # fmt: skip


def _taken_back(shared: Shared, state: str, indicator: str, marks: dict[str, Any]) -> dict[str, Any]:
    """Return the sighting of a State once more, revoked."""
    return {
        **_head(shared, "sighting", state), **marks, "revoked": True, "sighting_of_ref": indicator,
        "where_sighted_refs": [parts.own_id("identity", state)],
    }  # fmt: skip


def _report(shared: Shared, refs: list[str]) -> dict[str, Any]:
    return {
        **_head(shared, "report"), "name": f"Watch list: {shared.kind} {shared.value}"[:250],
        "description": "\n".join(shared.evidence)[:4_000] or "No evidence text.", "report_types": ["indicator"],
        "published": parts.moment(shared.created), "object_refs": refs,
    }  # fmt: skip
