# SPDX-License-Identifier: Apache-2.0
"""The doors of the exchange are answered without what only pages need: sessions, languages, people, forms."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from comity.base.errors import ComityError
from comity.config.middleware import ErrorPages

_DOORS = "/exchange/"


class Doors:
    """Answer requests between nodes at once; pass every other on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response
        self._answer = ErrorPages(_call)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the door; nodes speak the language of the protocol, whoever was served by this thread before."""
        if not request.path_info.startswith(_DOORS):
            return self.get_response(request)
        with translation.override(None):
            answer = self._answer(request)
        answer["Content-Length"] = str(len(answer.content))
        return answer


def _call(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match = resolve(request.path_info)
    try:
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except ComityError as error:
        return ErrorPages.answer(request, error)
    return answer
