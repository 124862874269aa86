# SPDX-License-Identifier: Apache-2.0
"""What an agent does in the common register: seed it, act for a person, look with a person's eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.practice.seeds import SEEDS
from comity.register import services as register
from comity.register.queries import pages as register_pages
from comity.register.queries.shapes import EntryView
from comity.register.rules.handling import Handling


def seed_register() -> int:
    """Fill the register with the practice cases of this node unless they are there; return how many were made."""
    node = settings.COMITY_ENV["NODE_ID"]
    analyst, made = accounts.by_email(f"analyst@{node}.example"), 0
    if analyst is None or register_pages.cases(analyst):
        return made
    for case in SEEDS.get(node, ()):
        key = register.open_case(
            reference=case.reference, title=case.title, offences=case.offences, legal_basis=case.legal_basis,
            by=analyst, at=clock.now(),
        )  # fmt: skip
        for entry in case.entries:
            register.enter(
                case_id=key, schema=entry.schema, category=entry.category, by=analyst, at=clock.now(),
                said=[register.Said(prop, value, language) for prop, value, language in entry.said],
                handling=Handling(frozenset(entry.audience), hit_only=not entry.shows_content),
            )  # fmt: skip
            made += 1
    return made


def register_act(*, name: str, by: str, **given: Any) -> Any:
    """Call an act of the register for a person; `said` and `handling` are given as plain values."""
    if "said" in given:
        given["said"] = [register.Said(*values) for values in given["said"]]
    if "handling" in given:
        code = given["handling"]
        given["handling"] = Handling(
            frozenset(code["audience"]), frozenset(code["purposes"]), code["hit_only"], code["onward"]
        )
    return getattr(register, name)(by=_person(by), at=clock.now(), **given)


def register_look(*, by: str) -> list[dict[str, Any]]:
    """Return what a person may read of the register: every entry with its values, owner and version."""
    person = _person(by)
    rows = [*register_pages.inbox(person)]
    for case in register_pages.cases(person):
        rows += register_pages.case_view(person, case.id).entries
    views = [view for row in rows if (view := _view(person, row.id))]
    return [
        {
            "id": view.row.id, "owner": view.row.owner, "caption": view.row.caption, "version": view.version,
            "case": view.row.case_reference, "audience": sorted(view.handling.audience),
            "values": [[s.prop, s.value] for s in view.statements if not s.is_retracted],
            "given_to": [d.to_state for d in view.disclosures if d.ended_at is None],
        }
        for view in views
    ]  # fmt: skip


def _view(person: Person, entry_id: str) -> EntryView | None:
    """Return an entry, or None when it was withdrawn since the list was made."""
    try:
        return register_pages.entry_view(person, entry_id)
    except NotFound:
        return None


def _person(email: str) -> Person:
    found = accounts.by_email(email)
    if found is None:
        raise NotFound(f"There is no account {email}.")
    return found


COMMANDS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (seed_register, register_act, register_look)}
