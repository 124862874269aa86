# SPDX-License-Identifier: Apache-2.0
"""What leaves the node: the sheet of promises in and out, the report to the summit, the follow-up of meetings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.commitments import forms, services
from comity.commitments.queries import access, followup, pages, papers, pictures, summit, tables
from comity.commitments.rules import figures, sheet
from comity.documents import services as documents
from comity.documents.rules import charts
from comity.documents.rules.blocks import Paper
from comity.evidence import queries as evidence

MOST_PROBLEMS = 200  # on one page; the file of problems holds them all
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_GET
@signed_in
def export(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand out the promises of a filter as CSV, the form they are read in."""
    found = forms.Listing.of(request.GET, access.any_organisation(person, on=clock.today()))
    text = sheet.write(tables.rows(found.chosen, on=clock.today()))
    return _file(text.encode("utf-8-sig"), "commitments.csv", "text/csv; charset=utf-8")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def take(request: HttpRequest, person: Person) -> HttpResponse:
    """Take in a file of reports."""
    access.any_organisation(person, on=clock.today())
    uploaded = request.FILES.get("file")
    if request.method == "POST" and uploaded is not None:
        data = uploaded.read(sheet.MAX_BYTES + 1)
        outcome = services.take_file(data=data, name=uploaded.name or "", by=person, at=clock.now())
        return redirect("commitments_import", import_id=outcome.id)
    wrong = [{"field": "file", "text": _("Choose a file.")}] if request.method == "POST" else []
    context = {"imports": pages.imports(person), "columns": sheet.COLUMNS, "wrong": wrong, "me": person}
    return render(request, "commitments/take.html", context, status=422 if wrong else 200)


@never_cache
@require_GET
@signed_in
def taken(request: HttpRequest, person: Person, import_id: UUID) -> HttpResponse:
    """Show what became of a file of reports."""
    found = pages.import_view(person, import_id)
    context = {"i": found, "shown": found.problems[:MOST_PROBLEMS], "more": len(found.problems) - MOST_PROBLEMS}
    return render(request, "commitments/taken.html", context)


@require_GET
@signed_in
def taken_problems(_request: HttpRequest, person: Person, import_id: UUID) -> HttpResponse:
    """Hand out every problem of a file as CSV: row, column, what is wrong, and the row as it came."""
    text = sheet.write_problems(pages.import_view(person, import_id).problems)
    return _file(text.encode("utf-8-sig"), "problems.csv", "text/csv; charset=utf-8")


@require_GET
@signed_in
def taken_file(_request: HttpRequest, person: Person, import_id: UUID) -> HttpResponseBase:
    """Hand out a file of reports as it came."""
    found = evidence.file(str(access.import_of(person, import_id).file_id))
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type="text/csv")


@never_cache
@require_GET
@signed_in
def report(request: HttpRequest, person: Person, form: str = "") -> HttpResponse:
    """Show the report to the summit, or hand it out as PDF, DOCX, CSV or JSON."""
    today = clock.today()
    mine = access.any_organisation(person, on=today)
    found = forms.Listing.of(request.GET, mine).one_organisation()
    since, until = forms.period(request.GET, today)
    made = summit.summit(found, since=since, until=until, today=today)
    name = f"summit-{made.organisation.lower()}-{until.isoformat()}"
    if form in {"pdf", "docx"}:
        build = partial(papers.summit, made, sender=settings.COMITY_ENV["NAME"], on=today)
        return _paper(build, name, form, _second(request))
    if form == "json":
        return JsonResponse(summit.as_json(made), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if form == "csv":
        return _file(sheet.write(tables.rows_of(made)).encode("utf-8-sig"), f"{name}.csv", "text/csv; charset=utf-8")
    context = {
        "r": made, "organisations": mine, "order": figures.ORDER, "late": made.late[: papers.MOST_LATE],
        "picture": charts.svg(pictures.whole(made.whole)),
        "owners": charts.svg(pictures.by_owner(made.by_owner)) if 0 < len(made.by_owner) <= papers.MOST_BARS else "",
        "second": _second(request), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "commitments/report.html", context)


@never_cache
@require_GET
@signed_in
def follow_up(request: HttpRequest, person: Person, form: str = "") -> HttpResponse:
    """Show what became of the decisions of the last three meetings of a body, or hand it out as a paper."""
    today = clock.today()
    known = followup.bodies(person, on=today)
    if not known:
        raise NotFound("There is no such page.")
    on = forms.day(request.GET.get("on", ""), "on", today)
    body = request.GET.get("body", "") or next((slug for slug, _name in known if "prosecutors" in slug), known[0][0])
    made = followup.follow_up(person, body, on=on, today=today)
    if form:
        build = partial(papers.followup, made, sender=settings.COMITY_ENV["NAME"], on=on)
        return _paper(build, f"follow-up-{body}", form, _second(request))
    context = {"f": made, "bodies": known, "on": on, "second": _second(request), "query": request.GET.urlencode()}
    return render(request, "commitments/followup.html", context)


def _paper(build: Callable[[], Paper], name: str, form: str, second: str) -> HttpResponse:
    other = None
    if second and second != translation.get_language():
        with translation.override(second):
            other = build()
    if form == "pdf":
        return _file(documents.pdf(build(), other), f"{name}.pdf", "application/pdf")
    return _file(documents.docx(build(), other), f"{name}.docx", _DOCX)


def _second(request: HttpRequest) -> str:
    asked = request.GET.get("second", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
