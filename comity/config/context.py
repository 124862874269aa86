# SPDX-License-Identifier: Apache-2.0
"""What every page knows: the node it is served by, light or dark, and the person's menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.assistance.queries import views
from comity.base.errors import NotFound
from comity.commitments.queries import pages as commitments
from comity.meetings.queries import calendar
from comity.register import queries as common_register


def node(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of the page."""
    env = settings.COMITY_ENV
    mode = request.COOKIES.get("comity_mode", "")
    return {
        "node_name": env["NAME"],
        "node_state": env["STATE"],
        "node_id": env["NODE_ID"],
        "is_practice": settings.PRACTICE,
        "color_mode": mode if mode in {"light", "dark"} else "",
        "main_menu": _menu(request),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    try:
        person = accounts.person(user.pk)
    except NotFound:
        return []
    return [
        {"name": name, "address": address, "title": title, "count": count, "is_here": _is_here(request.path, address)}
        for name, address, title, count in _items(person)
    ]


def _items(person: Person) -> list[tuple[str, str, str, int]]:
    law = [("navigator", "/navigator/", _("Navigator"), 0), ("states", "/states/", _("States"), 0)]
    if person.reads_content:
        first = [("desk", "/", _("Desk"), views.unread(person)), ("register", "/requests/", _("Register"), 0)]
        told = commitments.unseen(person)
        if told:  # an officer who is a contact person is told of what the State owes
            first.append(("reminders", "/commitments/notices/", _("Reminders"), told))
        return first + _common(person) + law
    if person.attends_meetings:
        told = calendar.unread(person)
        own = [("bodies", "/bodies/", _("Meetings"), 0), ("texts", "/texts/", _("Texts"), 0)]
        own.append(("commitments", "/commitments/", _("Commitments"), commitments.unseen(person)))
        return [*own, ("calendar", "/calendar/", _("Calendar"), told), *law]
    if person.has(Role.NODE_ADMIN):
        own = [("node", "/node/", _("Node"), 0), ("people", "/node/people/", _("People"), 0)]
        return [*own, ("ledger", "/ledger/", _("Ledger"), 0), *law]
    if _common(person):
        return _common(person) + law
    own = [("ledger", "/ledger/", _("Ledger"), 0)]
    if settings.COMITY_ENV["STATE"] and person.has(Role.AUDITOR):
        own.append(("probe-audit", "/register/probes/audit/", _("Audit of query orders"), 0))
    return [*own, *law]


def _common(person: Person) -> list[tuple[str, str, str, int]]:
    """Return the item of the common register for those who work with it, on the nodes of States."""
    if not settings.COMITY_ENV["STATE"] or not common_register.works_here(person):
        return []
    return [
        ("common-register", "/register/", _("Common register"), common_register.unseen(person)),
        ("watch-list", "/watch/", _("Watch list"), 0),
    ]


def _is_here(path: str, address: str) -> bool:
    if address == "/bodies/":
        return path.startswith((address, "/meetings/", "/groups/", "/organisations/"))
    return path == address if address in {"/", "/node/"} else path.startswith(address)
