# SPDX-License-Identifier: Apache-2.0
"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from comity.instruments import views

urlpatterns = [
    path("navigator/", views.navigator, name="navigator"),
    path("states/", views.states, name="states"),
    path("states/<str:code>/", views.state, name="state"),
    path("states/<str:code>/authorities/<int:number>/", views.authority, name="authority"),
    path("instruments/<slug:slug>/", views.instrument, name="instrument"),
]
