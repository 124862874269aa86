# SPDX-License-Identifier: Apache-2.0
"""How django-allauth is bound in: people come by invitation only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the library's signature
        """Say no."""
        return False


def display(user: Any) -> str:
    """Return how a person is called."""
    return str(user.display_name)
