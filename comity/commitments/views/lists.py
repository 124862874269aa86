# SPDX-License-Identifier: Apache-2.0
"""Pages that show many promises: overview, matrix, timeline, overdue, what my State owes, plans, notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.commitments import forms, services
from comity.commitments.queries import access, pages, pictures, reading, summit
from comity.commitments.rules import figures
from comity.commitments.rules.lifecycle import Status
from comity.documents.rules import charts


@never_cache
@require_GET
@signed_in
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the commitments of a filter with how their promises stand."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    duties = reading.duties(found.chosen, on=clock.today())
    counts = figures.count_by(duties, lambda d: d.commitment)
    rows = [(c, counts[c.id]) for c in reading.commitments(found.chosen) if c.id in counts]
    whole = figures.count(duties)
    context = {
        **found.context(person), "rows": found.page_of(rows), "total": len(rows), "whole": whole,
        "picture": charts.svg(pictures.whole(whole)), "order": figures.ORDER,
    }  # fmt: skip
    return render(request, "commitments/overview.html", context)


@never_cache
@require_GET
@signed_in
def matrix(request: HttpRequest, person: Person) -> HttpResponse:
    """Show addressee × commitment of one text."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    chosen = found.one_text(pages.texts(found.organisations))
    commitments = reading.commitments(chosen)
    duties = reading.duties(chosen, on=clock.today())
    cells: dict[str, dict[str, Status]] = {}
    for duty in duties:
        cells.setdefault(duty.owner, {})[duty.commitment] = duty.shown
    context = {
        **found.context(person), "chosen": chosen, "commitments": commitments, "cells": sorted(cells.items()),
        "picture": charts.svg(pictures.matrix(duties, commitments)) if duties else "",
    }  # fmt: skip
    return render(request, "commitments/matrix.html", context)


@never_cache
@require_GET
@signed_in
def timeline(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what falls due when."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    duties = [d for d in reading.duties(found.chosen, on=clock.today()) if d.due_on]
    known = {c.id: c for c in reading.commitments(found.chosen)}
    rows = sorted(((d, known[d.commitment]) for d in duties), key=lambda row: (row[0].due_on, row[0].commitment))
    drawn = pictures.timeline(duties, known, today=clock.today())
    context = {
        **found.context(person), "rows": found.page_of(rows), "total": len(rows),
        "picture": charts.svg(drawn) if rows else "",
    }  # fmt: skip
    return render(request, "commitments/timeline.html", context)


@never_cache
@require_GET
@signed_in
def overdue(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what is overdue and by whom."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    duties = reading.duties(found.chosen, on=clock.today())
    known = {c.id: c for c in reading.commitments(found.chosen)}
    late = summit.late(duties, known, on=clock.today())
    by_owner = figures.count_by([item.duty for item in late], lambda d: d.owner)
    context = {
        **found.context(person), "late": found.page_of(late), "total": len(late),
        "owners": sorted(by_owner.items(), key=lambda pair: (-pair[1].whole, pair[0])),
    }  # fmt: skip
    return render(request, "commitments/overdue.html", context)


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what my State (for an officer: the Secretariat) owes, most pressing first."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    chosen = found.owned_by(person.state or "secretariat")
    duties = reading.duties(chosen, on=clock.today())
    known = {c.id: c for c in reading.commitments(chosen)}
    rows = sorted(((d, known[d.commitment]) for d in duties), key=forms.pressing)
    context = {
        **found.context(person), "chosen": chosen, "rows": found.page_of(rows), "total": len(rows),
        "whole": figures.count(duties), "order": figures.ORDER, "owner": chosen.owner, "imports": pages.imports(person),
    }  # fmt: skip
    return render(request, "commitments/mine.html", context)


@never_cache
@require_GET
@signed_in
def plans(request: HttpRequest, person: Person) -> HttpResponse:
    """Show every plan."""
    return render(request, "commitments/plans.html", {"plans": pages.plans(person, on=clock.today()), "me": person})


@never_cache
@require_GET
@signed_in
def plan(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show one plan: sections, years, commitments."""
    found = pages.plan(person, slug, on=clock.today())
    picture = charts.svg(pictures.whole(found.counts))
    return render(request, "commitments/plan.html", {"plan": found, "picture": picture, "order": figures.ORDER})


@never_cache
@require_GET
@signed_in
def notices(request: HttpRequest, person: Person) -> HttpResponse:
    """Show a person's reminders; what was new is read with it."""
    lines = pages.notices(person, on=clock.today())
    services.seen(by=person, at=clock.now())
    return render(
        request,
        "commitments/notices.html",
        {"lines": lines, "is_contact": not access.organisations(person, on=clock.today())},
    )
