# SPDX-License-Identifier: Apache-2.0
"""The only way to a commitment for a person. Absent and not yours to see are the same answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing, required, standing
from comity.base.errors import NotFound
from comity.commitments.models import Commitment, Duty, Entry, Import, Plan
from comity.commitments.rules import addressees
from comity.commitments.rules.lifecycle import Side
from comity.reference import load


def organisations(person: Person, *, on: date) -> tuple[str, ...]:
    """Return the organisations whose commitments a person may read, in order of code."""
    known = sorted({row.organisation for row in load().membership})
    return tuple(code for code in known if standing(person, code, membership=load().membership, on=on))


def reminded_by(person: Person, *, on: date) -> tuple[str, ...]:
    """Return the organisations whose reminders reach a person; raise `NotFound` when there is none.

    A contact person (an officer of a State's central authority at this node) is told of what their State owes without
    otherwise taking part.
    """
    found = set(organisations(person, on=on))
    if person.has(Role.CENTRAL_OFFICER):
        found |= {row.organisation for row in load().membership if row.state == person.state and row.role == "member"}
    if not found:
        raise NotFound("There is no such page.")
    return tuple(sorted(found))


def any_organisation(person: Person, *, on: date) -> tuple[str, ...]:
    """Return the same; raise `NotFound` when there is none: the pages of commitments do not exist for this person."""
    found = organisations(person, on=on)
    if not found:
        raise NotFound("There is no such page.")
    return found


def standing_in(person: Person, organisation: str, *, on: date) -> Standing:
    """Return what the person is to an organisation; raise `NotFound` when nothing."""
    return required(person, organisation, membership=load().membership, on=on)


def commitment(person: Person, commitment_id: str, *, on: date, for_update: bool = False) -> Commitment:
    """Return the row of a commitment; raise `NotFound`."""
    rows = Commitment.objects.select_for_update() if for_update else Commitment.objects
    row = rows.filter(pk=commitment_id).first()
    if row is None:
        raise NotFound("There is no such commitment.")
    standing_in(person, row.organisation, on=on)
    return row


def plan(person: Person, slug: str, *, on: date) -> Plan:
    """Return the row of a plan; raise `NotFound`."""
    row = Plan.objects.filter(pk=slug).first()
    if row is None:
        raise NotFound("There is no such plan.")
    standing_in(person, row.organisation, on=on)
    return row


def duty(
    person: Person, commitment_id: str, owner: str, *, side: Side, on: date, for_update: bool = False
) -> tuple[Commitment, Duty]:
    """Return a commitment and one owner's duty where the person acts for `side`; raise `NotFound`.

    Another State's report form, or a review by who does not review, is not there at all.
    """
    row = commitment(person, commitment_id, on=on)
    found = (Duty.objects.select_for_update() if for_update else Duty.objects).filter(
        commitment=row, owner=owner
    ).first()  # fmt: skip
    if found is None or side not in addressees.sides(person, standing_in(person, row.organisation, on=on), owner):
        raise NotFound("There is no such page.")
    return row, found


def import_of(person: Person, import_id: UUID) -> Import:
    """Return a file of reports: the people of the State that sent it and the sender; raise `NotFound`."""
    row = Import.objects.select_related("file").filter(pk=import_id).first()
    if row is None or not (row.by_id == person.id or (row.state and row.state == person.state)):
        raise NotFound("There is no such file.")
    return row


def proof(person: Person, commitment_id: str, entry_id: UUID, file_id: UUID, *, on: date) -> str:
    """Return the id of a file of a report the person may read; raise `NotFound`."""
    row = commitment(person, commitment_id, on=on)
    known = Entry.objects.filter(pk=entry_id, duty__commitment=row, entryfile__file_id=file_id)
    if not known.exists():
        raise NotFound("There is no such file.")
    return str(file_id)
