# SPDX-License-Identifier: Apache-2.0
"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from comity.accounts import views

urlpatterns = [
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("node/people/", views.people, name="people"),
    path("node/people/<int:user_id>/end", views.end, name="people_end"),
]
