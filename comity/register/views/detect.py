# SPDX-License-Identifier: Apache-2.0
"""Pages of detecting: paste or upload, then judge each finding."""

from __future__ import annotations

from typing import BinaryIO, cast

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
from comity.register.views.gate import workers


@never_cache
@workers
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """Have a text looked through."""
    asked, wrong = request.POST, []
    if request.method == "POST":
        try:
            uploaded = request.FILES.get("file")
            file = cast("BinaryIO", uploaded.file) if uploaded else None
            made = services.detect(
                title=asked.get("title", ""), text=asked.get("text", ""), file=file, case_id=asked.get("case", ""),
                by=person, at=clock.now(),
            )  # fmt: skip
            return redirect("watch_detection", detection_id=made)
        except Invalid as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {"wrong": wrong, "values": asked, "cases": pages.cases(person), "earlier": watching.detections(person)}
    return render(request, "register/detect.html", context, status=422 if wrong else 200)


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
