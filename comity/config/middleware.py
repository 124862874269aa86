# SPDX-License-Identifier: Apache-2.0
"""Turns the families of errors into pages for people and problem documents (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from comity.accounts.speaking import speak
from comity.base.errors import ComityError, Invalid, TooLarge


class ErrorPages:
    """Answer a `ComityError` with a page, or with a problem document under /api and /exchange."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless a form or query holds a NUL character, which no database field takes."""
        if _is_too_large(request):
            return self.answer(request, TooLarge("What was sent is larger than this node accepts."))
        is_form = not request.path.startswith(("/api/", "/exchange/")) and request.method == "POST"
        if "%00" in request.META.get("QUERY_STRING", "") or (is_form and _has_nul(request)):
            return self.answer(request, Invalid("A field contains a character that cannot be kept (NUL)."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer for a designed error; leave every other to the bare 500 page."""
        return self.answer(request, error) if isinstance(error, ComityError) else None

    @staticmethod
    def answer(request: HttpRequest, error: ComityError) -> HttpResponse:
        """Return the page or problem document of a designed error."""
        if request.path.startswith(("/api/", "/exchange/")):
            return problem(told(request, error), status=error.status, code=error.code)
        return render(request, "problem.html", {"error": error}, status=error.status)


def told(request: HttpRequest, error: ComityError) -> str:
    """Return the sentence for a program: in English, and under /api in the language it asks for."""
    asks = request.path.startswith("/api/") and "Accept-Language" in request.headers
    return speak(error.sentence) if asks else str(error.sentence)


def _is_too_large(request: HttpRequest) -> bool:
    """Say so before a byte of the body is read: only who is signed in may send files."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    env = settings.COMITY_ENV
    if length <= env["MAX_API_BODY_BYTES"] or request.path.startswith(("/api/", "/exchange/")):
        return False  # these doors have their own limit and sentence
    return not request.user.is_authenticated or length > env["MAX_UPLOAD_BYTES"] + env["MAX_API_BODY_BYTES"]


def _has_nul(request: HttpRequest) -> bool:
    return any("\0" in value for values in request.POST.lists() for value in (values[0], *values[1]))


def problem(sentence: str, *, status: int, code: str) -> HttpResponse:
    """Return a problem document with the sentence as its title."""
    document = {"type": "about:blank", "title": sentence, "status": status, "code": code}
    return JsonResponse(document, status=status, content_type="application/problem+json")
