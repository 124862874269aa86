# SPDX-License-Identifier: Apache-2.0
"""Pages to write: begin a text, one form per clause of the draft, the page of a conflict, the translation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.access import with_role
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import Invalid, NotFound
from comity.drafting import services
from comity.drafting.queries import pages, rows, texts
from comity.drafting.queries.shapes import TextView
from comity.drafting.rules.changing import Change, ClauseGone
from comity.drafting.rules.comparing import words
from comity.drafting.rules.languages import placed, wording_of
from comity.drafting.rules.tree import Kind
from comity.drafting.services.opening import ChangedMeanwhile
from comity.drafting.services.writing import Wording
from comity.drafting.views.negotiating import edit_from
from comity.drafting.views.reading import for_meetings, number_of
from comity.reference import load

FORMS_PER_PAGE = 50
_PATHS = ("slug", "organisation", "body", "kind", "title", "languages", "authentic", "decision", "wording")


@never_cache
@with_role(Role.SECRETARIAT_OFFICER)
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Begin a text: tasked by a meeting, or with a first draft pasted as plain text."""
    wrong = []
    given = request.POST if request.method == "POST" else request.GET
    asked = {key: given.get(key, "").strip() for key in _PATHS}
    if request.method == "POST":
        try:
            slug = services.begin_from_words(
                **asked, observers_comment="observers" in request.POST, by=person, at=clock.now()
            )
            return redirect("text", slug=slug)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    organisations = sorted({row.organisation for row in load().membership})
    context = {
        "wrong": wrong,
        "values": asked,
        "kinds": list(Kind),
        "organisations": organisations,
        "bodies": load().bodies,
    }
    return render(request, "drafting/begin.html", context, status=422 if wrong else 200)


@never_cache
@for_meetings
def write(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show the draft, one form per clause; take a new title and closing words."""
    view, asked = _writable(person, slug), request.POST
    if request.method == "POST":
        services.edit_frame(
            text=slug, title=asked.get("title", ""), closing=asked.get("closing", ""),
            based_on=_digits(asked.get("based_on", "")), by=person, at=clock.now(),
        )  # fmt: skip
        return redirect("text_write", slug=slug)
    tree = texts.tree_of(view)
    clauses, page, starts = rows.paged(tree, number_of(request), FORMS_PER_PAGE)
    context = {"t": view, "s": view.summary, "clauses": clauses, "page": page, "starts": starts}
    return render(request, "drafting/write.html", context)


@never_cache
@for_meetings
def write_clause(request: HttpRequest, person: Person, slug: str, clause_id: str) -> HttpResponse:
    """Change one clause of the draft; show the conflict when somebody else did meanwhile."""
    view = _writable(person, slug)
    if request.method != "POST":
        return _clause_form(request, person, slug, clause_id, [])
    try:
        edit = edit_from(request, "" if clause_id == "-" else clause_id)
        services.edit_clause(
            text=slug, edit=edit, based_on=_digits(request.POST.get("based_on", "")), by=person, at=clock.now()
        )
    except (ChangedMeanwhile, ClauseGone) as error:
        return _conflict(request, person, slug, clause_id, error.sentence)
    except Invalid as error:
        return _clause_form(request, person, slug, clause_id, [{"field": "wording", "text": error.sentence}])
    messages.success(request, _("Saved as a new version."))
    page = rows.page_of(texts.tree_of(view), clause_id, FORMS_PER_PAGE)
    return redirect(f"/texts/{slug}/write/?page={page}#c-{clause_id}")


@never_cache
@for_meetings
def languages(request: HttpRequest, person: Person, slug: str, language: str) -> HttpResponse:
    """Show two languages beside each other; whoever drafts translates here, one form per clause."""
    at, wrong = clock.now(), []
    if request.method == "POST":
        try:
            _translate(request, person, slug, language)
            back = f"/texts/{slug}/languages/{language}/?page={number_of(request)}"
            return redirect(f"{back}#c-{request.POST.get('clause', '')}")
        except (Invalid, ChangedMeanwhile, ClauseGone) as error:
            wrong = [{"field": f"w-{request.POST.get('clause', '')}", "text": error.sentence}]
    view = texts.view(person, slug, at=at)
    found = pages.beside(person, slug, language, at=at)
    start = (number_of(request) - 1) * FORMS_PER_PAGE
    shown = [(row, wording_of(row.other) if row.other else "") for row in found.rows[start : start + FORMS_PER_PAGE]]
    context = {
        "t": view, "s": view.summary, "l": found, "rows": shown, "page": number_of(request), "wrong": wrong,
        "has_more": start + FORMS_PER_PAGE < len(found.rows), "may_translate": view.may("translate"),
        "mine": request.POST if wrong else {},
    }  # fmt: skip
    return render(request, "drafting/languages.html", context, status=422 if wrong else 200)


@require_POST
@for_meetings
def agree(request: HttpRequest, person: Person, slug: str, language: str) -> HttpResponse:
    """Say of a clause that both languages agree."""
    clause = request.POST.get("clause", "")
    services.confirm_match(text=slug, language=language, clause=clause, by=person, at=clock.now())
    return redirect(f"/texts/{slug}/languages/{language}/?page={number_of(request)}#c-{clause}")


def _translate(request: HttpRequest, person: Person, slug: str, language: str) -> None:
    asked = request.POST
    clause = asked.get("clause", "")
    if clause == "(whole)":
        services.translate(
            text=slug, language=language, wordings={}, title=asked.get("title", ""),
            closing=asked.get("closing", "").strip(), by=person, at=clock.now(),
        )  # fmt: skip
        return
    wording = Wording(asked.get("wording", "").replace("\r\n", "\n").strip(), asked.get("heading", "").strip())
    services.translate(
        text=slug, language=language, wordings={clause: wording}, read={clause: asked.get("read", "")},
        checked=[clause] if "checked" in asked else [], by=person, at=clock.now(),
    )  # fmt: skip


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _writable(person: Person, slug: str) -> TextView:
    view = texts.view(person, slug, at=clock.now())
    if not view.may("write") or view.tree is None:
        raise NotFound("There is no such page.")
    return view


def _clause_form(request: HttpRequest, person: Person, slug: str, clause_id: str, wrong: list[Any]) -> HttpResponse:
    view = _writable(person, slug)
    tree = texts.tree_of(view)
    found = None if clause_id == "-" else pages.find(tree, clause_id)[0]
    context = {
        "t": view, "s": view.summary, "clause": found, "clause_id": clause_id, "values": request.POST, "wrong": wrong,
        "changes": list(Change), "targets": [c for c, _d, _p in placed(tree) if c.id != clause_id][:300],
    }  # fmt: skip
    return render(request, "drafting/write_clause.html", context, status=422 if wrong else 200)


def _conflict(request: HttpRequest, person: Person, slug: str, clause_id: str, sentence: str) -> HttpResponse:
    view = _writable(person, slug)
    mine = request.POST.get("wording", "").replace("\r\n", "\n")
    stands = next((c for c, _d, _p in placed(texts.tree_of(view)) if c.id == clause_id), None)
    context = {
        "t": view, "s": view.summary, "clause": stands, "clause_id": clause_id, "mine": mine, "sentence": sentence,
        "heading": request.POST.get("heading", ""), "parts": words(stands.text, mine) if stands else (),
        "change": request.POST.get("change", ""),
    }  # fmt: skip
    return render(request, "drafting/conflict.html", context, status=409)
