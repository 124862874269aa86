# SPDX-License-Identifier: Apache-2.0
"""From the form of a query order to what the services take, and what the form offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from comity.base.errors import ComityError, Invalid
from comity.directory import queries as directory
from comity.instruments import queries as law
from comity.register.rules.category import Category
from comity.register.rules.probing import identifiers, orders
from comity.register.rules.probing.identifiers import BadIdentifier
from comity.register.rules.probing.persons import Asked

LABELS = (*identifiers.LABELS, identifiers.DOCUMENT)
CATEGORIES = ("suspect", "accused", "convicted", "wanted")
_MEASURE = "identification-location"  # the measure of the Navigator that a probe serves


def kinds(asked: QueryDict) -> tuple[str, ...]:
    """Return the kinds of keys that were chosen; anything else is refused by the rules of orders."""
    return orders.COUNTED if asked.get("kinds") == "count" else orders.NAMED


def persons_typed(asked: QueryDict) -> list[Asked]:
    """Return the persons typed in: one to a line, “name / other name; date of birth; State and document”.

    Raises `Invalid` when their category is missing.
    """
    lines, category = (
        [line for line in asked.get("persons", "").splitlines() if line.strip()],
        asked.get("category", ""),
    )
    if lines and category not in CATEGORIES:
        raise Invalid(_("Say what the persons are in the case."), field="category")
    return [_person(line, Category(category)) for line in lines]


def things_typed(asked: QueryDict) -> list[Asked]:
    """Return the things typed in, one identifier to a line; raise `Invalid` with a sentence that names the line."""
    return [_thing(line) for line in asked.get("identifiers", "").splitlines() if line.strip()]


def partners() -> tuple[str, ...]:
    """Return the States whose nodes are known here."""
    own = settings.COMITY_ENV["STATE"]
    return tuple(sorted({card.state for card in directory.peers() if card.state and card.state != own}))


def bases(offences: Iterable[str], *, on: date) -> tuple[tuple[str, str], ...]:
    """Return for each partner what the Navigator names as governing, once per instrument."""
    found = []
    for state in partners():
        for offence in offences:
            try:
                answer = law.navigate(
                    law.ask(
                        requesting=settings.COMITY_ENV["STATE"], requested=state, offences=[offence],
                        measures=[_MEASURE], on=on,
                    )
                )  # fmt: skip
            except ComityError:
                continue
            if answer.governing:
                found.append((state, f"{answer.governing.title}, {answer.governing.article}"[:300]))
    return tuple(dict.fromkeys(found))


def _person(line: str, category: Category) -> Asked:
    names, born, document = ([part.strip() for part in line.split(";")] + ["", ""])[:3]
    state, _blank, number = document.partition(" ")
    return Asked(
        names=tuple(name.strip() for name in names.split("/") if name.strip()), category=category, born=born,
        documents=((state, number.strip()),) if document else (),
    )  # fmt: skip


def _thing(line: str) -> Asked:
    try:
        label, value = identifiers.typed(line)
    except BadIdentifier as error:
        raise Invalid(error.sentence, field="identifiers") from None
    if label == identifiers.DOCUMENT:
        state, _blank, number = value.partition(" ")
        return Asked((), Category.THING, documents=((state.upper(), number),))
    return Asked((), Category.THING, identifiers=((label, value),))
