# SPDX-License-Identifier: Apache-2.0
"""The first page of each role: worklist, node, ledger."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comity.accounts.access import signed_in, with_role
from comity.accounts.rules.roles import Person, Role
from comity.assistance.queries import views
from comity.base import clock
from comity.directory import queries as directory
from comity.directory import services as directory_services
from comity.exchange import queries as exchange
from comity.ledger import queries as ledger_queries
from comity.ledger import services as ledger
from comity.queue import queries as queue
from comity.queue import services as queue_services

_SILENT_AFTER = timedelta(hours=1)


@never_cache
@signed_in
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """Show a person's worklist, clocks first; others come to their own page."""
    if person.reads_content:
        at = clock.now()
        rows = views.worklist(person, at=at)
        overdue = sum(1 for r in rows if r.next_clock and r.next_clock.state == "overdue")
        context = {"rows": rows, "at": at, "overdue": overdue, "new": sum(r.is_new for r in rows), "me": person}
        return render(request, "desk/desk.html", context)
    if person.attends_meetings:
        return redirect("bodies")
    if person.has(Role.NODE_ADMIN):
        return redirect("node")
    return redirect("common_register" if person.has(Role.ANALYST) else "ledger")


@never_cache
@with_role(Role.NODE_ADMIN)
def node(request: HttpRequest, _person: Person) -> HttpResponse:
    """Show how the node is, without content."""
    at = clock.now()
    context = {
        "own": directory_services.own(at=at),
        "peers": [(peer, directory.is_compared(peer.node_id)) for peer in directory.peers()],
        "counts": queue.counts(),
        "dead": queue.dead_letters(),
        "silent": exchange.silent_peers(before=at - _SILENT_AFTER),
        "contradictions": ledger_queries.contradictions(),
        "ledger_size": ledger_queries.size(),
        "figures": views.figures(),
    }
    return render(request, "desk/node.html", context)


@require_POST
@with_role(Role.NODE_ADMIN)
def retry(request: HttpRequest, _person: Person) -> HttpResponse:
    """Start a stopped job again."""
    queue_services.retry(key=request.POST.get("key", ""), at=clock.now())
    return redirect("node")


@never_cache
@with_role(Role.AUDITOR, Role.NODE_ADMIN)
def ledger_page(request: HttpRequest, _person: Person) -> HttpResponse:
    """Check the whole ledger and show the outcome."""
    report = ledger.verify_all() if request.method == "POST" else None
    context = {"report": report, "size": ledger_queries.size(), "contradictions": ledger_queries.contradictions()}
    return render(request, "desk/ledger.html", context)
