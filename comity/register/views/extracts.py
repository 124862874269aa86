# SPDX-License-Identifier: Apache-2.0
"""The access extract of an entry: a page to print and a PDF, for those who may read the entry and for auditors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.documents import services as documents
from comity.register.queries import extract_paper, looking


@never_cache
@require_GET
@signed_in
def accesses(request: HttpRequest, person: Person, entry_id: str, form: str = "") -> HttpResponse:
    """Show who looked at an entry, when and for what purpose; `form` “pdf” hands it out as PDF/A."""
    if not settings.COMITY_ENV["STATE"]:
        raise NotFound("There is no such page.")
    found, at = looking.extract(person, str(entry_id)), clock.now()
    if form == "pdf":
        answer = HttpResponse(documents.pdf(extract_paper.paper(found, at=at)), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="access-{found.entry}.pdf"'
        return answer
    return render(request, "register/access.html", {"x": found, "at": at, "counted": extract_paper.counted()})
