# SPDX-License-Identifier: Apache-2.0
"""Pages of signature: read the whole wording, sign it with a passkey, take the proof away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from comity.accounts.rules.passkeys import Assertion
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import ComityError, Invalid, Refused, Untrusted
from comity.drafting import services
from comity.drafting.queries import rows, texts
from comity.drafting.rules.signing import VERIFIER
from comity.drafting.views.reading import for_meetings
from comity.keyring.rules.encoding import decode, encode


@never_cache
@for_meetings
def sign(request: HttpRequest, person: Person, slug: str, language: str) -> HttpResponse:
    """Show the wording to be signed, and take the signature."""
    at, wrong = clock.now(), []
    if request.method == "POST":
        try:
            services.sign(
                text=slug, language=language, digest=request.POST.get("digest", ""), assertion=_assertion(request),
                host=host_of(request), by=person, at=at,
            )  # fmt: skip
            messages.success(request, _("Signed."))
            return redirect("text", slug=slug)
        except (Invalid, Refused, Untrusted) as error:
            wrong = [_problem(error)]
    asked = services.to_sign(text=slug, language=language, by=person, at=at)
    view = texts.view(person, slug, at=at, language=language)
    context = {
        "t": view, "s": view.summary, "asked": asked, "rows": rows.plain(texts.tree_of(view)), "wrong": wrong, "at": at,
        "challenge": encode(asked.challenge), "credentials": " ".join(encode(c) for c in asked.credentials),
        "host": host_of(request), "me": person,
    }  # fmt: skip
    return render(request, "drafting/sign.html", context, status=422 if wrong else 200)


@require_POST
@for_meetings
def bundle(_request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Hand out the file by which anybody verifies the signatures."""
    data = services.bundle(text=slug, by=person, at=clock.now())
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{slug}.comity-signatures"'
    return answer


@require_GET
def verifier(_request: HttpRequest) -> HttpResponse:
    """Hand out the script that verifies signatures without Comity; it is public."""
    answer = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python")
    answer["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return answer


def host_of(request: HttpRequest) -> str:
    """Return the name of this site without its port: what passkeys are bound to."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _assertion(request: HttpRequest) -> Assertion:
    asked = request.POST
    keys = ("credential", "client_data", "authenticator_data", "signature")
    if not all(asked.get(key) for key in keys):
        raise Invalid("No passkey answered. Try again; the text was not signed.")
    return Assertion(*(decode(asked[key]) for key in keys))


def _problem(error: ComityError) -> dict[str, Any]:
    return {"field": error.details.get("field", ""), "text": error.sentence}
