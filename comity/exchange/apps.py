# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeRoom(AppConfig):
    """The room `exchange`."""

    name = "comity.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
