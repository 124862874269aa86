# SPDX-License-Identifier: Apache-2.0
"""A text under negotiation, and what tests do with it again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from comity.accounts.rules.roles import Person
from comity.drafting import services
from comity.drafting.rules.changing import Change, Edit
from comity.drafting.rules.tree import Clause, Tree
from comity.drafting.services.writing import Wording

SLUG = "dushanbe-plan-of-interaction-2024"
PREAMBLE = (Clause("p1", "", "Recalling the decisions of the last three meetings,"),)
BODY = (
    Clause("c1", "1", "The Parties exchange information.", children=(
        Clause("c1.a", "a", "through contact points;"), Clause("c1.b", "b", "without delay."),
    )),
    Clause("c2", "2", "The Parties train their prosecutors."),
    Clause("c3", "3", "The next meeting is held in [2026]."),
)  # fmt: skip
TREE = Tree("Plan of Interaction", "en", PREAMBLE, BODY)
RUSSIAN = {
    "p1": Wording("Ссылаясь на решения трёх последних встреч,"),
    "c1": Wording("Стороны обмениваются сведениями."),
}


def adopt(act: Callable[..., None], people: Any, at: datetime) -> None:
    services.take(text=SLUG, proposals=[settle(people, at)], by=people.desk, at=at)
    act("adopt", decision="dushanbe-2024#d1", place="Dushanbe", date="2024-05-16")


def settle(people: Any, at: datetime) -> int:
    edit = Edit(Change.REWORD, "c3", "The next meeting is held in 2026.")
    return services.propose(text=SLUG, edit=edit, by=people.az, at=at, token="settle")


def named(people: Any, at: datetime, *who: Person) -> None:
    for person in who:
        services.name_signatory(
            text=SLUG, person_id=person.id, state=person.state, institution=f"Office of {person.state}",
            office="Prosecutor General", name=person.name, by=people.desk, at=at,
        )  # fmt: skip
