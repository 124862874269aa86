# SPDX-License-Identifier: Apache-2.0
"""Pages of the rights of persons concerned: requests with their clocks, decisions, and the published counts."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.register import forms, services
from comity.register.queries import concerned, pages
from comity.register.rules.rights import OUTCOMES, REASONS, Kind, Outcome
from comity.register.views.gate import workers


@never_cache
@workers
def requests(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the requests a person may know of, and take in a new one."""
    asked, wrong, at = request.POST, [], clock.now()
    if request.method == "POST":
        try:
            made = services.register_request(
                kind=asked.get("kind", ""), entry_id=asked.get("entry", ""), requester=asked.get("requester", ""),
                asked=asked.get("asked", ""), received=forms.day(asked, "received_date") or at.date(), by=person, at=at,
            )  # fmt: skip
            return redirect("register_right", request_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "rows": concerned.requests(person), "kinds": list(Kind), "wrong": wrong, "values": asked, "today": at.date(),
        "may_register": concerned.handles_unknown(person), "entry": _readable(person, request.GET.get("entry", "")),
    }  # fmt: skip
    return render(request, "register/rights.html", context, status=422 if wrong else 200)


@never_cache
@workers
def one(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Show one request, and decide or confirm it."""
    found, wrong = concerned.request(person, request_id), []
    if found is None:
        raise NotFound("There is no such request.")
    if request.method == "POST":
        try:
            _take(request, person, request_id)
            messages.success(request, _("Done."))
            return redirect("register_rights")
        except (Invalid, Refused) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "r": found, "wrong": wrong, "values": request.POST, "today": clock.today(), "reasons": REASONS,
        "outcomes": OUTCOMES[Kind(found.kind)],
    }  # fmt: skip
    return render(request, "register/right.html", context, status=422 if wrong else 200)


@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """Show to everyone how many requests came and how they ended: numbers only, small ones protected."""
    if not settings.COMITY_ENV["STATE"]:
        raise NotFound("There is no such page.")
    year = request.GET.get("year", "")
    shown = int(year) if year.isdigit() and 2000 <= int(year) <= 2999 else clock.today().year
    context = {"year": shown, "rows": concerned.counts(shown), "columns": [*Outcome, "open"]}
    return render(request, "register/published.html", context)


def _readable(person: Person, entry_id: str) -> str:
    """Return the id of the entry a request is about, empty when none is named; raise `NotFound`."""
    return pages.entry_view(person, entry_id).row.id if entry_id else ""


def _take(request: HttpRequest, person: Person, request_id: str) -> None:
    asked, at = request.POST, clock.now()
    if "confirm" in asked:
        services.confirm(request_id=request_id, agrees=asked["confirm"] == "yes", by=person, at=at)
        return
    services.decide(
        request_id=request_id, outcome=asked.get("outcome", ""), reason=asked.get("reason", ""),
        decision=asked.get("decision", ""), by=person, at=at,
    )  # fmt: skip
