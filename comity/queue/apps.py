# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class QueueRoom(AppConfig):
    """The room `queue`."""

    name = "comity.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
