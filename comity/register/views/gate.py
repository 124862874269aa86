# SPDX-License-Identifier: Apache-2.0
"""The gate before every page of the register: people who work with it, on a node of a State."""

from __future__ import annotations

import functools

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from comity.accounts.access import View, signed_in
from comity.accounts.rules.roles import Person
from comity.base.errors import NotFound
from comity.register import queries


def workers(view: View) -> View:
    """Let a view run for people who work with the register; it gets the person as its second argument."""

    @signed_in
    @functools.wraps(view)
    def wrapper(request: HttpRequest, person: Person, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.COMITY_ENV["STATE"] or not queries.works_here(person):
            raise NotFound("There is no such page.")
        return view(request, person, *args, **kwargs)

    return wrapper
