# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerRoom(AppConfig):
    """The room `ledger`."""

    name = "comity.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
