# SPDX-License-Identifier: Apache-2.0
"""Our files before the programs of others: followthemoney 4.11 and stix2-validator 3.2 (`tests/support/formats.py`)."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

from comity.register.rules import things
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.interchange import ftm, misp, stix
from comity.register.rules.interchange.draft import Outgoing, Value
from comity.register.rules.interchange.plan import Format, Plan
from comity.register.rules.things import Type
from tests.support import formats

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID = {
    "phone": "+994501234567", "email": "a@silk.az", "website": "https://silk.az/a", "sourceUrl": "https://silk.az/b",
    "gender": "male", "ipAddress": "198.51.100.7", "iban": "DE44500105175407324931", "bic": "DEUTDEFF",
    "leiCode": "529900T8BM49AURSDO55", "imoNumber": "IMO9074729",
    "publicKey": "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
}  # fmt: skip
_BY_TYPE = {Type.DATE: "1984-03-02", Type.COUNTRY: "AZ"}
CODES = (Handling(), Handling(frozenset({"UZ"}), frozenset({"corruption"}), hit_only=False, onward=True))

READ_BY_FTM = """
import json, sys
from followthemoney import model
found = []
for data in json.load(sys.stdin):
    kept = model.get_proxy(data, cleaned=False)
    whole = kept.to_dict()
    found.append({
        "id": kept.id, "schema": kept.schema.name, "caption": kept.caption,
        "properties": {p.name: sorted(v) for p, v in ((p, kept.get(p)) for p in kept.iterprops()) if v},
        "context": whole.get("comity"), "valid": kept.schema.validate(data) is None,
    })
print(json.dumps(found))
"""
READ_BY_STIX = """
import json, sys
from stix2validator import ValidationOptions, validate_instance
bundle = json.load(sys.stdin)
done = validate_instance(bundle, ValidationOptions(version="2.1"))
print(json.dumps({"valid": done.is_valid, "errors": [str(e) for e in done.errors or []],
                  "warnings": [str(w) for w in done.warnings or []]}))
"""


def every_kind() -> list[Outgoing]:
    """One entry of each kind with every property it can have, under two handling codes."""
    return [
        Outgoing(
            id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{schema}{place}")), schema=schema,
            category=Category.SUSPECT if schema == "Person" else Category.THING, owner="AZ", case="1/2026",
            handling=code, review=date(2027, 1, 1), purge=date(2028, 1, 1), entered=AT, updated=AT,
            values=tuple(
                Value(prop, things.clean(schema, prop, SAID.get(prop) or _BY_TYPE.get(kind_, f"Əli {prop} o'ğ")), "az")
                for prop, kind_ in kind.properties.items()
            ),
        )
        for schema, kind in things.THINGS.items()
        for place, code in enumerate(CODES)
    ]  # fmt: skip


def test_followthemoney_reads_every_kind_and_property_and_loses_none() -> None:
    written = [ftm.write(entry) for entry in every_kind()]

    read = formats.run(READ_BY_FTM, written)

    for ours, theirs in zip(written, read, strict=True):
        assert theirs["valid"]
        assert (theirs["id"], theirs["schema"]) == (ours["id"], ours["schema"])
        assert theirs["properties"] == {prop: sorted(values) for prop, values in ours["properties"].items()}
        assert theirs["context"] == ours["comity"]


def test_what_followthemoney_wrote_comes_back_to_the_same_entry() -> None:
    script = READ_BY_FTM.replace("found.append({", "found.append(whole); ({")
    entries = every_kind()

    back = [ftm.read(said, PLAN) for said in formats.run(script, [ftm.write(entry) for entry in entries])]

    for entry, draft in zip(entries, back, strict=True):
        assert (draft.schema, draft.category) == (entry.schema, entry.category)
        assert {(v.prop, v.value, v.language, v.certainty) for v in draft.values} == {
            (v.prop, v.value, v.language, v.certainty) for v in entry.values
        }


def test_the_bundle_of_every_kind_is_valid_stix() -> None:
    entries = every_kind()
    pieces = [stix.head(uuid.uuid5(uuid.NAMESPACE_OID, "bundle")), *misp.joined(stix.parts(iter(entries))), stix.TAIL]
    bundle = json.loads("".join(pieces))
    bundle["objects"].append(stix.same(entries[0], entries[1], AT))

    found = formats.run(READ_BY_STIX, bundle)

    assert (found["valid"], found["errors"]) == (True, [])
    # What the standard recommends and we cannot do: ids are the register's, stable and so not random (103); the open
    # vocabulary has no word for telephones, wallets and bank accounts (244).
    assert {re.search(r"\{(\d+)\}", said)[1] for said in found["warnings"]} <= {"103", "244"}  # type: ignore[index]
    kinds = {said["type"] for said in bundle["objects"]}
    assert kinds >= {"identity", "user-account", "indicator", "relationship", "marking-definition"}
    assert sum(said["type"] == "marking-definition" for said in bundle["objects"]) == len(CODES)
    assert all(
        said.get("object_marking_refs") for said in bundle["objects"] if said["type"] in {"identity", "indicator"}
    )


def test_the_event_of_every_kind_is_whole() -> None:
    entries = every_kind()
    objects = [misp.write(e) for e in entries if misp.is_object(e)]
    rest = [misp.write(e) for e in entries if not misp.is_object(e)]
    text = misp.head(uuid.UUID(int=1), info="Register of AZ", owner="AZ", at=AT)
    text += "".join(misp.joined(iter(objects))) + misp.BETWEEN + "".join(misp.joined(iter(rest))) + misp.TAIL

    event: dict[str, Any] = json.loads(text)["Event"]

    assert len(event["Object"]) + len(event["Attribute"]) == len(entries)
    assert event["distribution"] == "0"
    for made in (*event["Object"], *event["Attribute"]):
        assert made["distribution"] in {"0", "4"}
        assert (made["distribution"] == "4") == ("SharingGroup" in made)


PLAN = Plan(Format.FTM, by_line=True)
