# SPDX-License-Identifier: Apache-2.0
"""Pages of requests: the register, one request, its acts, its files, its proof."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from comity.accounts import queries as accounts
from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person, Role
from comity.assistance import services
from comity.assistance.queries import drafts, views
from comity.assistance.rules import lifecycle, reasons
from comity.assistance.rules.lifecycle import Side, State
from comity.assistance.rules.proofs import VERIFIER
from comity.assistance.services import acting, proving
from comity.base import clock
from comity.base.errors import Invalid, NotFound
from comity.evidence import services as evidence
from comity.instruments.views import law_sections
from comity.reference import load

_SHOWN_DATA = ("reference", "contact", "next_step", "executing_authority", "items", "term", "review_date", "text")
_EVERY_DAY = ("acknowledge", "examine", "answer", "accept", "route", "execute", "close", "accept_conditions", "submit")


@never_cache
@signed_in
def register(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the register in and out, with filters."""
    if not person.reads_content:
        raise NotFound("There is no such page.")
    asked, at = request.GET, clock.now()
    number = int(asked.get("page", "1")) if asked.get("page", "1").isdigit() else 1
    chosen = {k: asked.get(k, "").strip() for k in ("side", "state", "peer_state", "text")}
    rows, total = views.register(person, at=at, page=number, **chosen)
    context = {
        "rows": rows, "total": total, "chosen": chosen, "at": at, "sides": list(Side), "states": load().states,
        "request_states": [s for s in State if not s.startswith("(")], "page": number,
        "has_more": number * views.PAGE_SIZE < total,
    }  # fmt: skip
    return render(request, "assistance/register.html", context)


@never_cache
@signed_in
def show(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Show one request: timeline, clocks, documents, receipts, proof."""
    at = clock.now()
    services.looked(request_id=request_id, by=person, at=at)
    view = views.request(person, request_id, at=at)
    answer = drafts.law(person, request_id, at=at)
    pages, _answer = drafts.tasks(person, request_id, at=at)
    context = {
        "r": view, "at": at, "answer": answer, "law_sections": law_sections(answer), "pages": pages,
        "first_acts": [a for a in view.acts if a.act in _EVERY_DAY],
        "more_acts": [a for a in view.acts if a.act not in _EVERY_DAY and a.act != "send"],
        "shown_data": _SHOWN_DATA,
        "may_release": any(a.act == "send" for a in view.acts), "me": person,
        "colleagues": [p for p in accounts.people() if p.reads_content],
        "may_share": person.has(Role.CENTRAL_OFFICER) or view.drafter_id == person.id,
    }  # fmt: skip
    return render(request, "assistance/request.html", context)


@never_cache
@signed_in
def act(request: HttpRequest, person: Person, request_id: str, name: str) -> HttpResponse:
    """Show the form of an act, and take the act."""
    view = views.request(person, request_id, at=clock.now())
    row = next((a for a in view.acts if a.act == name and name != "send"), None)
    if row is None:
        raise lifecycle.NotNow("This step is not possible any more, or not yet. Reload the request.")
    wrong = []
    if request.method == "POST" or (not row.given and not row.files):
        if request.method != "POST":
            return redirect("request", request_id=request_id)
        try:
            _take(request, person, request_id, row)
            messages.success(request, _("Done. The other side is told."))
            return redirect("request", request_id=request_id)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    law = drafts.law(person, request_id, at=clock.now())
    grounds = {d.key: f"{d.text} ({d.instrument} {d.article})" for d in law.grounds}
    context = {
        "r": view, "row": row, "wrong": wrong, "values": request.POST,
        "reasons": reasons.offered(name, grounds=grounds),
        "executors": accounts.people(Role.EXECUTING_OFFICER, Role.CENTRAL_OFFICER),
    }  # fmt: skip
    return render(request, "assistance/act.html", context, status=422 if wrong else 200)


@require_GET
@signed_in
def file(_request: HttpRequest, person: Person, request_id: str, attachment: str) -> HttpResponseBase:
    """Hand out a file of a request, always as a download."""
    found = views.file_for(person, request_id, str(attachment))
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)


@require_POST
@signed_in
def proof(_request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Hand out the proof of a request."""
    data = proving.bundle(request_id=request_id, by=person, at=clock.now())
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{request_id}.comity-proof"'
    return answer


@require_GET
def verifier(_request: HttpRequest) -> HttpResponseBase:
    """Hand out the script that verifies a proof without Comity; it is public."""
    return FileResponse(VERIFIER.open("rb"), as_attachment=True, filename=VERIFIER.name, content_type="text/x-python")


@require_POST
@signed_in
def share(request: HttpRequest, person: Person, request_id: str) -> HttpResponse:
    """Give a colleague access, or end it."""
    chosen = request.POST.get("user", "")
    change = services.take_access if "end" in request.POST else services.give_access
    change(request_id=request_id, user_id=int(chosen) if chosen.isdigit() else 0, by=person, at=clock.now())
    return redirect("request", request_id=request_id)


def _take(request: HttpRequest, person: Person, request_id: str, row: lifecycle.Row) -> None:
    at, asked = clock.now(), request.POST
    data: dict[str, Any] = {key: asked.get(key, "").strip() for key in row.given}
    files = []
    for uploaded in request.FILES.getlist("file"):
        stored = evidence.store(
            blocks=uploaded.chunks(), name=uploaded.name or "", media_type=uploaded.content_type or "", at=at
        )
        files.append(acting.GivenFile(stored.id, "evidence", asked.get("use_limit", "")[:300]))
    assignee = asked.get("assignee", "")
    services.act(
        request_id=request_id, name=row.act, data=data, by=person, at=at, files=files,
        assignee=int(assignee) if assignee.isdigit() else None,
    )  # fmt: skip
