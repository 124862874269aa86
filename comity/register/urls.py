# SPDX-License-Identifier: Apache-2.0
"""Addresses of register."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
