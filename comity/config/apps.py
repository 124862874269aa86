# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigRoom(AppConfig):
    """The room `config`."""

    name = "comity.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
