# SPDX-License-Identifier: Apache-2.0
"""FollowTheMoney entities, both ways (model 4.11).

The plain values stand in `properties`, where every tool finds them. What FollowTheMoney has no place for travels in the
context key `comity`, which its tools carry along: kind, category, case, handling code, days, and for each value its
property here, language, source and certainty. `Phone` and `Domain` are `UserAccount` there, `Route` is `Address`. Ids
are those of the register; the id an entry had in the file it came from is in `referents`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.base.errors import Invalid
from comity.register.rules import things
from comity.register.rules.interchange.draft import Draft, Outgoing, Value, drafted
from comity.register.rules.interchange.plan import Plan
from comity.register.rules.things import Type

OURS = {"Phone": "UserAccount", "Domain": "UserAccount", "Route": "Address"}
RENAMED = {
    ("Domain", "website"): "username",
    ("UserAccount", "website"): "sourceUrl",
    ("Route", "route"): "full",
    ("Route", "type"): "remarks",
}
# FollowTheMoney: entity links and what its tools add by themselves; nothing that is said of the thing.
_PASSING = frozenset({"indexText", "createdAt", "modifiedAt", "retrievedAt", "publisher", "publisherUrl", "alephUrl"})
_NOTED = ("prop", "value", "language", "source", "certainty")
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female", "other": "other"}


def schema_of(schema: str) -> str:
    """Return how FollowTheMoney calls a kind."""
    return OURS.get(schema, schema)


def property_of(schema: str, prop: str) -> str:
    """Return how FollowTheMoney calls a property of a kind."""
    return RENAMED.get((schema, prop), prop)


def write(entry: Outgoing) -> dict[str, Any]:
    """Return an entry as a FollowTheMoney entity; countries and genders are written as its model wants them."""
    properties: dict[str, list[str]] = {}
    for given in entry.values:
        held = properties.setdefault(property_of(entry.schema, given.prop), [])
        if (value := _outward(entry.schema, given)) not in held:
            held.append(value)
    return {
        "id": entry.id, "schema": schema_of(entry.schema), "properties": properties,
        "referents": list(entry.referents),
        "comity": {
            "schema": entry.schema, "category": str(entry.category), "owner": entry.owner, "case": entry.case,
            "handling": entry.handling.as_json(), "review": entry.review.isoformat(), "purge": entry.purge.isoformat(),
            "statements": [
                {"prop": v.prop, "value": v.value, "language": v.language, "source": v.source, "certainty": v.certainty}
                for v in entry.values
            ],
        },
    }  # fmt: skip


def read(said: Any, plan: Plan) -> Draft:
    """Return the draft an entity comes to; raise `Invalid` with the sentence for the report.

    `properties` decide; what `comity` says of a value counts only where that value stands in `properties` too. Handling
    code, days, owner and case of the file count for nothing: they are chosen once for the whole import.
    """
    if not isinstance(said, Mapping):
        raise Invalid("The line is not an entity: it must be an object.")
    schema, extra = _text(said, "schema"), said.get("comity") if isinstance(said.get("comity"), Mapping) else {}
    kind = _kind(schema, said, extra if isinstance(extra, Mapping) else {})
    properties = said.get("properties")
    if not isinstance(properties, Mapping) or not properties:
        raise Invalid("The entity has no properties.")
    notes = _notes(kind, extra)
    values: list[Value] = []
    left: list[str] = []
    for prop, held in properties.items():
        for value in _listed(prop, held):
            ours = _inward(kind, prop)
            if noted := notes.get((prop, value)):
                values += noted
            elif ours is None:
                left.append(prop)
            else:
                values.append(Value(ours, _plain(kind, ours, value), plan.language, "", ""))
    code = extra.get("category", "") if plan.by_line and isinstance(extra, Mapping) else ""
    taken = tuple(dict.fromkeys(p for p in left if p not in _PASSING))
    return drafted(plan, kind, code if isinstance(code, str) else "", values, origin=_id(said), left_out=taken)


def _kind(schema: str, said: Mapping[str, Any], extra: Mapping[str, Any]) -> str:
    marked = extra.get("schema")
    if isinstance(marked, str) and marked in things.THINGS and schema_of(marked) == schema:
        return marked
    if schema not in things.THINGS or schema in OURS:
        raise Invalid("The register keeps no “{schema}”.", schema=schema[:60], field="schema")
    held = said.get("properties")
    if schema == "UserAccount" and isinstance(held, Mapping) and "username" not in held and held.get("phone"):
        return "Phone"
    return schema


def _notes(kind: str, extra: Any) -> dict[tuple[str, str], list[Value]]:
    said = extra.get("statements") if isinstance(extra, Mapping) else None
    found: dict[tuple[str, str], list[Value]] = {}
    for item in said if isinstance(said, list) else ():
        parts = [p for key in _NOTED if isinstance(p := item.get(key), str)] if isinstance(item, Mapping) else []
        if len(parts) != len(_NOTED) or parts[0] not in things.thing(kind).properties:
            continue
        note = Value(*parts)
        found.setdefault((property_of(kind, note.prop), _outward(kind, note)), []).append(note)
    return found


def _inward(kind: str, prop: str) -> str | None:
    back = {theirs: ours for (schema, ours), theirs in RENAMED.items() if schema == kind and kind in OURS}
    ours = back.get(prop, prop)
    return ours if ours in things.thing(kind).properties else None


def _outward(kind: str, given: Value) -> str:
    if things.thing(kind).properties[given.prop] is Type.COUNTRY:
        return given.value.lower()
    return _GENDERS.get(given.value.lower(), given.value) if given.prop == "gender" else given.value


def _plain(kind: str, prop: str, value: str) -> str:
    """Return a value as the register writes it: a moment is a day."""
    is_moment = things.thing(kind).properties[prop] is Type.DATE and len(value) > 10 and value[10] in "T "
    return value[:10] if is_moment else value


def _listed(prop: str, held: Any) -> list[str]:
    found = [held] if isinstance(held, str) else held
    if not isinstance(found, list) or not all(isinstance(value, str) for value in found):
        raise Invalid("“{prop}” must be a list of texts.", prop=str(prop)[:60], field=str(prop)[:60])
    return [value for value in found if value.strip()]


def _id(said: Mapping[str, Any]) -> str:
    found = _text(said, "id")
    if len(found) > 200:
        raise Invalid("The id is longer than 200 characters.", field="id")
    return found


def _text(said: Mapping[str, Any], key: str) -> str:
    found = said.get(key)
    if not isinstance(found, str) or not found:
        raise Invalid("The entity has no {key}.", key=key, field=key)
    return found
