# SPDX-License-Identifier: Apache-2.0
"""Accounts of two more member States of ECO for the journey of its seventh meeting. Runs at the node."""

from __future__ import annotations

from comity.accounts import queries, services
from comity.base import clock
from tests.support.secretariat import PASSWORD

PEOPLE = (("delegate@ir.example", "زهرا محمدی", "IR"), ("delegate@tr.example", "Ayşe Demir", "TR"))


def lay_out() -> dict[str, int]:
    """Make the accounts unless they are there; return their numbers by address."""
    found = {}
    for email, name, state in PEOPLE:
        person = queries.by_email(email) or services.create_account(
            login=email, display_name=name, password=PASSWORD, roles=["delegate"], state=state, at=clock.now()
        )
        found[email] = person.id
    return found
