# SPDX-License-Identifier: Apache-2.0
"""Pages of detecting: paste or upload, see how far it is, then judge each finding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, Refused
from comity.reference import load
from comity.register import services
from comity.register.queries import pages, watching
from comity.register.seized import opening
from comity.register.views.gate import workers


@never_cache
@workers
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """Have a text looked through."""
    asked, wrong = request.POST, []
    if request.method == "POST":
        try:
            return redirect("watch_detection", detection_id=_begun(request, person))
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "wrong": wrong, "values": asked, "cases": pages.cases(person), "earlier": watching.detections(person),
        "recognition": opening.recognition(),
    }  # fmt: skip
    return render(request, "register/detect.html", context, status=422 if wrong else 200)


def _begun(request: HttpRequest, person: Person) -> str:
    asked, uploaded = request.POST, request.FILES.get("file")
    title, case_id, at = asked.get("title", ""), asked.get("case", ""), clock.now()
    if uploaded is None:
        return services.detect(title=title, text=asked.get("text", ""), case_id=case_id, by=person, at=at)
    return services.detect_file(
        title=title, blocks=uploaded.chunks(), name=uploaded.name or "", media_type=uploaded.content_type or "",
        case_id=case_id, by=person, at=at,
    )  # fmt: skip


@require_POST
@workers
def stop(request: HttpRequest, person: Person, detection_id: str) -> HttpResponse:
    """Stop reading a file."""
    try:
        services.stop_detecting(detection_id=detection_id, by=person, at=clock.now())
    except Refused as error:
        messages.error(request, error.sentence)
    return redirect("watch_detection", detection_id=detection_id)


@never_cache
@workers
def show(request: HttpRequest, person: Person, detection_id: str) -> HttpResponse:
    """Show what was found, with why, to confirm or reject."""
    held = watching.detection(person, detection_id)
    rows = watching.findings(person, held)
    context = {
        "d": held, "open": [r for r in rows if not r.decision], "judged": [r for r in rows if r.decision],
        "states": load().states, "audience": (),
    }  # fmt: skip
    return render(request, "register/detection.html", context)


@require_POST
@workers
def judge(request: HttpRequest, person: Person, detection_id: str) -> HttpResponse:
    """Confirm or reject the chosen findings."""
    asked = request.POST
    chosen = [int(x) for x in asked.getlist("found") if x.isdigit() and len(x) < 19]
    try:
        if "reject" in asked:
            services.reject_found(detection_id=detection_id, found_ids=chosen, by=person, at=clock.now())
        else:
            services.confirm_found(
                detection_id=detection_id, found_ids=chosen, audience=tuple(asked.getlist("audience")),
                onward="onward" in asked, by=person, at=clock.now(),
            )  # fmt: skip
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, speak(error.sentence))
    return redirect("watch_detection", detection_id=detection_id)
