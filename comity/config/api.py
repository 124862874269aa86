# SPDX-License-Identifier: Apache-2.0
"""The public API, versioned and apart from the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from comity.base.errors import ComityError
from comity.commitments.api import router as commitments_router
from comity.config.middleware import problem, told
from comity.instruments.api import router as law_router

api = NinjaAPI(title="Comity", version="1", urls_namespace="api", docs_url=None)


@api.exception_handler(ComityError)
def designed(request: HttpRequest, error: ComityError) -> HttpResponse:
    """Answer a designed error with its problem document."""
    return problem(told(request, error), status=error.status, code=error.code)


@api.exception_handler(ValidationError)
def malformed(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer parameters of the wrong type with the first thing wrong."""
    first = error.errors[0]
    return problem(f"{first['loc'][-1]}: {first['msg']}.", status=422, code="invalid")


api.add_router("", law_router)
api.add_router("", commitments_router)
