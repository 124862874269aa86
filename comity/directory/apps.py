# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryRoom(AppConfig):
    """The room `directory`."""

    name = "comity.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
