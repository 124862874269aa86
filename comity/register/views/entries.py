# SPDX-License-Identifier: Apache-2.0
"""Pages of entries: enter, show, say more, take back, who may know, give to a partner, withdraw."""

from __future__ import annotations

from collections.abc import Callable

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
from comity.register import forms, services
from comity.register.queries import concerned, linkage, pages, sameness
from comity.register.rules import terms, things
from comity.register.rules.category import Category, matched_between
from comity.register.rules.travelling import CERTAINTIES
from comity.register.views.gate import workers


@never_cache
@workers
def new(request: HttpRequest, person: Person, case_id: str, schema: str) -> HttpResponse:
    """Enter a person or thing into a case."""
    case, asked, wrong, at = pages.case_view(person, case_id), request.POST, [], clock.now()
    fields = forms.fields(schema)
    if request.method == "POST":
        try:
            made = services.enter(
                case_id=case_id, schema=schema, category=asked.get("category", ""), said=forms.said(schema, asked),
                handling=forms.handling_code(asked), review=forms.day(asked, "review_date"),
                purge=forms.day(asked, "purge_date"), by=person, at=at,
            )  # fmt: skip
            return redirect("register_entry", entry_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "c": case, "schema": schema, "fields": fields, "wrong": wrong, "values": asked, "caption": fields[0][0],
        "categories": [c.value for c in Category if c], "certainties": CERTAINTIES, "states": load().states,
        "audience": asked.getlist("audience"), "purposes": asked.getlist("purpose"),
        "review": at.date() + terms.REVIEW_AFTER, "purge": at.date() + terms.PURGE_AFTER,
    }  # fmt: skip
    return render(request, "register/entry_new.html", context, status=422 if wrong else 200)


@never_cache
@workers
def show(request: HttpRequest, person: Person, entry_id: str) -> HttpResponse:
    """Show an entry whole: values with their sources, who may know, history."""
    view = pages.entry_view(person, entry_id)
    services.read_entry(entry_id=entry_id, by=person, at=clock.now())
    context = {
        "e": view, "properties": list(things.thing(view.row.schema).properties), "certainties": CERTAINTIES,
        "states": load().states, "cases": pages.cases(person) if view.foreign else (), "today": clock.today(),
        "handling_values": {"shows": "" if view.handling.hit_only else "content", "onward": view.handling.onward},
        "sameness": sameness.sameness(person, entry_id), "links": linkage.links_of(person, entry_id),
        "rights": concerned.requests(person, entry_id=entry_id),
        "next_review": clock.today() + terms.REVIEW_AFTER, "next_purge": clock.today() + terms.PURGE_AFTER,
        "is_shareable": matched_between(Category(view.row.category)),
    }  # fmt: skip
    return render(request, "register/entry.html", context)


@require_POST
@workers
def act(request: HttpRequest, person: Person, entry_id: str, name: str) -> HttpResponse:
    """Take one step on an entry and go back to it, or to its case when nobody sees it any more."""
    view = pages.entry_view(person, entry_id)
    if name not in _ACTS:
        raise NotFound("There is no such page.")
    try:
        _ACTS[name](request, person, entry_id)
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, speak(error.sentence))
    if name == "withdraw" and not pages.is_readable(person, entry_id):
        return redirect("register_case", case_id=view.row.case_id)
    return redirect("register_entry", entry_id=entry_id)


def _say(request: HttpRequest, person: Person, entry_id: str) -> None:
    asked = request.POST
    said = services.Said(
        asked.get("prop", ""), asked.get("value", ""), asked.get("language", ""), asked.get("source", ""),
        asked.get("certainty", "probable"),
    )  # fmt: skip
    services.say(entry_id=entry_id, said=[said], by=person, at=clock.now())


def _retract(request: HttpRequest, person: Person, entry_id: str) -> None:
    services.retract(entry_id=entry_id, statement_id=request.POST.get("statement", ""), by=person, at=clock.now())


def _handling(request: HttpRequest, person: Person, entry_id: str) -> None:
    version = request.POST.get("version", "")
    services.set_handling(
        entry_id=entry_id, handling=forms.handling_code(request.POST),
        version=int(version) if version.isdigit() else 0, by=person, at=clock.now(),
    )  # fmt: skip


def _disclose(request: HttpRequest, person: Person, entry_id: str) -> None:
    asked = request.POST
    services.disclose(
        entry_id=entry_id, to_state=asked.get("to_state", ""), purpose=asked.get("purpose", ""), by=person,
        at=clock.now(),
    )  # fmt: skip


def _pass_on(request: HttpRequest, person: Person, entry_id: str) -> None:
    services.pass_on(entry_id=entry_id, to_state=request.POST.get("to_state", ""), by=person, at=clock.now())


def _link(request: HttpRequest, person: Person, entry_id: str) -> None:
    services.link_to_case(entry_id=entry_id, case_id=request.POST.get("case", ""), by=person, at=clock.now())


def _withdraw(request: HttpRequest, person: Person, entry_id: str) -> None:
    services.withdraw(entry_id=entry_id, reason=request.POST.get("reason", ""), by=person, at=clock.now())


def _judge(request: HttpRequest, person: Person, entry_id: str) -> None:
    asked = request.POST
    services.judge(
        left=entry_id, right=asked.get("other", ""), is_same="same" in asked, reason=asked.get("reason", ""),
        by=person, at=clock.now(),
    )  # fmt: skip


def _unjudge(request: HttpRequest, person: Person, _entry_id: str) -> None:
    services.unjudge(judgement_id=request.POST.get("ruling", ""), by=person, at=clock.now())


def _renew(request: HttpRequest, person: Person, entry_id: str) -> None:
    asked = request.POST
    services.renew(
        entry_id=entry_id, review=forms.day(asked, "review_date"), purge=forms.day(asked, "purge_date"),
        reason=asked.get("reason", ""), by=person, at=clock.now(),
    )  # fmt: skip


_ACTS: dict[str, Callable[[HttpRequest, Person, str], None]] = {
    "say": _say, "retract": _retract, "handling": _handling, "disclose": _disclose, "pass-on": _pass_on, "link": _link,
    "withdraw": _withdraw, "judge": _judge, "unjudge": _unjudge, "renew": _renew,
}  # fmt: skip
