# SPDX-License-Identifier: Apache-2.0
"""What every page knows of the node it is served by."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def node(_request: HttpRequest) -> dict[str, Any]:
    """Return the node's name, State and mode for the page frame."""
    env = settings.COMITY_ENV
    return {
        "node_name": env["NAME"],
        "node_state": env["STATE"],
        "node_id": env["NODE_ID"],
        "is_practice": settings.PRACTICE,
    }
