# SPDX-License-Identifier: Apache-2.0
"""A node's practice where a body has laid nothing down: configured by the Secretariat and shown as practice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.accounts.rules.standing import Standing
from comity.base.errors import Invalid
from comity.base.wording import StateName
from comity.ledger import services as ledger
from comity.meetings.models import Practice
from comity.meetings.queries import access
from comity.meetings.rules import law
from comity.meetings.rules.convening import NotYours


def set_practice(*, body: str, key: str, values: Mapping[str, Any], by: Person, at: datetime) -> None:
    """Configure a practice (`rhythm`, `quorum`, `majority.default` …); empty values take it back.

    Raises `RuleStands` where the body has laid the rule down, `Invalid` for values that make no rule.
    """
    item, standing = access.body_for(by, body, on=at.date())
    if standing is not Standing.SECRETARIAT:
        raise NotYours("The Secretariat configures the practice of a body.")
    if values:
        law.configured(item.rules, key, values)
        if unknown := set(values.get("order", ())) - set(access.members(item, on=at.date())):
            raise Invalid("{state} is not a member of this body.", state=StateName(min(unknown)), field="order")
    with transaction.atomic():
        Practice.objects.create(body=body, key=key, values=dict(values), at=at)
        ledger.record(
            event="body.practice", subject=f"body:{body}", actor=f"person:{by.id}", at=at,
            data={"key": key, "values": dict(values)},
        )  # fmt: skip
