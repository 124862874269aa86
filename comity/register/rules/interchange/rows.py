# SPDX-License-Identifier: Apache-2.0
"""A row of a CSV as a draft, by the plan; and entries as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.base.errors import Invalid
from comity.register.rules import things
from comity.register.rules.interchange import cells
from comity.register.rules.interchange.columns import category_of
from comity.register.rules.interchange.draft import Draft, Outgoing, Value, drafted
from comity.register.rules.interchange.plan import Plan, every_property
from comity.register.rules.things import Type

_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
WIDE = ("id", "schema", "category", "owner", "case", *sorted(every_property()))
JOINT = "|"


def read(row: Sequence[str], plan: Plan) -> Draft:
    """Return the draft of a row; raise `Invalid` with the sentence for the report. Days are written day first."""
    if len(row) != len(plan.columns):
        raise Invalid(
            "The line has {cells} cells where the file has {columns}.", cells=len(row), columns=len(plan.columns)
        )
    said = {"id": "", "schema": plan.schema, "category": ""}
    values: list[Value] = []
    for column, cell in zip(plan.columns, row, strict=True):
        text = cells.unsafe(cell).strip()
        if not column or not text:
            continue
        if column in said and column != "":
            said[column] = text
        else:
            values += [Value(column, part, plan.language, "", "") for part in _parts(text, plan.split)]
    schema = plan.schema or said["schema"]
    kind = things.thing(schema)
    left = tuple(dict.fromkeys(v.prop for v in values if v.prop not in kind.properties))
    kept = [
        Value(v.prop, as_iso(v.value) if kind.properties[v.prop] is Type.DATE else v.value, v.language, "", "")
        for v in values if v.prop in kind.properties
    ]  # fmt: skip
    code = category_of(said["category"]) if plan.by_line and said["category"] else ""
    return drafted(plan, schema, code, kept, origin=said["id"], left_out=left)


def as_iso(text: str) -> str:
    """Return a day written day first (2.3.1984, 02/03/1984), a month (03.1984) or a moment as YYYY-MM-DD or YYYY-MM."""
    if found := _DAY_FIRST.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return text[:10] if len(text) > 10 and text[10] in "T " else text


def write(entry: Outgoing) -> str:
    """Return an entry as one line under the header `WIDE`; several values of a property are parted by a bar."""
    fixed = {
        "id": entry.id,
        "schema": entry.schema,
        "category": str(entry.category),
        "owner": entry.owner,
        "case": entry.case,
    }
    return cells.line(fixed.get(c) or JOINT.join(v.replace(JOINT, "¦") for v in entry.all(c)) for c in WIDE)


def header() -> str:
    """Return the first line of an export."""
    return cells.line(WIDE)


def _parts(text: str, split: str) -> list[str]:
    return [part.strip() for part in text.split(split) if part.strip()] if split else [text]
