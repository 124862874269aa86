# SPDX-License-Identifier: Apache-2.0
"""Pages of a draft: begin, task list, one thing per page, documents, check before release."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.assistance import services
from comity.assistance.queries import drafts, views
from comity.assistance.rules import forms, preflight
from comity.base import clock
from comity.base.errors import Invalid, Refused
from comity.instruments.views import families, law_sections
from comity.reference import load


@never_cache
@signed_in
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Begin a request: State, offences, measures, title."""
    asked, wrong = request.POST or request.GET, []
    if request.method == "POST":
        try:
            made = services.start_draft(
                by=person, requested=asked.get("requested", ""), offences=asked.getlist("offence"),
                measures=asked.getlist("measure"), title=asked.get("title", ""), urgent="urgent" in asked,
                restricted="restricted" in asked, at=clock.now(),
            )  # fmt: skip
            return redirect("draft", request_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", "requested"), "text": error.sentence}]
    context = {
        "states": load().states, "offences": list(load().offences), "families": families(), "wrong": wrong,
        "chosen": {"requested": asked.get("requested", ""), "offences": asked.getlist("offence"),
                   "measures": asked.getlist("measure"), "title": asked.get("title", ""), "urgent": "urgent" in asked},
    }  # fmt: skip
    return render(request, "assistance/begin.html", context, status=422 if wrong else 200)


@never_cache
@signed_in
def draft(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Show the task list of a draft."""
    at = clock.now()
    tasks, answer = drafts.tasks(person, request_id, at=at)
    view = views.request(person, request_id, at=at)
    found = drafts.findings(person, request_id, at=at)
    context = {"r": view, "tasks": tasks, "answer": answer, "findings": found, "blocked": preflight.blocks(found)}
    return render(request, "assistance/draft.html", context)


@never_cache
@signed_in
def page(request: HttpRequest, person: Person, request_id: str, section: str) -> HttpResponse:
    """Fill in one page of a draft."""
    at, wrong = clock.now(), []
    tasks, _answer = drafts.tasks(person, request_id, at=at)
    shown = forms.section(tuple(t.section for t in tasks), section)
    view = views.request(person, request_id, at=at)
    values: Any = view.content
    if request.method == "POST":
        values = request.POST
        try:
            services.save_page(
                request_id=request_id, section=section, values={f.key: values.get(f.key, "") for f in shown.fields},
                version=int(values.get("version") or 0), by=person, at=at,
            )  # fmt: skip
            return redirect(_next(request, request_id, [t.section.key for t in tasks], section))
        except (Invalid, Refused) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {"r": view, "section": shown, "values": values, "wrong": wrong, "version": view.version}
    return render(request, "assistance/page.html", context, status=422 if wrong else 200)


@never_cache
@signed_in
def basis(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Choose the legal basis among those the law offers."""
    at = clock.now()
    answer = drafts.law(person, request_id, at=at)
    view = views.request(person, request_id, at=at)
    if request.method == "POST":
        services.choose_basis(
            request_id=request_id, basis=request.POST.get("basis", ""), version=view.version, by=person, at=at
        )
        return redirect("draft", request_id=request_id)
    context = {"r": view, "answer": answer, "law_sections": law_sections(answer),
               "candidates": preflight.candidates(answer)}  # fmt: skip
    return render(request, "assistance/basis.html", context)


@never_cache
@signed_in
def documents(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Show, add and take off the annexes of a draft."""
    wrong = []
    if request.method == "POST":
        try:
            _attach(request, person, request_id)
            return redirect("draft_documents", request_id=request_id)
        except Invalid as error:
            wrong = [{"field": "file", "text": error.sentence}]
    at = clock.now()
    answer = drafts.law(person, request_id, at=at)
    view = views.request(person, request_id, at=at)
    kinds = [(d.key, d.text) for d in answer.documents if d.key != "none"]
    kinds += [(d.key, d.label) for slug in view.measures for d in load().measures[slug].supporting_documents]
    context = {"r": view, "kinds": dict(kinds), "wrong": wrong}
    return render(request, "assistance/documents.html", context, status=(wrong and 413) or 200)


@require_POST
@signed_in
def detach(_request: HttpRequest, person: Person, request_id: str, attachment: str) -> HttpResponse:
    """Take an annex off."""
    services.detach(request_id=request_id, attachment=str(attachment), by=person, at=clock.now())
    return redirect("draft_documents", request_id=request_id)


@never_cache
@signed_in
def check(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Show all answers and what preflight finds; submit, give back or release."""
    at = clock.now()
    if request.method == "POST":
        return _submit(request, person, request_id)
    tasks, answer = drafts.tasks(person, request_id, at=at)
    found = drafts.findings(person, request_id, at=at)
    context = {
        "r": views.request(person, request_id, at=at), "tasks": tasks, "answer": answer, "findings": found,
        "blocked": preflight.blocks(found), "me": person,
    }  # fmt: skip
    return render(request, "assistance/check.html", context)


def _submit(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    step = request.POST.get("step", "")
    if step == "release":
        services.release(request_id=request_id, by=person, at=clock.now())
        messages.success(request, _("The request was sealed and is on its way."))
    else:
        data = {"text": request.POST.get("text", "")}
        services.act(request_id=request_id, name=step, data=data, by=person, at=clock.now())
    return redirect("request", request_id=request_id)


def _attach(request: HttpRequest, person: Person, request_id: str) -> None:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise Invalid("Choose a file.")
    services.attach(
        request_id=request_id, blocks=file.chunks(), name=file.name or "", media_type=file.content_type or "",
        document=request.POST.get("document", ""), by=person, at=clock.now(),
    )  # fmt: skip


def _next(request: HttpRequest, request_id: str, keys: list[str], section: str) -> str:
    if "onward" in request.POST and section in keys[:-1]:
        return f"/requests/{request_id}/draft/{keys[keys.index(section) + 1]}/"
    return f"/requests/{request_id}/draft/"
