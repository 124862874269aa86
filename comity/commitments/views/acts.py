# SPDX-License-Identifier: Apache-2.0
"""One commitment: its page, reporting, reviewing, evaluating; making commitments and plans."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid
from comity.commitments import forms, services
from comity.commitments.queries import access, pages, sources
from comity.commitments.rules.addressees import Addressee
from comity.commitments.services import evaluating, making
from comity.evidence import queries as evidence
from comity.reference import load


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, person: Person, commitment_id: str) -> HttpResponse:
    """Show a commitment with its trail: back to the clause, forward to its reports."""
    return render(request, "commitments/commitment.html", {"p": pages.page(person, commitment_id, at=clock.now())})


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, person: Person, commitment_id: str, owner: str, name: str) -> HttpResponse:
    """Show the form of an act on one promise, and take the act."""
    row = forms.act_row(name)
    access.duty(person, commitment_id, owner, side=row.by, on=clock.today())
    wrong = []
    if request.method == "POST":
        try:
            forms.take(request, row, commitment_id, owner, by=person, at=clock.now())
            messages.success(request, _("It was recorded."))
            return redirect("commitment", commitment_id=commitment_id)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    page = pages.page(person, commitment_id, at=clock.now())
    owed = next(o for o in page.owed if o.duty.owner == owner)
    context = {"p": page, "o": owed, "row": row, "wrong": wrong, "values": request.POST, "today": clock.today()}
    return render(request, "commitments/act.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def evaluate(request: HttpRequest, person: Person, commitment_id: str) -> HttpResponse:
    """Evaluate a commitment; when the finding asks for it, adjust it."""
    wrong, at = [], clock.now()
    if request.method == "POST":
        try:
            since, until = forms.period(request.POST, at.date())
            services.evaluate(
                commitment_id=commitment_id, since=since, until=until, finding=request.POST.get("finding", ""),
                text=request.POST.get("text", ""), change=forms.change(request.POST), by=person, at=at,
            )  # fmt: skip
            messages.success(request, _("The evaluation was recorded."))
            return redirect("commitment", commitment_id=commitment_id)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    page = pages.page(person, commitment_id, at=at)
    making.only_secretariat(person, page.commitment.organisation, on=at.date())
    context = {"p": page, "wrong": wrong, "values": request.POST, "findings": evaluating.FINDINGS, "today": at.date()}
    return render(request, "commitments/evaluate.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a commitment from a clause or an outcome."""
    at = clock.now()
    making.only_secretariat(person, access.any_organisation(person, on=at.date())[0], on=at.date())
    wrong = []
    if request.method == "POST":
        try:
            made = services.make(
                given=forms.given(request.POST, request.POST.getlist("state")), by=person, at=at
            )  # fmt: skip
            return redirect("commitment", commitment_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "wrong": wrong, "values": request.POST or request.GET,
        "clauses": (*sources.clauses(person, at=at), *sources.outcomes(person, at=at)),
        "addressees": list(Addressee), "organisations": access.organisations(person, on=at.date()),
        "states": load().states, "chosen_states": request.POST.getlist("state"),
        "plans": pages.plan_choices(person, on=at.date()),
    }  # fmt: skip
    return render(request, "commitments/new.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new_plan(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a plan with its sections and years."""
    at = clock.now()
    mine = access.any_organisation(person, on=at.date())
    making.only_secretariat(person, mine[0], on=at.date())
    wrong = []
    if request.method == "POST":
        try:
            slug = services.make_plan(**forms.plan(request.POST), by=person, at=at)
            return redirect("plan", slug=slug)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {"wrong": wrong, "values": request.POST, "organisations": mine}
    return render(request, "commitments/new_plan.html", context, status=422 if wrong else 200)


@require_GET
@signed_in
def proof(_request: HttpRequest, person: Person, commitment_id: str, entry: UUID, file: UUID) -> HttpResponseBase:
    """Hand out a file that proves a report, always as a download."""
    found = evidence.file(access.proof(person, commitment_id, entry, file, on=clock.today()))
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)
