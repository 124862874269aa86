# SPDX-License-Identifier: Apache-2.0
"""A person's calendar: what they were told, the address to subscribe to, and the calendar itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.meetings import services
from comity.meetings.queries import access, calendar
from comity.meetings.rules import icalendar
from comity.meetings.services import calendars


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def show(request: HttpRequest, person: Person) -> HttpResponse:
    """Show notices and the subscription; make its address, revoke it, mark notices as read."""
    if not person.attends_meetings:
        raise NotFound(access.NOT_THERE)
    if request.method == "POST":
        _act(request, person)
        return redirect("calendar")
    at, token = clock.now(), calendars.token_of(person)
    context = {
        "address": f"{settings.COMITY_ENV['BASE_URL']}/calendar/{token}.ics" if token else "",
        "notices": calendar.notices(person),
        "events": calendar.events(person, on=at.date(), host=settings.COMITY_ENV["BASE_URL"]),
    }
    return render(request, "meetings/calendar.html", context)


@never_cache
@require_GET
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the calendar of an address: what its person may see today."""
    person = calendars.person_of(token)
    events = calendar.events(person, on=clock.today(), host=settings.COMITY_ENV["BASE_URL"])
    data = icalendar.write(events, name=f"Comity · {person.name}")
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="comity.ics"'
    return answer


def _act(request: HttpRequest, person: Person) -> None:
    at = clock.now()
    if "make" in request.POST:
        calendars.make_feed(by=person, at=at)
        messages.success(request, _("Your calendar address is ready. An address made before has stopped working."))
    elif "revoke" in request.POST:
        calendars.revoke_feed(by=person, at=at)
        messages.success(request, _("The address has stopped working."))
    else:
        services.read(by=person, at=at)
