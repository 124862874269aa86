# SPDX-License-Identifier: Apache-2.0
"""Pages of import and export: a file, how it is read, how far it is, what came of its lines; and the way out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.reference import load
from comity.register import forms, services
from comity.register.queries import imports, pages
from comity.register.queries.imports import ImportView
from comity.register.rules import terms, things
from comity.register.rules.category import Category
from comity.register.rules.interchange import plan as plans
from comity.register.rules.interchange.plan import Format, Plan
from comity.register.rules.travelling import CERTAINTIES
from comity.register.services import importing
from comity.register.services.exporting import Form
from comity.register.views.gate import workers


@never_cache
@workers
def hub(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the imports a person may know of, and the form of an export."""
    return render(request, "register/interchange.html", _hub(person))


@never_cache
@workers
def upload(request: HttpRequest, person: Person, case_id: str) -> HttpResponse:
    """Take a file for a case."""
    case, wrong = pages.case_view(person, case_id), []
    if request.method == "POST":
        try:
            return redirect("register_import", import_id=_stored(request, person, case_id))
        except Invalid as error:
            wrong = _wrong(error)
    return render(request, "register/import_new.html", {"c": case, "wrong": wrong}, status=422 if wrong else 200)


@never_cache
@workers
def one(request: HttpRequest, person: Person, import_id: str) -> HttpResponse:
    """Show how a file would be read and begin; later how far it is and what came of its lines."""
    view = imports.import_view(person, import_id)
    if view.state != "draft":
        context = {"i": view, "lines": imports.lines(person, import_id), "kept_days": importing.KEPT.days}
        return render(request, "register/import.html", context)
    wrong, reading = [], view.plan
    if request.method == "POST":
        try:
            reading = _settled(request, person, view)
            if "start" in request.POST:
                _start(request, person, import_id, reading)
                return redirect("register_import", import_id=import_id)
        except (Invalid, Refused) as error:
            wrong = _wrong(error)
    return render(request, "register/import_plan.html", _plan_page(request, person, view, reading, wrong),
                  status=422 if wrong else 200)  # fmt: skip


@require_POST
@workers
def act(request: HttpRequest, person: Person, import_id: str, name: str) -> HttpResponse:
    """Cancel an import, or delete its file and kept lines."""
    step = {"cancel": services.cancel, "discard": services.discard}.get(name)
    if step is None:
        raise NotFound("There is no such page.")
    try:
        step(import_id=import_id, by=person, at=clock.now())
        messages.success(request, _("Done."))
    except Refused as error:
        messages.error(request, speak(error.sentence))
    return redirect("register_import", import_id=import_id)


@require_GET
@never_cache
@workers
def report(_request: HttpRequest, person: Person, import_id: str) -> HttpResponseBase:
    """Give the lines that were wrong, repeated or like an entry that was there."""
    view = imports.import_view(person, import_id)
    answer = StreamingHttpResponse(imports.report(person, import_id), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{view.uploaded_at:%Y-%m-%d}-lines.csv"'
    return answer


@require_POST
@workers
def export(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Give a file of what the person may take out."""
    asked = request.POST
    try:
        made = services.export(
            form=asked.get("form", ""), case_id=asked.get("case", ""), internal="internal" in asked, by=person,
            at=clock.now(),
        )  # fmt: skip
    except Invalid as error:
        return render(request, "register/interchange.html", _hub(person) | {"wrong": _wrong(error)}, status=422)
    return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.media_type)


def _hub(person: Person) -> dict[str, Any]:
    return {"rows": imports.imports(person), "cases": pages.cases(person), "forms": list(Form)}


def _stored(request: HttpRequest, person: Person, case_id: str) -> str:
    given = request.FILES.get("file")
    if given is None:
        raise Invalid(_("Choose a file."), field="file")
    return services.upload(
        case_id=case_id, blocks=given.chunks(), name=given.name or "", media_type=given.content_type or "", by=person,
        at=clock.now(),
    )  # fmt: skip


def _settled(request: HttpRequest, person: Person, view: ImportView) -> Plan:
    """Keep what the person chose; a CSV read another way gets its columns proposed anew."""
    reading, kept = forms.reading(request.POST, view.plan), view.plan
    if reading.form is Format.CSV:
        plans.check_writing(reading)
        shape = (reading.schema, reading.encoding, reading.delimiter, reading.header)
        if shape != (kept.schema, kept.encoding, kept.delimiter, kept.header):
            reading = imports.proposed(person, view.id, reading)
    services.settle_plan(import_id=view.id, reading=reading, by=person)
    return reading


def _start(request: HttpRequest, person: Person, import_id: str, reading: Plan) -> None:
    asked = request.POST
    services.start(
        import_id=import_id, reading=reading, handling=forms.handling_code(asked), by=person, at=clock.now(),
        review=forms.day(asked, "review_date"), purge=forms.day(asked, "purge_date"),
    )  # fmt: skip


def _plan_page(
    request: HttpRequest, person: Person, view: ImportView, reading: Plan, wrong: list[dict[str, str]]
) -> dict[str, Any]:
    asked, today = request.POST, clock.today()
    headers = imports.headers(person, view.id, reading)
    shown = things.thing(reading.schema).properties if reading.schema else plans.every_property()
    return {
        "i": view, "p": reading, "wrong": wrong, "values": asked,
        "headers": list(zip(headers, reading.columns, strict=False)), "is_csv": reading.form is Format.CSV,
        "seen": imports.preview(person, view.id, reading), "c": pages.case_view(person, view.case_id),
        "kinds": list(things.THINGS), "categories": [c.value for c in Category if c], "certainties": CERTAINTIES,
        "properties": sorted(shown),
        "encodings": plans.ENCODINGS, "marks": forms.MARKS.items(), "splits": plans.SPLITS,
        "states": load().states, "audience": asked.getlist("audience"), "purposes": asked.getlist("purpose"),
        "review": today + terms.REVIEW_AFTER, "purge": today + terms.PURGE_AFTER,
    }  # fmt: skip


def _wrong(error: Invalid | Refused) -> list[dict[str, str]]:
    return [{"field": str(error.details.get("field", "")), "text": error.sentence}]
