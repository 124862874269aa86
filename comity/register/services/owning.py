# SPDX-License-Identifier: Apache-2.0
"""Owner control: only the State that entered an entry changes it."""

from __future__ import annotations

from django.conf import settings

from comity.accounts.rules.roles import Person
from comity.base.errors import Refused
from comity.base.wording import StateName
from comity.register import queries
from comity.register.models import Case, Entry


class NotTheOwner(Refused):
    """Only the State that owns an entry changes it."""

    code = "not-the-owner"


def owned(entry_id: str, by: Person) -> Entry:
    """Return an entry of this State for a change; raise `NotFound` or `NotTheOwner`. Locks the row."""
    row = queries.entry(by, entry_id, for_update=True)
    if row.owner != settings.COMITY_ENV["STATE"]:
        raise NotTheOwner("This entry belongs to {state}: only {state} changes it.", state=StateName(row.owner))
    return row


def case_of(row: Entry) -> Case:
    """Return the case of an entry; raise `Refused` for one that waits in the inbox."""
    if row.case is None:
        raise Refused("The entry belongs to no case yet: link it to one first.")
    return row.case
