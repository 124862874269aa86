# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DraftingRoom(AppConfig):
    """The room `drafting`."""

    name = "comity.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
