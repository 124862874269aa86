# SPDX-License-Identifier: Apache-2.0
"""Commands of an agent for the common register and its probes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.ledger import queries as ledger
from comity.register import services as register
from comity.register.queries import pages
from comity.register.queries import probes as queries
from comity.register.rules.handling import Handling
from comity.register.rules.probing import orders
from comity.register.services import probes


def probe_case(*, by: str, reference: str) -> str:
    """Open a case."""
    return register.open_case(
        reference=reference, title=reference, offences=["drug-trafficking"], legal_basis="Law", by=_person(by),
        at=clock.now(),
    )  # fmt: skip


def probe_enter(*, by: str, case: str, names: list[str], born: str, audience: list[str], category: str) -> str:
    """Enter a person."""
    said = [register.Said("name" if place == 0 else "alias", name) for place, name in enumerate(names)]
    return register.enter(
        case_id=case, schema="Person", category=category, said=[*said, register.Said("birthDate", born)],
        handling=Handling(frozenset(audience), hit_only=False), by=_person(by), at=clock.now(),
    )  # fmt: skip


def probe_ask(*, by: str, case: str, entries: list[str], to_state: str) -> str:
    """Draw up an order for persons of a case."""
    person = _person(by)
    return probes.ask(
        case_id=case, to_state=to_state, purpose="drug-trafficking", basis="Treaty", kinds=orders.NAMED,
        asked=[probes.person_of_entry(entry_id=entry, by=person) for entry in entries], by=person, at=clock.now(),
    )  # fmt: skip


def probe_release(*, by: str, order: str) -> None:
    """Release an order."""
    probes.release(order_id=order, by=_person(by), at=clock.now())


def probe_order(*, by: str, order: str) -> dict[str, Any]:
    """Return how an order stands."""
    view = queries.order_view(_person(by), order)
    return {"state": view.row.state, "people": len(view.people), "hits": [hit.id for hit in view.hits]}


def probe_open(*, by: str, hit: str) -> str:
    """Open a hit and return its reference."""
    return probes.open_hit(hit_id=hit, by=_person(by), at=clock.now())


def probe_hits(*, by: str) -> list[dict[str, Any]]:
    """Return the hits of both sides a person sees."""
    return [
        {"id": h.id, "reference": h.reference, "state": h.state, "entries": [e.id for e in h.entries]}
        for h in queries.inbox(_person(by))
    ]


def probe_disclose(*, by: str, hit: str, entry: str) -> None:
    """Disclose an entry of a hit."""
    probes.disclose_hit(hit_id=hit, entry_id=entry, by=_person(by), at=clock.now())


def probe_link(*, by: str, hit: str) -> dict[str, Any]:
    """Link the entry a hit led to into the case that asked; return what it is and how alike the names are."""
    person = _person(by)
    found = queries.disclosed_entry(person, hit)
    if found is None:
        return {}
    probes.link_hit(hit_id=hit, by=person, at=clock.now())
    row = pages.entry_view(person, found.id).row
    best = max((c.score for c in queries.compared(person, hit)), default=0.0)
    return {"caption": row.caption, "owner": row.owner, "case": row.case_reference, "score": best}


def probe_counters() -> dict[str, Any]:
    """Return what this node holds of probes, in numbers."""
    return {"ledger": ledger.size(), "partners": {p.node: p.lines for p in queries.audit()}}


COMMANDS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        probe_case, probe_enter, probe_ask, probe_release, probe_order, probe_open, probe_hits, probe_disclose,
        probe_link, probe_counters,
    )
}  # fmt: skip


def _person(email: str) -> Person:
    found = accounts.by_email(email)
    if found is None:
        raise NotFound(f"There is no account {email}.")
    return found
