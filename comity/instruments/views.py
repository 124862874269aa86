# SPDX-License-Identifier: Apache-2.0
"""Pages of the law: the Navigator, State sheets, authority sheets, instrument sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import Invalid
from comity.instruments import queries
from comity.instruments.rules.answer import Answer, Demand
from comity.reference import load

_SECTIONS = (
    "contents", "documents", "language", "form_of_request", "channels", "dual_criminality", "thresholds", "grounds",
    "barred_grounds", "nationals", "time_limits", "postponement", "use_limits", "confidentiality", "costs", "duties",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LawSection:
    """One part of an answer with its demands."""

    name: str
    demands: tuple[Demand, ...]


def law_sections(answer: Answer) -> tuple[LawSection, ...]:
    """Return the parts of an answer that say something."""
    found = (LawSection(name, getattr(answer, name)) for name in _SECTIONS)
    return tuple(section for section in found if section.demands)


def families() -> list[tuple[str, list[str]]]:
    """Return the measures by family, for choosing."""
    reference = load()
    return [
        (family, [m.slug for m in reference.measures.values() if m.family == family]) for family in reference.families
    ]


@signed_in
def navigator(request: HttpRequest, _person: Person) -> HttpResponse:
    """Answer which law governs, from the question path."""
    context: dict[str, Any] = {"states": load().states, "offences": list(load().offences), "families": families()}
    asked = request.GET
    context["chosen"] = {
        "requesting": asked.get("requesting") or settings.COMITY_ENV["STATE"],
        "requested": asked.get("requested", ""),
        "offences": asked.getlist("offence"),
        "measures": asked.getlist("measure"),
        "on": asked.get("on") or clock.today().isoformat(),
        "urgent": bool(asked.get("urgent")),
    }
    wrong: list[dict[str, str]] = []
    if "requested" in asked:
        try:
            context["answer"] = _answer(context["chosen"])
            context["law_sections"] = law_sections(context["answer"])
        except Invalid as error:
            wrong = [{"field": "requested", "text": error.sentence}]
    return render(request, "instruments/navigator.html", {**context, "wrong": wrong}, status=422 if wrong else 200)


@signed_in
def states(request: HttpRequest, _person: Person) -> HttpResponse:
    """List the States there are facts on."""
    return render(request, "instruments/states.html", {"states": load().states})


@signed_in
def state(request: HttpRequest, _person: Person, code: str) -> HttpResponse:
    """Show the sheet of a State."""
    return render(request, "instruments/state.html", {"sheet": queries.state_sheet(code)})


@signed_in
def authority(request: HttpRequest, _person: Person, code: str, number: int) -> HttpResponse:
    """Show the sheet of an authority."""
    return render(request, "instruments/authority.html", {"authority": queries.authority(code, number), "code": code})


@signed_in
def instrument(request: HttpRequest, _person: Person, slug: str) -> HttpResponse:
    """Show an instrument and its parties."""
    found, rows = queries.instrument_sheet(slug)
    return render(request, "instruments/instrument.html", {"instrument": found, "rows": rows})


def _answer(chosen: dict[str, Any]) -> Answer:
    try:
        on = date.fromisoformat(chosen["on"])
    except ValueError:
        raise Invalid("Write the day as YYYY-MM-DD.") from None
    words = {**chosen, "on": on}
    return queries.navigate(queries.ask(**words))
