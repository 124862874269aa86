# SPDX-License-Identifier: Apache-2.0
"""How a file is to be read: chosen once for the whole file, before a line of it is entered or matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from comity.base.errors import Invalid
from comity.register.rules import things
from comity.register.rules.category import Category
from comity.register.rules.travelling import CERTAINTIES

ENCODINGS = ("utf-8", "windows-1251", "windows-1254", "windows-1256", "windows-1252")
DELIMITERS = (",", ";", "\t", "|")
SPLITS = ("", ";", "|")
MOST_COLUMNS = 100
_SPECIAL = ("", "id", "schema", "category")


class Format(StrEnum):
    """What files come in."""

    FTM = "ftm"
    CSV = "csv"
    STIX = "stix"


@dataclass(frozen=True, slots=True)
class Plan:
    """`category` is one for every person of the file, or empty when each line says it; `columns` are of CSV only.

    A column is a property, or `id`, `schema`, `category`, or empty for one that is not taken. `unknown` says what
    happens to what the register does not keep: `refuse` the line, or `leave-out` the value.
    """

    form: Format
    category: str = ""
    by_line: bool = False
    schema: str = ""
    columns: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    header: bool = True
    split: str = ""
    unknown: str = "refuse"
    source: str = ""
    certainty: str = "probable"
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the plan as it is stored."""
        return asdict(self) | {"form": str(self.form), "columns": list(self.columns)}


def restored(kept: Mapping[str, Any]) -> Plan:
    """Return a plan that was stored."""
    return Plan(**{**kept, "form": Format(kept["form"]), "columns": tuple(kept["columns"])})


def checked(plan: Plan) -> Plan:
    """Return the plan when a file can be read by it; raise `Invalid` naming the field.

    The category of persons must be chosen, for the whole file or by line: nothing is matched before it is known.
    """
    if plan.category not in {c.value for c in Category}:
        raise Invalid("“{category}” is not a category.", category=plan.category, field="category")
    if not plan.category and not plan.by_line and plan.schema in {"", "Person"}:
        raise Invalid("Say what the persons of this file are in the case, or that each line says it.", field="category")
    if plan.certainty not in CERTAINTIES:
        raise Invalid("“{certainty}” is not a degree of certainty.", certainty=plan.certainty, field="certainty")
    if plan.unknown not in {"refuse", "leave-out"}:
        raise Invalid("Say what happens to what the register does not keep.", field="unknown")
    if len(plan.source) > 200 or len(plan.language) > 12:
        raise Invalid("The source takes 200 characters, the language 12.", field="source")
    return _checked_csv(plan) if plan.form is Format.CSV else plan


def check_writing(plan: Plan) -> None:
    """Raise `Invalid` when a CSV cannot be read at all that way: encoding, separators or kind are none we know."""
    if plan.encoding not in ENCODINGS or plan.delimiter not in DELIMITERS or plan.split not in SPLITS:
        raise Invalid("Choose encoding and separator from the lists.", field="encoding")
    if plan.schema:
        things.thing(plan.schema)


def _checked_csv(plan: Plan) -> Plan:
    check_writing(plan)
    if not plan.schema and "schema" not in plan.columns:
        raise Invalid("Say what kind of entry a line is, or which column says it.", field="schema")
    known = set(things.thing(plan.schema).properties) if plan.schema else every_property()
    for place, column in enumerate(plan.columns):
        if column not in known and column not in _SPECIAL:
            raise Invalid(
                "Column {number} cannot be “{column}”: {schema} has none.",
                number=place + 1,
                column=column,
                schema=plan.schema,
                field=f"column-{place}",
            )
    for once in ("id", "schema", "category"):
        if plan.columns.count(once) > 1:
            raise Invalid("Only one column can be the {once}.", once=once, field="columns")
    if plan.schema and things.thing(plan.schema).caption not in plan.columns:
        raise Invalid("Say which column is the {caption}.", caption=things.thing(plan.schema).caption, field="columns")
    if plan.by_line and not plan.category and "category" not in plan.columns and plan.schema in {"", "Person"}:
        raise Invalid("Say which column tells what the person is in the case.", field="category")
    return plan


def every_property() -> set[str]:
    """Return the properties of every kind."""
    return {prop for kind in things.THINGS.values() for prop in kind.properties}
