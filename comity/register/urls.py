# SPDX-License-Identifier: Apache-2.0
"""Addresses of register."""

from __future__ import annotations

from django.urls import URLPattern, path

from comity.register.views import cases, entries, links, rights, search

urlpatterns: list[URLPattern] = [
    path("register/", cases.home, name="common_register"),
    path("register/seen", cases.seen, name="register_seen"),
    path("register/cases/new/", cases.new, name="register_case_new"),
    path("register/cases/<uuid:case_id>/", cases.show, name="register_case"),
    path("register/cases/<uuid:case_id>/share", cases.share, name="register_share"),
    path("register/cases/<uuid:case_id>/enter/<slug:schema>/", entries.new, name="register_enter"),
    path("register/entries/<uuid:entry_id>/", entries.show, name="register_entry"),
    path("register/search/", search.search, name="register_search"),
    path("register/reviews/", cases.reviews, name="register_reviews"),
    path("register/rights/", rights.requests, name="register_rights"),
    path("register/rights/published/", rights.published, name="register_published"),
    path("register/rights/<uuid:request_id>/", rights.one, name="register_right"),
    path("register/entries/<uuid:entry_id>/act/<slug:name>", entries.act, name="register_act"),
    path("register/links/", links.links, name="register_links"),
]
