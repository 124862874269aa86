# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class InstrumentsRoom(AppConfig):
    """The room `instruments`."""

    name = "comity.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"
