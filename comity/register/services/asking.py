# SPDX-License-Identifier: Apache-2.0
"""Asking the register: every search is in the ledger, with who asked and how many answers, never what was asked."""

from __future__ import annotations

from datetime import datetime

from comity.accounts.rules.roles import Person
from comity.base import ids
from comity.base.errors import Invalid
from comity.register.queries import searching
from comity.register.queries.searching import Found, Question
from comity.register.rules import things
from comity.register.services.recording import record


def ask(*, question: Question, by: Person, at: datetime) -> tuple[Found, ...]:
    """Search for a person or thing and record that it was done; raise `Invalid` for a question that asks nothing."""
    if not question.text.strip() or len(question.text) > 300:
        raise Invalid("Write a name, number, account, wallet, plate or address, up to 300 characters.", field="text")
    if question.born:
        things.clean("Person", "birthDate", question.born)
    found = searching.search(by, question)
    record("search", ids.new_uuid(), "made", by, at, found=len(found), born=bool(question.born))
    return found
