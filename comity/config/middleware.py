# SPDX-License-Identifier: Apache-2.0
"""Turns the families of errors into pages for people and problem documents (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from comity.base.errors import ComityError


class ErrorPages:
    """Answer a `ComityError` with a page, or with a problem document under /api and /exchange."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer for a designed error; leave every other to the bare 500 page."""
        if not isinstance(error, ComityError):
            return None
        if request.path.startswith(("/api/", "/exchange/")):
            document = {"type": "about:blank", "title": error.sentence, "status": error.status, "code": error.code}
            return JsonResponse(document, status=error.status, content_type="application/problem+json")
        return render(request, "problem.html", {"error": error}, status=error.status)
