# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CommitmentsRoom(AppConfig):
    """The room `commitments`."""

    name = "comity.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
