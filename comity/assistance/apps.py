# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssistanceRoom(AppConfig):
    """The room `assistance`."""

    name = "comity.assistance"
    label = "assistance"
    default_auto_field = "django.db.models.BigAutoField"
