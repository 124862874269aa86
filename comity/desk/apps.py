# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DeskRoom(AppConfig):
    """The room `desk`."""

    name = "comity.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
