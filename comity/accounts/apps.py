# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsRoom(AppConfig):
    """The room `accounts`."""

    name = "comity.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
