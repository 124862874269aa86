# SPDX-License-Identifier: Apache-2.0
"""Who looked at an entry, when and for what purpose, and which States it was given to: for its owner and auditors.

What is counted is opening an entry, once a day for each person and case. Lists and search results, which show a name
alone, are not; nor is what other States' nodes show to their people, which those keep themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound
from comity.ledger import queries as ledger
from comity.register.models import Case, Disclosure, Entry, Foreign
from comity.register.queries import access

READ = "read"


@dataclass(frozen=True, slots=True)
class Look:
    """One person opened the entry. `purposes`: slugs of the offences of the case, or those it was given for."""

    at: datetime
    person: str
    purposes: tuple[str, ...]
    case_reference: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Given:
    """The entry was given to a State for a purpose, by `via` where another State passed it on."""

    at: datetime
    state: str
    purpose: str
    via: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Extract:
    """The accesses to an entry. An auditor sees no content: `caption`, references and legal bases are empty then."""

    entry: str
    caption: str
    owner: str
    looks: tuple[Look, ...]
    given: tuple[Given, ...]


def extract(person: Person, entry_id: str) -> Extract:
    """Return who looked at an entry; raise `NotFound` for who may neither read it nor audit the node."""
    readable = access.entries(person).filter(pk=access.key(entry_id)).first()
    row, may_read = readable or _audited(person, entry_id), readable is not None
    events = [e for e in ledger.events_about(f"entry:{row.pk}") if e.event == f"entry.{READ}"]
    cases = {str(c.pk): c for c in Case.objects.filter(pk__in={e.data["case"] for e in events if e.data["case"]})}
    known = set(access.cases(person).filter(pk__in=cases).values_list("pk", flat=True)) if may_read else set()
    looks = []
    for event in events:
        case = cases.get(event.data["case"])
        shown = case if case and case.pk in known else None
        looks.append(
            Look(
                event.at, accounts.name_of(int(event.actor.partition(":")[2])), tuple(event.data["purposes"]),
                shown.reference if shown else "", shown.legal_basis if shown else "",
            )
        )  # fmt: skip
    found = Disclosure.objects.filter(entry=row).order_by("at", "pk")
    return Extract(
        str(row.pk), row.caption if may_read else "", row.owner, tuple(looks),
        tuple(Given(d.at, d.to_state, d.purpose, d.via_state, d.ended_at) for d in found),
    )  # fmt: skip


def was_read(entry: str, by: Person, case: str, *, on: date) -> bool:
    """Say whether it is noted already that a person read an entry for a case on a day (UTC)."""
    return any(
        e.event == f"entry.{READ}" and e.actor == f"person:{by.id}" and e.data["case"] == case
        for e in ledger.events_about(f"entry:{entry}", on=on)
    )


def purposes_of(row: Entry) -> list[str]:
    """Return what an entry is read for: the offences of its case, or those a partner gave it for."""
    if row.case is not None:
        return sorted(row.case.offences)
    given = Foreign.objects.filter(entry=row).first()
    return sorted(given.purposes) if given else []


def _audited(person: Person, entry_id: str) -> Entry:
    found = Entry.objects.filter(pk=access.key(entry_id)).first()
    if found is None or not person.has(Role.AUDITOR) or person.has(Role.NODE_ADMIN):
        raise NotFound("There is no such entry.")
    return found
