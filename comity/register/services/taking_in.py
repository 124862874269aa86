# SPDX-License-Identifier: Apache-2.0
"""Taking in what partners give: entries of their own, later versions of them, withdrawals.

An entry keeps its owner. It waits in the inbox until a person links it to a case whose offences it was given for.
Nobody here changes it; it may be passed on only where its owner allowed that, and never beyond the owner's audience.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base import ids
from comity.base.canonical import strict_loads
from comity.base.errors import Invalid, NotFound, Refused, Untrusted
from comity.base.wording import StateName
from comity.directory import queries as directory
from comity.exchange import services as exchange
from comity.exchange.services import Delivered
from comity.keyring.rules import signing
from comity.reference import load
from comity.register import queries
from comity.register.models import Disclosure, Entry, Foreign, Notice, Statement
from comity.register.rules import handling, terms, travelling
from comity.register.rules.handling import Level
from comity.register.rules.travelling import Content
from comity.register.services import sharing
from comity.register.services.linking import find_links
from comity.register.services.recording import record
from comity.register.services.settling import empty, settle

_SPACE = uuid.UUID("6f6d9a5e-7f0e-5c0a-9d5e-0c6f3a1b2d4e")


def local_id(owner: str, entry: str) -> uuid.UUID:
    """Return the id under which this node keeps an entry of another owner: the same whoever brings it."""
    return uuid.uuid5(_SPACE, f"{owner}:{entry}")


def receive_entry(*, message: Delivered, at: datetime) -> str | None:
    """Take in an entry, or a later version of one; an earlier version changes nothing. Return what people read."""
    token = travelling.text(message.body, "signed", 2_000_000)
    found = _verified(token, message)
    purposes = _purposes(message.body, found)
    with transaction.atomic():
        key = local_id(found.owner, found.entry)
        row = Entry.objects.select_for_update().filter(pk=key).first()
        if row and (row.version > found.version or (row.version == found.version and row.state != "active")):
            return None
        is_new = row is None or row.state != "active"
        if row and row.version == found.version:
            purposes = sorted({*purposes, *Foreign.objects.get(pk=key).purposes})
        messages = [*Foreign.objects.get(pk=key).messages, message.id] if row else [message.id]
        kept = _keep(key, found, at)
        Foreign.objects.update_or_create(
            entry=kept,
            defaults={
                "origin": found.entry, "from_node": message.from_node, "case_reference": found.case,
                "offences": list(found.offences), "legal_basis": found.legal_basis, "purposes": purposes,
                "messages": messages,
                "signed": token, "received_at": at,
            },
        )  # fmt: skip
        Notice.objects.create(case=kept.case, kind="received" if is_new else "updated", entry=kept, at=at)
        record("entry", key, "received" if is_new else "updated", message.from_node, at,
               origin=found.entry, version=found.version)  # fmt: skip
    return f"entry:{key}"


def receive_withdrawal(*, message: Delivered, at: datetime) -> None:
    """Let go of an entry its owner withdrew: its content is gone at once. An earlier version changes nothing."""
    owner, entry = travelling.text(message.body, "owner", 2), ids.parse_uuid(travelling.text(message.body, "entry", 36))
    version = travelling.count(message.body, "version")
    if owner != message.from_state:
        raise Refused("Only the owner of an entry withdraws it.")
    with transaction.atomic():
        key = local_id(owner, entry)
        row = Entry.objects.select_for_update().filter(pk=key).first()
        if row and row.version > version:
            return
        if row is None:  # the withdrawal overtook the entry: keep the version, so that the entry comes to nothing
            _tombstone(key, owner, entry, version, message.from_node, at)
            return
        was_active = row.state == "active"
        empty(row, "withdrawn", version, at)
        if was_active:
            Notice.objects.create(case=row.case, kind="withdrawn", entry=row, at=at)
            record("entry", key, "withdrawn", message.from_node, at, origin=entry, version=version)


def receive_passed_on(*, message: Delivered, at: datetime) -> None:
    """Learn that a holder passed an entry of this State on: from now on the third State is told of changes."""
    entry = ids.parse_uuid(travelling.text(message.body, "entry", 36))
    state = travelling.text(message.body, "to", 2)
    purposes = message.body.get("purposes")
    own = settings.COMITY_ENV["STATE"]
    if not isinstance(purposes, list) or not purposes or not all(isinstance(p, str) for p in purposes):
        raise Invalid("“purposes” is missing in the message.")
    with transaction.atomic():
        row = Entry.objects.select_for_update().filter(pk=entry, owner=own).first()
        if row is None or not Disclosure.objects.filter(entry=row, to_state=message.from_state).exists():
            raise NotFound("There is no such entry.")
        for purpose in purposes:
            Disclosure.objects.get_or_create(
                entry=row, to_state=state, purpose=purpose[:60], ended_at=None,
                defaults={"id": uuid.uuid4(), "via_state": message.from_state, "at": at, "sent_version": 0},
            )  # fmt: skip
        record("entry", row.pk, "passed-on", message.from_node, at, to=state)
        sharing.tell(row, state, at=at)


def link_to_case(*, entry_id: str, case_id: str, by: Person, at: datetime) -> None:
    """Link an entry a partner gave to a case of this node whose offences it was given for."""
    with transaction.atomic():
        row = queries.entry(by, entry_id, for_update=True)
        given = Foreign.objects.filter(entry=row).first()
        if given is None:
            raise Refused("An entry of this State stays with its case.")
        case = queries.case(by, case_id)
        if not set(given.purposes) & set(case.offences):
            raise Refused("The entry was given for other offences than those of this case.")
        row.case = case
        row.save(update_fields=["case"])
        record("entry", row.pk, "linked", by, at, case=str(case.pk))


def pass_on(*, entry_id: str, to_state: str, by: Person, at: datetime) -> None:
    """Pass an entry of another owner on where the owner allowed it, within the owner's audience; the owner is told."""
    with transaction.atomic():
        row = queries.entry(by, entry_id, for_update=True)
        given = Foreign.objects.filter(entry=row).first()
        if given is None:
            raise Refused("An entry of this State is disclosed, not passed on.")
        allowed = [p for p in given.purposes if row.onward and sharing.may_see(row, to_state, [p])]
        if not allowed or to_state == settings.COMITY_ENV["STATE"]:
            raise sharing.NotForThem(
                "{owner} does not allow this entry to be passed on to {to_state}.",
                owner=StateName(row.owner),
                to_state=StateName(to_state),
            )
        told = {"entry": str(given.origin), "to": to_state, "purposes": allowed}
        for state, kind, body in (
            (to_state, "register.disclose", {"signed": given.signed, "purposes": allowed}),
            (row.owner, "register.passed-on", told),
        ):
            exchange.post(to_node=sharing.node_of(state), kind=kind, body=body, conversation=ids.new_uuid(), at=at)
        record("entry", row.pk, "passed-on", by, at, to=to_state)


def _verified(token: str, message: Delivered) -> Content:
    owner = str(signing.unverified_payload(token).get("owner", ""))[:2]
    is_direct = owner == message.from_state
    peer = directory.peer(message.from_node) if is_direct else directory.peer_of_state(owner)
    if peer is None:
        raise Untrusted("The owner of the entry is not known here, so its signature cannot be checked.")
    facts = load()
    said = strict_loads(signing.verify(token, public=peer.signing_key, kind=travelling.KIND))
    found = travelling.read(said, states=facts.states, offences=facts.offences)
    if found.owner != owner or owner == settings.COMITY_ENV["STATE"]:
        raise Refused("The entry speaks for another owner than its signature.")
    if not is_direct and (not found.handling.onward or message.from_state not in found.handling.audience):
        raise Refused(
            "{owner} does not allow this entry to be passed on by {from_state}.",
            owner=StateName(owner),
            from_state=StateName(message.from_state),
        )
    return found


def _purposes(body: Mapping[str, Any], found: Content) -> list[str]:
    named, own = body.get("purposes"), settings.COMITY_ENV["STATE"]
    if not isinstance(named, list) or not named or not all(isinstance(p, str) for p in named):
        raise Invalid("“purposes” is missing in the message.")
    for purpose in named:
        if purpose not in load().offences:
            raise Invalid("The message names a purpose this node does not know.")
        if handling.level(found.handling, owner=found.owner, state=own, purposes=[purpose]) is not Level.CONTENT:
            raise Refused("The handling code of the entry does not let this State see it.")
    return sorted(set(named))


def _keep(key: uuid.UUID, found: Content, at: datetime) -> Entry:
    latest = at.date() + terms.PURGE_AFTER
    row, _ = Entry.objects.update_or_create(
        id=key,
        defaults={
            "owner": found.owner, "schema": found.schema, "category": str(found.category), "state": "active",
            "review_date": min(found.review, latest), "purge_date": min(found.purge, latest),
            "version": found.version - 1, **found.handling.as_json(),
        },
        create_defaults={
            "owner": found.owner, "schema": found.schema, "category": str(found.category), "state": "active",
            "review_date": min(found.review, latest), "purge_date": min(found.purge, latest),
            "version": found.version - 1, "entered_at": at, "updated_at": at, **found.handling.as_json(),
        },
    )  # fmt: skip
    Statement.objects.filter(entry=row).delete()
    Statement.objects.bulk_create(
        Statement(
            id=uuid.uuid4(), entry=row, prop=v.prop, value=v.value, language=v.language, source=found.owner,
            case_reference=v.case or found.case, certainty=v.certainty, said_at=v.at,
        )
        for v in found.values
    )  # fmt: skip
    settle(row, at)
    find_links([row], at=at)
    return row


def _tombstone(key: uuid.UUID, owner: str, entry: str, version: int, node: str, at: datetime) -> None:
    days = at.date() + timedelta(days=1)
    row = Entry.objects.create(
        id=key, owner=owner, schema="Person", category="", caption="", state="withdrawn", version=version,
        review_date=days, purge_date=days, entered_at=at, updated_at=at,
    )  # fmt: skip
    Foreign.objects.create(entry=row, origin=entry, from_node=node, received_at=at)
