# SPDX-License-Identifier: Apache-2.0
"""The page of links: a picture of cases and entries that share something, and the same facts as a table."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.cache import never_cache

from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.register.queries import pages
from comity.register.queries.graph import MOST_NODES, Asked, graph
from comity.register.queries.picture import picture
from comity.register.rules.linking import Kind
from comity.register.views.gate import workers

LEAST = (0.0, 0.5, 0.7, 0.9)


@never_cache
@workers
def links(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the links a person may know of, all or around a case or an entry."""
    asked = _asked(request.GET)
    found = graph(person, asked)
    centre = asked.entry_id or asked.case_id
    context = {
        "asked": asked, "graph": found, "picture": picture(found, rtl=get_language_bidi(), centre=centre),
        "cases": pages.cases(person), "kinds": list(Kind), "least": LEAST, "most": MOST_NODES,
        "centre": pages.entry_view(person, asked.entry_id).row if asked.entry_id else None,
    }  # fmt: skip
    return render(request, "register/graph.html", context)


def _asked(given: QueryDict) -> Asked:
    kinds = frozenset(kind for kind in Kind if kind in given.getlist("kind"))
    least = next((value for value in LEAST if f"{value}" == given.get("least")), 0.0)
    return Asked(_id(given.get("case", "")), _id(given.get("entry", "")), kinds, least)


def _id(text: str) -> str:
    """Return an id that was given; raise `NotFound` for what cannot be one."""
    try:
        return str(uuid.UUID(text)) if text else ""
    except ValueError:
        raise NotFound("There is no such page.") from None
