# SPDX-License-Identifier: Apache-2.0
"""From what a person typed to what the services take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from comity.base.errors import Invalid
from comity.reference import load
from comity.register.rules import handling, things
from comity.register.rules.handling import Handling
from comity.register.rules.interchange.plan import Format, Plan
from comity.register.rules.things import Type
from comity.register.services import Said

FIRST = (
    "name", "alias", "publicKey", "iban", "username", "phone", "website", "registrationNumber", "imoNumber", "full",
    "birthDate", "nationality", "idNumber", "passportNumber", "service", "country",
)  # fmt: skip
BY_LINE = "line"
MARKS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = {name: mark for mark, name in MARKS.items()}
_KINDS = {Type.DATE: "date", Type.COUNTRY: "country"}


def fields(schema: str) -> list[tuple[str, str, bool]]:
    """Return the properties of a kind as (property, sort of field, shown at once), its caption first."""
    kind = things.thing(schema)
    first = [prop for prop in FIRST if schema != "Person" or prop not in {"website", "country"}]
    order = {prop: place for place, prop in enumerate(dict.fromkeys((kind.caption, *first)))}
    named = sorted(kind.properties, key=lambda prop: order.get(prop, 99))
    return [(p, _KINDS.get(kind.properties[p], "text"), p in order) for p in named]


def said(schema: str, asked: QueryDict) -> list[Said]:
    """Return what was said of a new entry: one or more lines per property, one source and certainty for all."""
    source, certainty = asked.get("source", ""), asked.get("certainty", "probable")
    return [
        Said(prop, line, asked.get(f"language-{prop}", ""), source, certainty)
        for prop, _kind, _shown in fields(schema)
        for value in asked.getlist(prop)
        for line in value.splitlines()
        if line.strip()
    ]


def handling_code(asked: QueryDict) -> Handling:
    """Return the handling code that was chosen; raise `Invalid`."""
    facts = load()
    return handling.given(
        audience=asked.getlist("audience"), purposes=asked.getlist("purpose"), hit_only=asked.get("shows") != "content",
        onward="onward" in asked, states=facts.states, offences=facts.offences,
    )  # fmt: skip


def day(asked: QueryDict, name: str) -> date | None:
    """Return a day that was given, or None; raise `Invalid`."""
    text = asked.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(_("Write a day as year, month and day."), field=name) from None


def reading(asked: QueryDict, kept: Plan) -> Plan:
    """Return how a person wants a file to be read; what the form does not say stays as it was."""
    code = asked.get("category", "")
    first = replace(
        kept, category="" if code == BY_LINE else code, by_line=code == BY_LINE, source=asked.get("source", "").strip(),
        certainty=asked.get("certainty", kept.certainty), language=asked.get("language", "").strip(),
        unknown=asked.get("unknown", kept.unknown),
    )  # fmt: skip
    if kept.form is not Format.CSV:
        return first
    return replace(
        first, schema=asked.get("schema", ""), encoding=asked.get("encoding", kept.encoding),
        delimiter=_MARKS.get(asked.get("delimiter", ""), kept.delimiter), header="header" in asked,
        split=asked.get("split", ""),
        columns=tuple(asked.get(f"column-{place}", "")[:40] for place in range(len(kept.columns))),
    )  # fmt: skip
