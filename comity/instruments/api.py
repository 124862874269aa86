# SPDX-License-Identifier: Apache-2.0
"""`GET /api/v1/navigate`: the Navigator for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.params.functions import Query

from comity.base import clock
from comity.instruments import queries
from comity.instruments.rules import rendering

router = Router(tags=["law"])


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str


@router.get(
    "/navigate",
    response={200: dict[str, Any], 422: Problem},
    summary="Which law governs a request, and what it demands",
)
def navigate(  # the parameters of the question
    request: HttpRequest,  # noqa: ARG001  # part of the framework's signature
    requesting: str = Query(..., description="State that asks, ISO 3166-1 alpha-2"),
    requested: str = Query(..., description="State that is asked"),
    offence: list[str] = Query(..., description="offence category; repeatable"),
    measure: list[str] = Query([], description="measure asked for; repeatable"),
    form: str | None = Query(None, description="form of cooperation where no measure is named"),
    on: date | None = Query(None, description="day of the request; today when absent"),
    urgent: bool = Query(False, description="show the urgent channels first"),
) -> dict[str, Any]:
    """Answer from dated participation which instrument governs, what supplements it, and what is only possible."""
    asked = queries.ask(
        requesting=requesting,
        requested=requested,
        offences=offence,
        measures=measure,
        form=form,
        on=on or clock.today(),
        urgent=urgent,
    )
    return rendering.as_json(queries.navigate(asked))
