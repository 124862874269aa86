# SPDX-License-Identifier: Apache-2.0
"""Every address of a node, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from comity.config import views
from comity.config.api import api
from comity.config.handlers import HANDLERS
from comity.drafting.urls import addresses as texts
from comity.exchange.urls import doors
from comity.meetings import services as meetings

urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange/", include(doors(HANDLERS))),
    path("api/v1/", api.urls),
    path("account/", include("allauth.account.urls")),
    path("account/factors/", include("allauth.mfa.urls")),
    path("color-mode", views.color_mode, name="color_mode"),
    path("", include("comity.accounts.urls")),
    path("", include("comity.instruments.urls")),
    path("", include("comity.assistance.urls")),
    path("", include("comity.register.urls")),
    path("", include(texts(meetings.take_in))),
    path("", include("comity.meetings.urls")),
    path("", include("comity.commitments.urls")),
    path("", include("comity.desk.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
