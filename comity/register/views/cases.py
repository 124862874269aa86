# SPDX-License-Identifier: Apache-2.0
"""Pages of cases: the first page of the register, a new case, one case."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid
from comity.reference import load
from comity.register import queries, services
from comity.register.queries import pages
from comity.register.rules import things
from comity.register.views.gate import workers

_SOON = timedelta(days=30)


@never_cache
@workers
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what a person is told, what waits in the inbox, and the cases they may know of."""
    context = {
        "notices": queries.notices(person), "inbox": pages.inbox(person), "cases": pages.cases(person),
        "due": len(pages.reviews(person, until=clock.today())),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "register/home.html", context)


@require_POST
@workers
def seen(_request: HttpRequest, person: Person) -> HttpResponse:
    """Note that a person has seen what they are told."""
    services.mark_seen(by=person, at=clock.now())
    return redirect("common_register")


@never_cache
@workers
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Open a case."""
    asked, wrong = request.POST, []
    if request.method == "POST":
        try:
            made = services.open_case(
                reference=asked.get("reference", ""), title=asked.get("title", ""), offences=asked.getlist("offence"),
                legal_basis=asked.get("legal_basis", ""), restricted="restricted" in asked, by=person, at=clock.now(),
            )  # fmt: skip
            return redirect("register_case", case_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {"wrong": wrong, "values": asked, "chosen": asked.getlist("offence"), "offences": list(load().offences)}
    return render(request, "register/case_new.html", context, status=422 if wrong else 200)


@never_cache
@workers
def show(request: HttpRequest, person: Person, case_id: str) -> HttpResponse:
    """Show one case: its team, its entries, its links."""
    view = pages.case_view(person, case_id)
    context = {
        "c": view, "links": queries.links(person, case_id), "kinds": list(things.THINGS), "me": person,
        "today": clock.today(),
        "may_share": any(user == person.id for user, _name in view.team),
        "colleagues": [p for p in accounts.people() if services.could_work(p)],
    }  # fmt: skip
    return render(request, "register/case.html", context)


@never_cache
@workers
def reviews(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what is due for review or reaches its last day within a month."""
    today = clock.today()
    context = {"rows": pages.reviews(person, until=today + _SOON), "today": today}
    return render(request, "register/reviews.html", context)


@require_POST
@workers
def share(request: HttpRequest, person: Person, case_id: str) -> HttpResponse:
    """Take a colleague into the team of a case, or end it."""
    chosen = request.POST.get("user", "")
    change = services.leave_team if "end" in request.POST else services.join_team
    change(case_id=case_id, user_id=int(chosen) if chosen.isdigit() else 0, by=person, at=clock.now())
    messages.success(request, _("Done."))
    return redirect("register_case", case_id=case_id)
