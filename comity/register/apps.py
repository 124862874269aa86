# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterRoom(AppConfig):
    """The room `register`."""

    name = "comity.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
