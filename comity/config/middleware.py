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
            return problem(error.sentence, status=error.status, code=error.code)
        return render(request, "problem.html", {"error": error}, status=error.status)


def problem(sentence: str, *, status: int, code: str) -> HttpResponse:
    """Return a problem document with the sentence as its title."""
    document = {"type": "about:blank", "title": sentence, "status": status, "code": code}
    return JsonResponse(document, status=status, content_type="application/problem+json")
