# SPDX-License-Identifier: Apache-2.0
"""Pages of accounts: coming in by an invitation; the node's people for its administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.accounts import queries, services
from comity.accounts.access import with_role
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import Invalid
from comity.reference import load


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited person choose a password."""
    wrong = []
    if request.method == "POST":
        try:
            services.accept_invitation(secret=secret, password=request.POST.get("password", ""), at=clock.now())
            messages.success(request, _("Your account is ready. Sign in, then add a passkey."))
            return redirect("account_login")
        except Invalid as error:
            wrong = [{"field": "password", "text": error.sentence}]
    return render(request, "accounts/invitation.html", {"wrong": wrong}, status=422 if wrong else 200)


@never_cache
@with_role(Role.NODE_ADMIN)
def people(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the people of the node and invite new ones."""
    link, wrong = "", []
    if request.method == "POST":
        try:
            secret = services.invite(
                email=request.POST.get("email", ""),
                display_name=request.POST.get("name", ""),
                roles=request.POST.getlist("role"),
                state=request.POST.get("state", ""),
                by=person.id,
                at=clock.now(),
            )
            link = request.build_absolute_uri(f"/invitation/{secret}/")
        except Invalid as error:
            wrong = [{"field": "email", "text": error.sentence}]
    context = {
        "people": queries.people(), "invited": queries.open_invitations(), "roles": list(Role), "link": link,
        "wrong": wrong, "states": load().states,
    }  # fmt: skip
    return render(request, "accounts/people.html", context, status=422 if wrong else 200)


@require_POST
@with_role(Role.NODE_ADMIN)
def end(request: HttpRequest, person: Person, user_id: int) -> HttpResponse:
    """End a person's access."""
    services.deactivate(user_id=user_id, by=person.id, at=clock.now())
    messages.success(request, _("The access has ended."))
    return redirect("people")
