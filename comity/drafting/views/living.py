# SPDX-License-Identifier: Apache-2.0
"""Pages of a text's life: a step with what it demands, chair and signatories, the doubts of an import."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts import queries as accounts
from comity.accounts.access import with_role
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import Invalid, Refused
from comity.drafting import services
from comity.drafting.queries import pages, texts
from comity.drafting.rules.importing.decoding import LIMIT_BYTES
from comity.drafting.rules.life import NotNow
from comity.drafting.views.reading import for_meetings


@never_cache
@for_meetings
def step(request: HttpRequest, person: Person, slug: str, act: str) -> HttpResponse:
    """Show what a step demands, and take it."""
    view = texts.view(person, slug, at=clock.now())
    row = next((r for r in view.acts if r.act == act and r.is_step), None)
    if row is None:
        raise NotNow("This step is not possible any more, or not yet. Reload the text to see where it stands.")
    wrong = []
    if request.method == "POST":
        try:
            services.carry_on(text=slug, act=act, by=person, at=clock.now(), data=request.POST.dict())
            messages.success(request, _("Done."))
            return redirect("text", slug=slug)
        except (Invalid, Refused) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {"t": view, "s": view.summary, "row": row, "wrong": wrong, "values": request.POST}
    return render(request, "drafting/step.html", context, status=422 if wrong else 200)


@never_cache
@with_role(Role.SECRETARIAT_OFFICER)
def people(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Name the chair and the heads of delegation of a text."""
    at, wrong, asked = clock.now(), [], request.POST
    view = texts.view(person, slug, at=at)
    if request.method == "POST":
        try:
            _name(request, person, slug)
            return redirect("text_people", slug=slug)
        except (Invalid, Refused) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "t": view, "s": view.summary, "delegates": accounts.people(Role.DELEGATE), "wrong": wrong, "values": asked,
        "chairs": texts.chairs(person, slug, at=at),
    }  # fmt: skip
    return render(request, "drafting/people.html", context, status=422 if wrong else 200)


@never_cache
@with_role(Role.SECRETARIAT_OFFICER)
def take_in(request: HttpRequest, person: Person, keep: Callable[..., str]) -> HttpResponse:
    """Import an official text from a plain text file."""
    wrong = []
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None or isinstance(file, list):
                raise Invalid("Choose a file.", field="file")
            slug = keep(data=file.read(LIMIT_BYTES + 1), name=file.name or "", by=person, at=clock.now())
            return redirect("text_doubts", slug=slug)
        except Invalid as error:
            wrong = [{"field": "file", "text": error.sentence}]
    return render(request, "drafting/import.html", {"wrong": wrong}, status=422 if wrong else 200)


@never_cache
@with_role(Role.SECRETARIAT_OFFICER)
def doubts(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show what an import was unsure of, each to be confirmed or corrected."""
    at = clock.now()
    view = texts.view(person, slug, at=at)
    context = {"t": view, "s": view.summary, "doubts": pages.doubts(person, slug, at=at)}
    return render(request, "drafting/doubts.html", context)


@require_POST
@with_role(Role.SECRETARIAT_OFFICER)
def answer(request: HttpRequest, person: Person, slug: str, doubt: int) -> HttpResponse:
    """Confirm or correct one doubt."""
    said = "" if "confirm" in request.POST else request.POST.get("answer", "")
    services.answer_doubt(text=slug, doubt=doubt, answer=said, by=person, at=clock.now())
    return redirect(f"/texts/{slug}/doubts/#d-{doubt}")


def _name(request: HttpRequest, person: Person, slug: str) -> None:
    asked = request.POST
    chosen = asked.get("person", "")
    if not chosen.isdigit():
        raise Invalid("Choose a person.", field="person")
    if asked.get("act") == "chair":
        services.name_chair(text=slug, person_id=int(chosen), by=person, at=clock.now())
        return
    head = accounts.person(int(chosen))
    services.name_signatory(
        text=slug, person_id=head.id, state=head.state, institution=asked.get("institution", ""),
        office=asked.get("office", ""), name=asked.get("name", "") or head.name, by=person, at=clock.now(),
    )  # fmt: skip
