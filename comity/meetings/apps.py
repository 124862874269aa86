# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsRoom(AppConfig):
    """The room `meetings`."""

    name = "comity.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
