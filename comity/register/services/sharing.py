# SPDX-License-Identifier: Apache-2.0
"""Sharing: give an entry to a partner for a purpose; what the owner changes or withdraws travels after it.

Each message carries the whole entry at its version, signed by the owner, so that repeats and late messages change
nothing. Whoever loses the right to the content, by audience, purpose or hit-only, gets a withdrawal instead.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base import ids
from comity.base.canonical import canonical
from comity.base.errors import Invalid, Refused
from comity.base.wording import StateName
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.keyring import services as keyring
from comity.keyring.rules import signing
from comity.register.models import Disclosure, Entry, Statement
from comity.register.rules import handling, travelling
from comity.register.rules.category import Category, matched_between
from comity.register.rules.handling import Handling, Level
from comity.register.rules.travelling import Content, Value
from comity.register.services.owning import case_of, owned
from comity.register.services.recording import record


class NotForThem(Refused):
    """The handling code of the entry does not let the partner see it."""

    code = "not-for-this-partner"


def disclose(*, entry_id: str, to_state: str, purpose: str, by: Person, at: datetime) -> str:
    """Give an entry to a partner for a purpose (an offence category); return the id of the disclosure.

    Raises `NotFound`, `NotTheOwner`, `NotForThem`, or `Unavailable` when no node of the State is known.
    """
    with transaction.atomic():
        row = owned(entry_id, by)
        if not matched_between(Category(row.category)):
            raise NotForThem("A person of this category is not shared between registers: use a request.")
        if purpose not in case_of(row).offences:
            raise Invalid("The purpose is one of the offence categories of the case.", field="purpose")
        if not may_see(row, to_state, [purpose]):
            raise NotForThem(
                "The handling code of the entry does not let {to_state} see it for this purpose.",
                to_state=StateName(to_state),
            )
        running = Disclosure.objects.filter(entry=row, to_state=to_state, purpose=purpose, ended_at=None).first()
        if running:
            return str(running.pk)
        row.version += 1
        row.save(update_fields=["version"])
        made = Disclosure.objects.create(
            id=uuid.uuid4(), entry=row, to_state=to_state, purpose=purpose, by_id=by.id, at=at,
            sent_version=row.version,
        )  # fmt: skip
        _send(row, to_state, "register.disclose", at)
        record("entry", row.pk, "disclosed", by, at, to=to_state, purpose=purpose, version=row.version)
    return str(made.pk)


def follow(row: Entry, *, at: datetime) -> None:
    """Send what changed to everyone who holds the entry: the new content, or its withdrawal. Caller's transaction."""
    holders = Disclosure.objects.filter(entry=row, ended_at=None).values_list("to_state", flat=True)
    for state in sorted(set(holders)):
        tell(row, state, at=at)


def tell(row: Entry, state: str, *, at: datetime) -> None:
    """Send a holder the entry as it stands for them now, or its withdrawal."""
    running = list(Disclosure.objects.filter(entry=row, to_state=state, ended_at=None))
    kept = [d.pk for d in running if row.state == "active" and may_see(row, state, [d.purpose])]
    Disclosure.objects.filter(entry=row, to_state=state, ended_at=None).exclude(pk__in=kept).update(ended_at=at)
    if kept:
        _send(row, state, "register.update", at)
        return
    body = {"entry": str(row.pk), "owner": row.owner, "version": row.version}
    _post(state, "register.withdraw", body, at)
    record("entry", row.pk, "recalled", "node", at, to=state, version=row.version)


def may_see(row: Entry, state: str, purposes: Collection[str]) -> bool:
    """Say whether the handling code lets a partner see the content for these purposes."""
    code = Handling(frozenset(row.audience), frozenset(row.purposes), row.hit_only, row.onward)
    return state != row.owner and handling.level(code, owner=row.owner, state=state, purposes=purposes) is Level.CONTENT


def content(row: Entry) -> Content:
    """Return an entry of this State as it travels; what its people noted as source stays at home."""
    said = Statement.objects.filter(entry=row, is_retracted=False).order_by("said_at", "pk")
    case = case_of(row)
    return Content(
        entry=str(row.pk), owner=row.owner, version=row.version, schema=row.schema, category=Category(row.category),
        case=case.reference, offences=tuple(case.offences), legal_basis=case.legal_basis,
        handling=Handling(frozenset(row.audience), frozenset(row.purposes), row.hit_only, row.onward),
        review=row.review_date, purge=row.purge_date,
        values=tuple(Value(s.prop, s.value, s.language, s.certainty, s.case_reference, s.said_at) for s in said),
    )  # fmt: skip


def _send(row: Entry, state: str, kind: str, at: datetime) -> None:
    running = Disclosure.objects.filter(entry=row, to_state=state, ended_at=None)
    purposes = sorted(running.values_list("purpose", flat=True))
    token = signing.sign(canonical(content(row).as_json()), key=keyring.current().signing, kind=travelling.KIND)
    message = _post(state, kind, {"signed": token, "purposes": purposes}, at)
    for disclosure in running:
        disclosure.sent_version = row.version
        disclosure.messages = [*disclosure.messages, message]
        disclosure.save(update_fields=["sent_version", "messages"])


def _post(state: str, kind: str, body: dict[str, object], at: datetime) -> str:
    return exchange.post(to_node=node_of(state), kind=kind, body=body, conversation=ids.new_uuid(), at=at)


def node_of(state: str) -> str:
    """Return the node that serves a State; raise `UnknownPeer`."""
    found = directory.peer_of_state(state)
    if found is None or state == settings.COMITY_ENV["STATE"]:
        raise directory.UnknownPeer(
            "No node of {state} is known here. Introduce it with: comity node introduce", state=StateName(state)
        )
    return found.node_id
