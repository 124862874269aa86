# SPDX-License-Identifier: Apache-2.0
"""What a line of a file comes to, and what an entry is that goes into one: plain values, no format."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from comity.base.errors import Invalid
from comity.register.rules import category as categories
from comity.register.rules import things
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling
from comity.register.rules.interchange.plan import Plan
from comity.register.rules.travelling import CERTAINTIES, MOST_VALUES


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a line, checked; `source` and `certainty` are the line's own or the plan's."""

    prop: str
    value: str
    language: str = ""
    source: str = ""
    certainty: str = "probable"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be, read from a line: `origin` is its id in the file, `left_out` the properties not taken."""

    schema: str
    category: Category
    values: tuple[Value, ...]
    origin: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """Return what the entry is called."""
        named = things.thing(self.schema).caption
        return next((v.value for v in self.values if v.prop == named), "")

    def digest(self) -> str:
        """Return 32 hexadecimal digits that two drafts share when they say the same, in whatever order."""
        said = [self.schema, str(self.category), sorted((v.prop, v.value) for v in self.values)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An entry that leaves: its statements with their sources, its handling code, the ids others know it by."""

    id: str
    schema: str
    category: Category
    owner: str
    case: str
    handling: Handling
    review: date
    purge: date
    entered: datetime
    updated: datetime
    values: tuple[Value, ...]
    referents: tuple[str, ...] = field(default=())

    def all(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property, each once, in order."""
        return tuple(dict.fromkeys(v.value for v in self.values if v.prop == prop))

    def first(self, *props: str) -> str:
        """Return the first value of the first of these properties that has one, or nothing."""
        return next((found[0] for prop in props if (found := self.all(prop))), "")


def drafted(
    plan: Plan, schema: str, code: str, values: list[Value], *, origin: str = "", left_out: tuple[str, ...] = ()
) -> Draft:
    """Return the checked draft of a line; raise `Invalid` naming the property that is wrong.

    A value without a source or certainty of its own gets those of the plan; the same value twice is one.
    """
    kind = things.thing(schema)
    category = categories.of(schema, (code or plan.category) if schema == "Person" else "")
    kept: dict[tuple[str, str], Value] = {}
    for given in values:
        if "\0" in given.value:
            raise Invalid("The line contains a NUL character.", field=given.prop)
        value = things.clean(schema, given.prop, given.value)
        certainty = given.certainty if given.certainty in CERTAINTIES else plan.certainty
        made = Value(given.prop, value, given.language[:12], (given.source.strip() or plan.source)[:200], certainty)
        kept.setdefault((given.prop, value), made)
    if not any(prop == kind.caption for prop, _ in kept):
        raise Invalid("The line gives no {caption}.", caption=kind.caption, field=kind.caption)
    if len(kept) > MOST_VALUES:
        raise Invalid("The line gives more than {most} values.", most=MOST_VALUES)
    if left_out and plan.unknown == "refuse":
        raise Invalid("The register does not keep “{column}”.", column=left_out[0][:60], field=left_out[0][:60])
    return Draft(schema, category, tuple(kept.values()), origin[:200], left_out)
