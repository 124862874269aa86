# SPDX-License-Identifier: Apache-2.0
"""Pages of probes: ask another State, release, hits of both sides, limits and logs, what each side learns."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.access import with_role
from comity.accounts.rules.roles import Person, Role
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.reference import load
from comity.register import probe_forms as forms
from comity.register import services as register
from comity.register.queries import pages
from comity.register.queries import probe_audits as audits
from comity.register.queries import probes as queries
from comity.register.rules.probing import batches, limits, orders
from comity.register.services import probes as services
from comity.register.services.probes.opened import REASONS
from comity.register.views.gate import workers


@never_cache
@workers
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Show hits to decide, orders, and what waits for the central authority."""
    context = {
        "hits": queries.inbox(person), "orders": queries.order_list(person), "counts": queries.count_orders(person),
        "cases": pages.cases(person) if person.has(Role.ANALYST, Role.CASE_PROSECUTOR) else (),
        "may_audit": person.has(Role.CENTRAL_OFFICER, Role.ANALYST), "now": clock.now(),
    }  # fmt: skip
    return render(request, "register/probes.html", context)


@never_cache
@workers
def ask(request: HttpRequest, person: Person, case_id: str) -> HttpResponse:
    """Draw up an order in a case."""
    case, asked, wrong = pages.case_view(person, case_id), request.POST, []
    if not person.has(Role.ANALYST, Role.CASE_PROSECUTOR):
        raise NotFound("There is no such page.")
    if request.method == "POST":
        try:
            made = services.ask(
                case_id=case_id, to_state=asked.get("to_state", ""), purpose=asked.get("purpose", ""),
                basis=asked.get("basis", ""), kinds=forms.kinds(asked),
                asked=[services.person_of_entry(entry_id=e, by=person) for e in asked.getlist("entry")]
                + forms.persons_typed(asked) + forms.things_typed(asked), by=person, at=clock.now(),
            )  # fmt: skip
            return redirect("register_probe", order_id=made)
        except (Invalid, Refused, NotFound) as error:
            wrong = [{"field": error.details.get("field", ""), "text": error.sentence}]
    context = {
        "c": case, "wrong": wrong, "values": asked, "candidates": queries.candidates(person, case_id),
        "partners": forms.partners(), "bases": forms.bases(case.row.offences, on=clock.today()),
        "chosen": asked.getlist("entry"), "categories": forms.CATEGORIES, "states": load().states,
        "labels": forms.LABELS, "fewest": orders.FEWEST_COUNTED,
    }  # fmt: skip
    return render(request, "register/probe_new.html", context, status=422 if wrong else 200)


@never_cache
@workers
def show(request: HttpRequest, person: Person, order_id: str) -> HttpResponse:
    """Show one order: what it asks and why, how far it is, its hits."""
    context = {"o": queries.order_view(person, str(order_id)), "sizes": batches.sizes, "now": clock.now()}
    return render(request, "register/probe.html", context)


@never_cache
@workers
def hit(request: HttpRequest, person: Person, hit_id: str) -> HttpResponse:
    """Show one hit of either side, with the decision that is due."""
    register.read_hit(hit_id=str(hit_id), by=person, at=clock.now())
    context = {
        "h": queries.hit_view(person, str(hit_id)), "compared": queries.compared(person, str(hit_id)),
        "entry": queries.disclosed_entry(person, str(hit_id)), "reasons": REASONS,
    }  # fmt: skip
    return render(request, "register/probe_hit.html", context)


@require_POST
@workers
def act(request: HttpRequest, person: Person, key: str, name: str) -> HttpResponse:
    """Take one step on an order or a hit and go back to it."""
    if name not in _ACTS:
        raise NotFound("There is no such page.")
    step, page = _ACTS[name]
    try:
        step(request, person, str(key))
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, speak(error.sentence))
    return redirect(page, key) if page else redirect("register_probes")


@never_cache
@with_role(Role.CENTRAL_OFFICER, Role.ANALYST, Role.AUDITOR)
def audit(request: HttpRequest, person: Person) -> HttpResponse:
    """Show counters, alarms and roots: numbers only."""
    if not settings.COMITY_ENV["STATE"]:
        raise NotFound("There is no such page.")
    context = {
        "partners": queries.audit(), "alarms": queries.alarms(), "limits": _limits(),
        "may_see": person.has(Role.CENTRAL_OFFICER), "is_worker": not person.has(Role.AUDITOR),
        "draws": audits.draws(), "month_due": audits.month_due(clock.now()), "term": _env("PROBE_AUDIT_DAYS"),
        "may_draw": person.has(Role.AUDITOR),
    }  # fmt: skip
    return render(request, "register/probe_audit.html", context)


@require_POST
@with_role(Role.AUDITOR)
def draw(request: HttpRequest, person: Person) -> HttpResponse:
    """Draw the sample of a month."""
    return _audited(request, lambda: services.draw_sample(
        month=request.POST.get("month", ""), by=person, at=clock.now()))  # fmt: skip


@require_POST
@with_role(Role.AUDITOR)
def decide(request: HttpRequest, person: Person, sample_id: int) -> HttpResponse:
    """Record what an auditor found of an order."""
    asked = request.POST
    return _audited(request, lambda: services.decide_sample(
        sample_id=sample_id, result=asked.get("result", ""), note=asked.get("note", ""), by=person, at=clock.now()
    ))  # fmt: skip


def _audited(request: HttpRequest, step: Callable[[], object]) -> HttpResponse:
    try:
        step()
        messages.success(request, _("Done."))
    except (Invalid, Refused) as error:
        messages.error(request, error.sentence)
    return redirect("register_probe_audit")


@workers
def leakage(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001  # the gate passes the person
    """Say plainly what each side of a probe learns."""
    context = {"limits": _limits(), "keys": batches.KEYS_PER_PERSON, "fewest": orders.FEWEST_COUNTED,
               "term": _env("PROBE_AUDIT_DAYS")}  # fmt: skip
    return render(request, "register/probe_leakage.html", context)


def _env(name: str) -> int:
    return int(settings.COMITY_ENV[name])


def _limits() -> limits.Limits:
    env = settings.COMITY_ENV
    return limits.Limits(env["PROBE_PERSONS_PER_DAY"], env["PROBE_PERSONS_PER_MONTH"], env["PROBE_ALARM_PERCENT"])


def _release(_request: HttpRequest, person: Person, key: str) -> None:
    services.release(order_id=key, by=person, at=clock.now())


def _decline(request: HttpRequest, person: Person, key: str) -> None:
    services.decline(order_id=key, reason=request.POST.get("reason", ""), by=person, at=clock.now())


def _open(_request: HttpRequest, person: Person, key: str) -> None:
    services.open_hit(hit_id=key, by=person, at=clock.now())


def _dismiss(request: HttpRequest, person: Person, key: str) -> None:
    services.dismiss(hit_id=key, reason=request.POST.get("reason", ""), by=person, at=clock.now())


def _link(_request: HttpRequest, person: Person, key: str) -> None:
    services.link_hit(hit_id=key, by=person, at=clock.now())


def _disclose(request: HttpRequest, person: Person, key: str) -> None:
    services.disclose_hit(hit_id=key, entry_id=request.POST.get("entry", ""), by=person, at=clock.now())


def _refuse(request: HttpRequest, person: Person, key: str) -> None:
    asked = request.POST
    services.refuse_hit(
        hit_id=key, reason=asked.get("reason", ""), text=asked.get("text", ""), by=person, at=clock.now()
    )


def _approve(request: HttpRequest, person: Person, key: str) -> None:
    services.decide_count(asked_id=key, grant="grant" in request.POST, by=person, at=clock.now())


_Step = Callable[[HttpRequest, Person, str], None]
_ACTS: dict[str, tuple[_Step, str]] = {
    "release": (_release, "register_probe"),
    "decline": (_decline, "register_probe"),
    "open": (_open, "register_hit"),
    "dismiss": (_dismiss, "register_hit"),
    "link": (_link, "register_hit"),
    "disclose": (_disclose, "register_hit"),
    "refuse": (_refuse, "register_hit"),
    "approve": (_approve, ""),
}


@require_POST
@workers
def seen(_request: HttpRequest, person: Person, alarm_id: int) -> HttpResponse:
    """Note that a central officer has looked at an alarm."""
    services.see_alarm(alarm_id=alarm_id, by=person, at=clock.now())
    return redirect("register_probe_audit")
