# SPDX-License-Identifier: Apache-2.0
"""The page of search: one box for a name in any script or a number, birth date and State beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid
from comity.reference import load
from comity.register import services
from comity.register.queries.searching import Found, Question
from comity.register.rules import things
from comity.register.views.gate import workers


@never_cache
@workers
def search(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what answers a question, and why."""
    asked, wrong = request.GET, []
    question = Question(*(asked.get(key, "").strip() for key in ("text", "born", "state", "schema")))
    found: tuple[Found, ...] = ()
    if "text" in asked:
        try:
            found = services.ask(question=question, by=person, at=clock.now())
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "q": question, "asked": "text" in asked, "strong": [f for f in found if not f.is_weak], "wrong": wrong,
        "weak": [f for f in found if f.is_weak], "states": load().states, "kinds": list(things.THINGS),
    }  # fmt: skip
    return render(request, "register/search.html", context, status=422 if wrong else 200)
