# SPDX-License-Identifier: Apache-2.0
"""A text under negotiation, and what tests do with it again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.drafting import services
from comity.drafting.rules.changing import Change, Edit
from comity.drafting.rules.tree import Clause, Kind, Tree
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
PERSIAN = {
    "p1": Wording("با یادآوری تصمیم‌های سه نشست گذشته،"),
    "c1": Wording("طرف‌ها اطلاعات مبادله می‌کنند."),
    "c2": Wording("طرف‌ها دادستان‌های خود را آموزش می‌دهند."),
}
# Shortened from the declaration signed in Ankara (23 October 2023).
OFFICIAL = """Final Declaration of the 2nd Meeting of the Council of Prosecutors General of the \
Organization of Turkic States

Members of the Council of Prosecutors General of the Organization of Turkic States have declared and agreed as follows:

Article 1 – To conduct joint training programs for the legal assistance authorities of the member states.

Article 2 – To amend the name of the "Council of Prosecutors General of the Turkic Speaking States" to \
"Council of Prosecutors General of the Organization of Turkic States".

Article 3 – To organize the 3rd Meeting of the Council in 2024 in Kyrgyzstan.

Signed in Ankara, on the 23 of October 2023, in English.

MEMBER INSTITUTION\tCOUNTRY\tPROSECUTOR GENERAL
Prosecutor General's Office of the Republic of Azerbaijan\tRepublic of Azerbaijan\tKamran ALIYEV
Prosecutor General's Office of the Republic of Kazakhstan\tRepublic of Kazakhstan\tBerik ASSYLOV
Prosecutor General's Office of the Republic of Uzbekistan\tRepublic of Uzbekistan\tNigmatilla YULDASHEV
"""
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


def lay_out() -> dict[str, str]:
    """Lay out at a Secretariat's node: a text under negotiation, one with two languages, an official one. For pages."""
    at = clock.now()
    people = {p.email: p for p in accounts.people()}
    desk, az, uz = (people[k] for k in ("officer@secretariat.example", "delegate@az.example", "delegate@uz.example"))
    services.create_text(
        slug=SLUG, organisation="OTS", body="ots-prosecutors-general", kind=Kind.PLAN_OF_INTERACTION,
        title="Plan of Interaction", languages=["en", "ru", "fa"], versions=[TREE], by=desk, at=at,
        decision="baku-2023#d1",
    )  # fmt: skip
    services.translate(text=SLUG, language="ru", wordings=RUSSIAN, title="План взаимодействия", by=desk, at=at)
    services.translate(text=SLUG, language="fa", wordings=PERSIAN, title="برنامه تعامل", by=desk, at=at)
    services.carry_on(text=SLUG, act="circulate", by=desk, at=at)
    edit = Edit(Change.REWORD, "c2", "The Parties train their prosecutors and [judges].")
    services.take(
        text=SLUG, proposals=[services.propose(text=SLUG, edit=edit, by=uz, at=at, token="1")], by=desk, at=at
    )
    services.propose(text=SLUG, edit=Edit(Change.MOVE, "c3", target="c1"), by=az, at=at, token="2", reason="Clearer.")
    services.take_position(text=SLUG, clause="c2", stance="agree-if", note="if funds allow", by=az, at=at)
    services.take_position(text=SLUG, clause="c1", stance="agree", note="", by=uz, at=at)
    services.comment(text=SLUG, clause="c1", body="Which contact points?", by=uz, at=at, token="3")
    official = services.import_file(data=OFFICIAL.encode(), name="ankara.txt", by=desk, at=at)
    draft = services.create_text(
        slug="samarkand-declaration-2026", organisation="OTS", body="ots-prosecutors-general", kind=Kind.DECLARATION,
        title="Samarkand Declaration", languages=["en", "ru"], versions=[replace(TREE, title="Samarkand Declaration")],
        by=desk, at=at,
    )  # fmt: skip
    settled = (Clause("c1", "1", "To exchange information."), Clause("c2", "2", "To meet each year."))
    adopted = services.create_text(
        slug="turkistan-statute-2026", organisation="OTS", body="ots-prosecutors-general", kind=Kind.STATUTE,
        title="Statute of the Network", languages=["en"], versions=[Tree("Statute of the Network", "en", (), settled)],
        by=desk, at=at,
    )  # fmt: skip
    services.carry_on(text=adopted, act="circulate", by=desk, at=at)
    services.name_signatory(
        text=adopted, person_id=az.id, state="AZ", institution="Prosecutor General of AZ", office="",
        name=az.name, by=desk, at=at,
    )  # fmt: skip
    place = {"decision": "", "place": "Turkistan", "date": "2026-11-20"}
    services.carry_on(text=adopted, act="adopt", by=desk, at=at, data=place)
    return {"open": SLUG, "official": official, "draft": draft, "adopted": adopted}
