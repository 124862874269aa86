# SPDX-License-Identifier: Apache-2.0
"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from comity.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("node/", views.node, name="node"),
    path("node/retry", views.retry, name="retry"),
    path("ledger/", views.ledger_page, name="ledger"),
]
