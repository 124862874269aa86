# SPDX-License-Identifier: Apache-2.0
"""Pages to negotiate: one clause with its proposals, positions and comments, and the acts on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid, Refused
from comity.base.ids import new_uuid
from comity.drafting import services
from comity.drafting.queries import pages, rows, texts
from comity.drafting.rules.changing import Change, Edit
from comity.drafting.rules.comparing import words
from comity.drafting.rules.languages import placed
from comity.drafting.rules.life import AGREED_STAGES, Stage
from comity.drafting.rules.passages import cut
from comity.drafting.rules.positions import Stance
from comity.drafting.views.reading import for_meetings

_MOST_TARGETS = 300


@never_cache
@for_meetings
def clause(request: HttpRequest, person: Person, slug: str, clause_id: str) -> HttpResponse:
    """Show one clause and what is said of it; take a proposal, position or comment."""
    wrong = []
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("act", ""), _no_act)(request, person, slug, clause_id)
            return redirect("text_clause", slug=slug, clause_id=clause_id)
        except (Invalid, Refused) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    return render(request, "drafting/clause.html", _shown(request, person, slug, clause_id, wrong),
                  status=422 if wrong else 200)  # fmt: skip


@require_POST
@for_meetings
def comment(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Comment on the whole text."""
    services.comment(
        text=slug, clause="", body=request.POST.get("body", ""), by=person, at=clock.now(),
        token=request.POST.get("token", ""),
    )  # fmt: skip
    return redirect("text", slug=slug)


@require_POST
@for_meetings
def take(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Take the ticked proposals into a new version."""
    chosen = [int(n) for n in request.POST.getlist("proposal") if n.isascii() and n.isdigit()]
    number = services.take(text=slug, proposals=chosen, by=person, at=clock.now())
    messages.success(request, _("Version %(number)s was made.") % {"number": number})
    return redirect(f"/texts/{slug}/compare/")


@require_POST
@for_meetings
def decide(request: HttpRequest, person: Person, slug: str, proposal: int) -> HttpResponse:
    """Leave a proposal out, or take back one's own."""
    if request.POST.get("act") == "withdraw":
        services.withdraw_proposal(text=slug, proposal=proposal, by=person, at=clock.now())
    else:
        answer = request.POST.get("answer", "")
        services.decline(text=slug, proposal=proposal, answer=answer, by=person, at=clock.now())
    return redirect("text_proposals", slug=slug)


@never_cache
@for_meetings
def proposals(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show every proposal with what it would change; the Secretariat and the chair take or decline."""
    at = clock.now()
    view = texts.view(person, slug, at=at)
    stands = {c.id: c for c, _depth, _pre in placed(view.tree)} if view.tree else {}
    found = [
        (p, words(stands[p.clause].text, p.wording) if p.change == "reword" and p.clause in stands else (),
         stands.get(p.clause))
        for p in pages.proposals(person, slug, at=at)
    ]  # fmt: skip
    context = {"t": view, "s": view.summary, "proposals": found, "me": person}
    return render(request, "drafting/proposals.html", context)


def _shown(request: HttpRequest, person: Person, slug: str, clause_id: str, wrong: list[Any]) -> dict[str, Any]:
    at = clock.now()
    view = texts.view(person, slug, at=at)
    tree = texts.tree_of(view)
    found, depth, pre = pages.find(tree, clause_id)
    order = placed(tree)
    offered = pages.proposals(person, slug, at=at, clause=clause_id)
    return {
        "t": view, "s": view.summary, "clause": found, "depth": depth, "in_preamble": pre, "wrong": wrong,
        "passages": cut(found.text, rows.cited_in(person, slug, at=at).get(clause_id, ())),
        "proposals": [(p, words(found.text, p.wording) if p.change == "reword" else ()) for p in offered],
        "positions": pages.positions_on(person, slug, clause_id, at=at), "me": person,
        "comments": pages.comments(person, slug, at=at, clause=clause_id), "stances": list(Stance),
        "changes": list(Change), "token": request.POST.get("token") or new_uuid(), "values": request.POST,
        "targets": [c for c, _depth, _pre in order if c.id != clause_id] if len(order) <= _MOST_TARGETS else [],
        "page": rows.page_of(tree, clause_id),
        "may_commit": view.may_review and not pre and Stage(view.summary.stage) in AGREED_STAGES,
    }  # fmt: skip


def edit_from(request: HttpRequest, clause_id: str) -> Edit:
    """Return the change a form asks for; raise `Invalid` when it names none."""
    asked = request.POST
    if asked.get("change") not in set(Change):
        raise Invalid("Choose what to change.", field="change")
    wording = asked.get("wording", "").replace("\r\n", "\n").strip()
    return Edit(
        Change(asked["change"]), clause_id, wording, asked.get("heading", "").strip(), asked.get("target", "").strip(),
        inside="inside" in asked,
    )  # fmt: skip


def _propose(request: HttpRequest, person: Person, slug: str, clause_id: str) -> None:
    services.propose(
        text=slug, edit=edit_from(request, clause_id), by=person, at=clock.now(),
        token=request.POST.get("token", "")[:36] or new_uuid(), reason=request.POST.get("reason", ""),
    )  # fmt: skip
    messages.success(request, _("Your proposal is on the table."))


def _position(request: HttpRequest, person: Person, slug: str, clause_id: str) -> None:
    asked = request.POST
    services.take_position(
        text=slug, clause=clause_id, stance=asked.get("stance", ""), note=asked.get("note", ""), by=person,
        at=clock.now(),
    )  # fmt: skip


def _comment(request: HttpRequest, person: Person, slug: str, clause_id: str) -> None:
    token = request.POST.get("token", "")[:36] or new_uuid()
    services.comment(
        text=slug, clause=clause_id, body=request.POST.get("body", ""), by=person, at=clock.now(), token=token
    )


def _no_act(*_: object) -> None:
    raise Invalid("Choose what to do.")


_ACTS = {"propose": _propose, "position": _position, "comment": _comment}
