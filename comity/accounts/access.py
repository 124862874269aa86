# SPDX-License-Identifier: Apache-2.0
"""The gate before every page: a person who signed in, on a production node with a second factor."""

from __future__ import annotations

import functools
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from comity.accounts import queries
from comity.accounts.rules.roles import Person, Role
from comity.base.errors import NotFound

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> Person:
    """Return the person who signed in; raise `NotFound` when there is none."""
    if request.user.pk is None:
        raise NotFound("There is no such page.")
    return queries.person(request.user.pk)


def signed_in(view: View) -> View:
    """Let a view run for people who signed in; it gets the person as its second argument."""

    @login_required
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.PRACTICE and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        return view(request, person_of(request), *args, **kwargs)

    return wrapper


def with_role(*roles: Role) -> Callable[[View], View]:
    """Let a view run for people with one of `roles`; for all others the page does not exist."""

    def decorate(view: View) -> View:
        @signed_in
        @functools.wraps(view)
        def wrapper(request: HttpRequest, person: Person, *args: object, **kwargs: object) -> HttpResponseBase:
            if not person.has(*roles):
                raise NotFound("There is no such page.")
            return view(request, person, *args, **kwargs)

        return wrapper

    return decorate
