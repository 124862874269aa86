# SPDX-License-Identifier: Apache-2.0
"""A node for the tests of batch linkage, run by the environment that has the optional packages.

usage: linkage_node.py fill    make people, cases and entries in the node of COMITY_HOME
       linkage_node.py weigh   weigh them with both engines and print what each found as JSON
       linkage_node.py show    print the links that are kept as JSON
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from comity.config.cli.shared import start_django

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALI = [("name", "Əli Həsənov"), ("birthDate", "1984-03-02")]
# One man in three cases and three scripts; a namesake of another birth date; one without any; a woman under two names
# who keeps her passport; a victim of the same name and day as the man; a shop and its phone.
PEOPLE = (
    ("1", "Person", "suspect", ALI),
    ("2", "Person", "suspect", [("name", "Али Гасанов"), ("birthDate", "1984-03-02")]),
    ("3", "Person", "wanted", [("name", "علی حسنوف"), ("birthDate", "1984-03-02")]),
    ("4", "Person", "suspect", [("name", "Əli Həsənov"), ("birthDate", "1991-11-30")]),
    ("5", "Person", "suspect", [("name", "Ali Hasanov")]),
    ("1", "Person", "accused", [("name", "Gulnora Karimova"), ("passportNumber", "AB 1234567")]),
    ("2", "Person", "accused", [("name", "Гульнора Каримова"), ("passportNumber", "ab1234567"), ("birthDate", "1972")]),
    ("3", "Person", "victim", ALI),
    ("4", "Company", "", [("name", "Kara Deniz Ticaret"), ("phone", "+90 312 555 01 42")]),
    ("5", "Phone", "", [("phone", "+90 312 555 01 42")]),
)


def fill() -> None:
    from comity.accounts import services as accounts
    from comity.register import services
    from comity.register.models import Link, Notice
    from comity.register.rules.handling import Handling

    analyst = accounts.create_account(
        login="analyst@az.example", display_name="A", password="correct-horse-battery", roles=["analyst"], at=AT
    )
    cases = {
        number: services.open_case(
            reference=number, title="T", offences=["corruption"], legal_basis="L", by=analyst, at=AT
        )
        for number in sorted({row[0] for row in PEOPLE})
    }
    for number, schema, category, said in PEOPLE:
        services.enter(
            case_id=cases[number], schema=schema, category=category, said=[services.Said(*item) for item in said],
            handling=Handling(), by=analyst, at=AT,
        )  # fmt: skip
    Notice.objects.all().delete()
    Link.objects.all().delete()  # as if every entry had come before there was linking on entry


def weigh() -> dict[str, object]:
    from comity.register.batch import ENGINES
    from comity.register.batch import weigh as weighed
    from comity.register.models import Entry
    from comity.register.services.batch_linking import records

    found = {engine: asdict(weighed(records(), engine=engine)) for engine in ENGINES}
    names = {
        str(row.pk): [row.case.reference, row.caption, row.category] for row in Entry.objects.select_related("case")
    }
    return {"found": found, "names": names}


def show() -> list[object]:
    from comity.register.models import Link, Notice

    return [
        [sorted((link.left.case.reference, link.right.case.reference)), [r["code"] for r in link.reasons],
         Notice.objects.filter(entry__in=(link.left, link.right), other__in=(link.left, link.right)).count()]
        for link in Link.objects.order_by("pk")
    ]  # fmt: skip


if __name__ == "__main__":
    start_django()
    json.dump({"fill": fill, "weigh": weigh, "show": show}[sys.argv[1]](), sys.stdout)
