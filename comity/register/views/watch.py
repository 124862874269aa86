# SPDX-License-Identifier: Apache-2.0
"""Pages of the watch list: the board, a new report, one indicator with its acts."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, Refused
from comity.reference import load
from comity.reference.watchlists import watchlists
from comity.register import forms, services
from comity.register.queries import pages, watching
from comity.register.rules import watching as rules
from comity.register.rules.detecting.giving import WATCHED
from comity.register.rules.watching import Status
from comity.register.views.gate import workers

_STATUSES = tuple(status.value for status in Status if status is not Status.SAME)


@never_cache
@workers
def board(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the indicators by status, filtered by kind and words."""
    asked = {name: request.GET.get(name, "") for name in ("status", "kind", "words")}
    rows = watching.board(person, **asked)
    groups = [(status, [r for r in rows if r.status == status]) for status in _STATUSES]
    context = {
        "groups": [g for g in groups if g[1]], "asked": asked, "kinds": WATCHED, "statuses": _STATUSES,
        "overdue": watching.overdue(person, clock.now()), "now": clock.now(), "is_filtered": any(asked.values()),
    }  # fmt: skip
    return render(request, "register/watch_board.html", context)


@never_cache
@workers
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Report an indicator."""
    asked, wrong = request.POST, []
    if request.method == "POST":
        try:
            made = services.watch_report(
                kind=asked.get("kind", ""), value=asked.get("value", ""), evidence=asked.get("evidence", ""),
                seen_at=_moment(request), audience=tuple(asked.getlist("audience")), onward="onward" in asked,
                case_id=asked.get("case", ""), platform=asked.get("platform", ""), by=person, at=clock.now(),
            )  # fmt: skip
            return redirect("watch_one", watch_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
        except Refused as error:
            messages.error(request, speak(error.sentence))
            return redirect("watch_one", watch_id=error.details["watch"])
    context = {
        "wrong": wrong, "values": asked, "kinds": WATCHED, "platforms": watchlists().platforms, "states": load().states,
        "audience": asked.getlist("audience"), "cases": pages.cases(person), "today": clock.today(),
    }  # fmt: skip
    return render(request, "register/watch_new.html", context, status=422 if wrong else 200)


@never_cache
@workers
def show(request: HttpRequest, person: Person, watch_id: str) -> HttpResponse:
    """Show one indicator: reports, evidence, who corroborates, the clock, what can be done now."""
    services.read_watch(watch_id=watch_id, by=person, at=clock.now())
    context = {
        "w": watching.view(person, watch_id), "states": load().states, "now": clock.now(),
        "addressees": rules.ADDRESSEES, "measures": rules.MEASURES,
    }  # fmt: skip
    return render(request, "register/watch_one.html", context)


@require_POST
@workers
def act(request: HttpRequest, person: Person, watch_id: str, name: str) -> HttpResponse:
    """Take a step on an indicator, or change who may know of it."""
    asked, at = request.POST, clock.now()
    watching.one(person, watch_id)
    try:
        if name == "audience":
            version = asked.get("version", "")
            services.watch_audience(
                watch_id=watch_id, audience=tuple(asked.getlist("audience")), onward="onward" in asked,
                version=int(version) if version.isdigit() else 0, by=person, at=at,
            )  # fmt: skip
        else:
            services.watch_act(watch_id=watch_id, name=name, given=asked.dict(), by=person, at=at)
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, speak(error.sentence))
    return redirect("watch_one", watch_id=watch_id)


def _moment(request: HttpRequest) -> datetime:
    """Return the moment something was seen: the day that was given, or now."""
    day, at = forms.day(request.POST, "seen"), clock.now()
    return min(datetime.combine(day, time(0, 0), UTC), at) if day and day <= at.date() else at
