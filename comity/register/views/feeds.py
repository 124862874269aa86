# SPDX-License-Identifier: Apache-2.0
"""The page of feeds: tokens for programs, feeds of other servers, and what they brought, to take over or leave."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.reference import load
from comity.register import services
from comity.register.queries import access, feeds, watching
from comity.register.rules.stix import reading
from comity.register.views.gate import workers


@never_cache
@workers
def home(request: HttpRequest, person: Person, made: tuple[str, str] | None = None, wrong: Any = ()) -> HttpResponse:
    """Show tokens, feeds and the inbox."""
    if not feeds.may_manage(person):
        raise NotFound("There is no such page.")
    return _page(request, person, made=made, wrong=wrong)


@never_cache
@require_POST
@workers
def make_token(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a token and show its secret this once."""
    asked = request.POST
    try:
        made = services.make_token(
            label=asked.get("label", ""), state=asked.get("state", ""), may_write="may_write" in asked, by=person,
            at=clock.now(),
        )  # fmt: skip
    except Invalid as error:
        return _page(request, person, wrong=[{"field": error.details.get("field", ""), "text": error.sentence}])
    return _page(request, person, made=made)


@require_POST
@workers
def set_up(request: HttpRequest, person: Person) -> HttpResponse:
    """Set a feed up."""
    asked = request.POST
    try:
        services.set_up_feed(
            label=asked.get("feed_label", ""), direction=asked.get("direction", ""), address=asked.get("address", ""),
            user=asked.get("user", ""), secret=asked.get("secret", ""), state=asked.get("feed_state", ""), by=person,
            at=clock.now(),
        )  # fmt: skip
    except Invalid as error:
        return _page(request, person, wrong=[{"field": error.details.get("field", ""), "text": error.sentence}])
    messages.success(request, _("Done."))
    return redirect("watch_feeds")


@require_POST
@workers
def end(request: HttpRequest, person: Person) -> HttpResponse:
    """Revoke a token or stop a feed."""
    token, feed = request.POST.get("token", ""), request.POST.get("feed", "")
    if token:
        services.revoke_token(token_id=str(access.key(token)), by=person, at=clock.now())
    else:
        services.stop_feed(feed_id=str(access.key(feed)), by=person, at=clock.now())
    messages.success(request, _("Done."))
    return redirect("watch_feeds")


@require_POST
@workers
def judge(request: HttpRequest, person: Person) -> HttpResponse:
    """Take an object of the inbox over into the watch list, for nobody but this State at first, or leave it."""
    asked, at = request.POST, clock.now()
    seq, take = asked.get("seq", ""), "take" in asked
    try:
        services.judge_feed(seq=int(seq) if seq.isdigit() and len(seq) < 19 else 0, take=take, by=person, at=at)
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, speak(error.sentence))
    return redirect("watch_feeds")


def _page(request: HttpRequest, person: Person, *, made: Any = None, wrong: Any = ()) -> HttpResponse:
    context = {
        "tokens": feeds.tokens(person), "feeds": feeds.feeds(person), "made": made, "wrong": wrong,
        "inbox": [(line, reading.indicator(json.loads(line.object.body))) for line in feeds.inbox(person)],
        "states": load().states, "values": request.POST, "now": clock.now(), "own": watching.own_state(),
        "address": request.build_absolute_uri("/taxii2/"),
    }  # fmt: skip
    return render(request, "register/feeds.html", context, status=422 if wrong else 200)
