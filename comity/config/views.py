# SPDX-License-Identifier: Apache-2.0
"""The one page that belongs to no room: light or dark."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

_YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def color_mode(request: HttpRequest) -> HttpResponse:
    """Keep the person's choice of light or dark and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    answer = redirect(target)
    mode = "dark" if request.POST.get("mode") == "dark" else "light"
    answer.set_cookie("comity_mode", mode, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return answer
