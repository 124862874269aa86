# SPDX-License-Identifier: Apache-2.0
"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceRoom(AppConfig):
    """The room `evidence`."""

    name = "comity.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
