# SPDX-License-Identifier: Apache-2.0
"""Pages of bodies and expert groups: what they are, what is due, and the acts that begin there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.drafting.queries import texts
from comity.meetings import forms, services
from comity.meetings.queries import access, bodies, calendar

_TEXTS = 10


@never_cache
@signed_in
def listed(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the bodies a person has standing in."""
    if not person.attends_meetings:
        raise NotFound(access.NOT_THERE)
    on = clock.today()
    context: dict[str, Any] = {
        "bodies": bodies.listed(person, on=on),
        "notices": [n for n in calendar.notices(person, limit=5) if not n.read_at],
    }
    if person.has(Role.SECRETARIAT_OFFICER):
        found, _total = texts.listed(person, at=clock.now())
        context["imported"] = [text for text in found if text.is_imported]
    return render(request, "meetings/bodies.html", context)


@never_cache
@signed_in
def show(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show one body: names, members, rules, what is due, meetings."""
    page = bodies.page(person, slug, on=clock.today())
    found, _total = texts.listed(person, at=clock.now(), body=slug)
    return render(request, "meetings/body.html", {"b": page, "texts": found[:_TEXTS]})


@never_cache
@signed_in
def organisation(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Show an organisation: names, members, tracks, partners, bodies."""
    page = bodies.organisation_page(person, code, on=clock.today())
    return render(request, "meetings/organisation.html", {"o": page})


@require_POST
@signed_in
def record(request: HttpRequest, person: Person) -> HttpResponse:
    """Record the meetings an imported text tells of."""
    found = services.record_text(text=request.POST.get("text", ""), by=person, at=clock.now())
    for meeting in (*found.made, *found.completed):
        messages.success(request, _("Recorded: %(meeting)s") % {"meeting": meeting})
    for title in found.left:
        messages.warning(request, _("No body or day was found for: %(title)s") % {"title": title})
    return redirect("bodies")


@never_cache
@signed_in
def begin(request: HttpRequest, person: Person, slug: str, name: str) -> HttpResponse:
    """Show and take an act that begins a meeting: offer to host, plan, request an extraordinary session."""
    page = bodies.page(person, slug, on=clock.today())
    starts = {"offer_next": _offer, "plan": _plan, "request_session": _request}
    if name not in starts:
        raise NotFound(access.NOT_THERE)
    wrong: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            return redirect("meeting", meeting_id=starts[name](request, person, slug))
        except (Invalid, Refused) as error:
            wrong = [{"field": str(error.details.get("field", "")), "text": error.sentence}]
    context = {"b": page, "act": name, **_form(request, name, wrong)}
    return render(request, "meetings/begin.html", context, status=422 if wrong else 200)


@require_POST
@signed_in
def practice(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Configure a practice of a body."""
    key, values = request.POST.get("key", ""), _practice(request)
    services.set_practice(body=slug, key=key, values=values, by=person, at=clock.now())
    messages.success(request, _("The practice is configured. It warns and never blocks."))
    return redirect("body", slug=slug)


@never_cache
@signed_in
def group(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show an expert group: who sits in it, who is missing, tasks, meetings."""
    return render(request, "meetings/group.html", {"g": bodies.group_page(person, slug, on=clock.today())})


@never_cache
@signed_in
def group_act(request: HttpRequest, person: Person, slug: str, name: str) -> HttpResponse:
    """Show and take an act of an expert group."""
    page, acts = bodies.group_page(person, slug, on=clock.today()), _GROUP_ACTS
    if name not in acts:
        raise NotFound(access.NOT_THERE)
    wrong: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            acts[name](group=slug, by=person, at=clock.now(), **forms.read(name, request.POST))
            return redirect("group", slug=slug)
        except (Invalid, Refused) as error:
            wrong = [{"field": str(error.details.get("field", "")), "text": error.sentence}]
    context = {"g": page, "act": name, **_form(request, name, wrong)}
    return render(request, "meetings/begin.html", context, status=422 if wrong else 200)


def _convene(**given: Any) -> None:
    services.convene_group(titles={}, **given)


_GROUP_ACTS: dict[str, Callable[..., Any]] = {
    "take_seat": services.take_seat, "leave_seat": services.leave_seat, "set_task": services.set_task,
    "convene_group": _convene,
}  # fmt: skip


def _form(request: HttpRequest, name: str, wrong: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "fields": forms.FORMS.get(name, ()),
        "wrong": wrong,
        "values": request.POST,
        "languages": settings.LANGUAGES,
    }


def _offer(request: HttpRequest, person: Person, slug: str) -> str:
    values = forms.read("offer_next", request.POST)
    titles = values.pop("title")
    return services.offer_next(body=slug, titles=titles, by=person, at=clock.now(), **values)


def _plan(request: HttpRequest, person: Person, slug: str) -> str:
    return services.plan(body=slug, titles=forms.read("plan", request.POST)["title"], by=person, at=clock.now())


def _request(request: HttpRequest, person: Person, slug: str) -> str:
    subject = forms.read("request_session", request.POST)["subject"]
    return services.request_session(body=slug, subject=subject, by=person, at=clock.now())


def _practice(request: HttpRequest) -> dict[str, Any]:
    """Return the values of a practice: whole numbers, a share, a choice; none when it is taken back."""
    post = request.POST
    if "back" in post:
        return {}
    whole = {name: post[name] for name in ("every_months", "days_before", "max_held") if post.get(name)}
    values: dict[str, Any] = {name: int(text) if text.isdigit() else text for name, text in whole.items()}
    if post.get("denominator"):
        share = {name: int(post[name]) if post.get(name, "").isdigit() else -1 for name in ("numerator", "denominator")}
        name = "approval" if post.get("key") == "extraordinary" else "share"
        values[name] = {**share, "more_than": "more_than" in post, "of": post.get("of", "members")}
    if post.get("key") == "extraordinary":
        values["requested_by"] = "any-member"
    if post.get("key") == "host":
        order = post.get("order", "").replace(",", " ").upper().split()
        values |= {"by": "rotation" if order else "offer-and-welcome", "order": order}
    if post.get("key") == "proxies":
        values["allowed"] = post.get("allowed") == "yes"
    return values
