# SPDX-License-Identifier: Apache-2.0
"""An entry as it travels to a partner: what its owner's node signs, and how strictly the partner reads it.

The whole entry travels each time, with the version it has: a later version replaces, an earlier one changes nothing.
Who inside the owner's State said a value stays at home; the partner learns State, case, day, language and certainty.
Format: `docs/protocol/register.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comity.base import ids, moments
from comity.base.errors import Invalid
from comity.register.rules import category as categories
from comity.register.rules import handling as codes
from comity.register.rules import things
from comity.register.rules.category import Category
from comity.register.rules.handling import Handling

KIND = "comity-entry+jws"
MOST_VALUES = 500
CERTAINTIES = ("confirmed", "probable", "possible")


@dataclass(frozen=True, slots=True)
class Value:
    """One statement as it travels."""

    prop: str
    value: str
    language: str
    certainty: str
    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """An entry of `owner` at a version, with its case, its handling code and its days."""

    entry: str
    owner: str
    version: int
    schema: str
    category: Category
    case: str
    offences: tuple[str, ...]
    legal_basis: str
    handling: Handling
    review: date
    purge: date
    values: tuple[Value, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what the owner signs."""
        return {
            "v": 1, "entry": self.entry, "owner": self.owner, "version": self.version, "schema": self.schema,
            "category": str(self.category), "case": self.case, "offences": list(self.offences),
            "legal_basis": self.legal_basis, "handling": self.handling.as_json(), "review": self.review.isoformat(),
            "purge": self.purge.isoformat(),
            "values": [
                {"prop": v.prop, "value": v.value, "language": v.language, "certainty": v.certainty, "case": v.case,
                 "at": moments.to_text(v.at)} for v in self.values
            ],
        }  # fmt: skip


def read(said: Mapping[str, Any], *, states: Iterable[str], offences: Iterable[str]) -> Content:
    """Return the content a partner's node signed, read as if a stranger had written it; raise `Invalid`."""
    schema = text(said, "schema", 20)
    found = things.thing(schema)
    code = _object(said, "handling")
    values = tuple(_value(schema, item) for item in _list(said, "values"))
    if not any(v.prop == found.caption for v in values):
        raise Invalid(f"The entry in the message has no {found.caption}.")
    fixed = categories.of(schema, text(said, "category", 12, may_be_empty=True))
    if not categories.matched_between(fixed):
        raise Invalid("A person of this category is not shared between registers.")
    if code.get("hit_only") is not False or not isinstance(code.get("onward"), bool):
        raise Invalid("The handling code in the message shows no content.")
    return Content(
        entry=ids.parse_uuid(text(said, "entry", 36)), owner=text(said, "owner", 2), version=count(said, "version"),
        schema=schema, category=fixed, case=text(said, "case", 100, may_be_empty=True),
        offences=_words(said, "offences"), legal_basis=text(said, "legal_basis", 300, may_be_empty=True),
        handling=codes.given(
            audience=_words(code, "audience"), purposes=_words(code, "purposes"), hit_only=False, onward=code["onward"],
            states=states, offences=offences,
        ),
        review=_day(said, "review"), purge=_day(said, "purge"), values=values,
    )  # fmt: skip


def text(value: Mapping[str, Any], key: str, longest: int, *, may_be_empty: bool = False) -> str:
    """Return a text of a message; raise `Invalid` when it is missing or too long."""
    found = value.get(key)
    if not isinstance(found, str) or len(found) > longest or not (found or may_be_empty):
        raise Invalid(f"“{key}” is missing in the message, or too long.")
    return found


def count(value: Mapping[str, Any], key: str) -> int:
    """Return a whole number of a message; raise `Invalid`."""
    found = value.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1_000_000_000:
        raise Invalid(f"“{key}” is missing in the message.")
    return found


def _value(schema: str, item: object) -> Value:
    if not isinstance(item, dict):
        raise Invalid("A value of the entry is malformed.")
    prop, certainty = text(item, "prop", 40), text(item, "certainty", 12)
    if certainty not in CERTAINTIES:
        raise Invalid("A value of the entry is of no known certainty.")
    return Value(
        prop=prop, value=things.clean(schema, prop, text(item, "value", things.MAX_VALUE)),
        language=text(item, "language", 12, may_be_empty=True), certainty=certainty,
        case=text(item, "case", 100, may_be_empty=True), at=moments.from_text(text(item, "at", 32)),
    )  # fmt: skip


def _day(value: Mapping[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(text(value, key, 10))
    except ValueError:
        raise Invalid(f"“{key}” in the message is not a day.") from None


def _object(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    if not isinstance(found, dict):
        raise Invalid(f"The message has no “{key}”.")
    return found


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    if not isinstance(found, list) or len(found) > MOST_VALUES:
        raise Invalid(f"“{key}” is missing in the message, or too long.")
    return found


def _words(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = _list(value, key)
    if not all(isinstance(item, str) and len(item) <= 60 for item in found):
        raise Invalid(f"“{key}” is malformed in the message.")
    return tuple(found)
