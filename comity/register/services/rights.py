# SPDX-License-Identifier: Apache-2.0
"""Rights of persons concerned: register a request, decide it with a reason, confirm a deletion as a second person."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound, Refused
from comity.base.wording import Listing
from comity.register import queries
from comity.register.models import Entry, Notice, RightsRequest
from comity.register.queries import concerned
from comity.register.rules.rights import OUTCOMES, REASONS, Kind, Outcome, needs_second_person
from comity.register.services import keeping
from comity.register.services.recording import record


def register_request(
    *, kind: str, entry_id: str, requester: str, asked: str, received: date, by: Person, at: datetime
) -> str:
    """Register a request of a person concerned and return its id; its clock runs from the day it was received.

    `entry_id` is empty when the officer finds no entry: that too is decided and counted.
    """
    if kind not in set(Kind):
        raise Invalid(
            "“{kind}” is not a kind of request. Use one of: {known}.", kind=kind, known=Listing(Kind), field="kind"
        )
    for field, words, most in (("requester", requester, 200), ("asked", asked, 2_000)):
        if not words.strip() or len(words.strip()) > most:
            raise Invalid("Write this in 1 to {most} characters.", most=most, field=field)
    if received > at.date():
        raise Invalid("The request cannot have come later than today.", field="received_date")
    with transaction.atomic():
        row = queries.entry(by, entry_id) if entry_id else None
        if not row and not concerned.handles_unknown(by):
            raise NotFound("There is no such page.")
        made = RightsRequest.objects.create(
            id=uuid.uuid4(), kind=kind, entry=row, requester=requester.strip(), asked=asked.strip(),
            received_date=received, due_date=received + timedelta(days=settings.COMITY_ENV["RIGHTS_DAYS"]),
            registered_by_id=by.id, registered_at=at,
        )  # fmt: skip
        if row:
            Notice.objects.create(case=row.case, kind="rights", entry=row, at=at)
        record("rights", made.pk, "registered", by, at, kind=kind, due=made.due_date.isoformat())
    return str(made.pk)


def decide(*, request_id: str, outcome: str, reason: str, decision: str, by: Person, at: datetime) -> None:
    """Decide a request with a coded reason and words; a granted deletion then waits for a second person."""
    with transaction.atomic():
        row = _open(request_id, "open", by)
        kind = Kind(row.kind)
        if outcome not in OUTCOMES[kind]:
            raise Invalid("Choose how the request ends.", field="outcome")
        if reason not in REASONS:
            raise Invalid("Choose a reason.", field="reason")
        if not decision.strip() or len(decision.strip()) > 2_000:
            raise Invalid("Give the grounds in 1 to 2000 characters.", field="decision")
        waits = needs_second_person(kind, Outcome(outcome))
        if waits:
            _own(row)
        row.outcome, row.reason, row.decision = outcome, reason, decision.strip()
        row.decided_by_id, row.decided_at = by.id, at
        row.state, row.closed_at = ("decided", None) if waits else ("closed", at)
        row.save()
        record("rights", row.pk, "decided", by, at, outcome=outcome, reason=reason)


def confirm(*, request_id: str, agrees: bool, by: Person, at: datetime) -> None:
    """Confirm a granted deletion as a second person, which deletes the content, or send it back to be decided anew."""
    with transaction.atomic():
        row = _open(request_id, "decided", by)
        if row.decided_by_id == by.id:
            raise Refused("Another person than the one who decided has to confirm a deletion.")
        if not agrees:
            row.state, row.outcome, row.reason, row.decided_by_id, row.decided_at = "open", "", "", None, None
            row.save()
            record("rights", row.pk, "sent-back", by, at)
            return
        entry = _own(row)
        row.state, row.confirmed_by_id, row.closed_at = "closed", by.id, at
        row.save()
        keeping.erase(entry, event="erased", by=by, at=at)
        record("rights", row.pk, "confirmed", by, at)


def _own(row: RightsRequest) -> Entry:
    """Return the entry of a request for deletion; raise `Refused` when it belongs to another State, or to nobody."""
    own = Entry.objects.select_for_update().filter(owner=settings.COMITY_ENV["STATE"])
    entry = own.filter(pk=row.entry_id).first() if row.entry_id else None
    if entry is None:
        raise Refused("Only the owner deletes an entry: tell the owner, and decide that it belongs to another State.")
    return entry


def _open(request_id: str, state: str, by: Person) -> RightsRequest:
    found = concerned.requests_of(by).filter(pk=queries.key(request_id)).first()
    if found is None:
        raise NotFound("There is no such request.")
    row = RightsRequest.objects.select_for_update().get(pk=found.pk)
    if row.state != state:
        raise Refused("This step is not possible any more, or not yet. Reload the request.")
    return row
