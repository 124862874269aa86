# SPDX-License-Identifier: Apache-2.0
"""Addresses of register."""

from __future__ import annotations

from django.urls import URLPattern, path

from comity.register.views import cases, detect, entries, feeds, interchange, probes, rights, search, taxii, watch

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
    path("register/interchange/", interchange.hub, name="register_interchange"),
    path("register/cases/<uuid:case_id>/import/", interchange.upload, name="register_import_new"),
    path("register/imports/<uuid:import_id>/", interchange.one, name="register_import"),
    path("register/imports/<uuid:import_id>/lines", interchange.report, name="register_import_lines"),
    path("register/imports/<uuid:import_id>/act/<slug:name>", interchange.act, name="register_import_act"),
    path("register/export/", interchange.export, name="register_export"),
    path("register/cases/<uuid:case_id>/ask/", probes.ask, name="register_ask"),
    path("register/probes/", probes.home, name="register_probes"),
    path("register/probes/audit/", probes.audit, name="register_probe_audit"),
    path("register/probes/audit/<int:alarm_id>/seen", probes.seen, name="register_alarm_seen"),
    path("register/probes/learned/", probes.leakage, name="register_probe_leakage"),
    path("register/probes/<uuid:order_id>/", probes.show, name="register_probe"),
    path("register/probes/hits/<uuid:hit_id>/", probes.hit, name="register_hit"),
    path("register/probes/<uuid:key>/act/<slug:name>", probes.act, name="register_probe_act"),
    path("watch/", watch.board, name="watch_board"),
    path("watch/new/", watch.new, name="watch_new"),
    path("watch/detect/", detect.start, name="watch_detect"),
    path("watch/detect/<uuid:detection_id>/", detect.show, name="watch_detection"),
    path("watch/detect/<uuid:detection_id>/judge", detect.judge, name="watch_judge"),
    path("watch/feeds/", feeds.home, name="watch_feeds"),
    path("watch/feeds/token", feeds.make_token, name="watch_token"),
    path("watch/feeds/set-up", feeds.set_up, name="watch_feed"),
    path("watch/feeds/end", feeds.end, name="watch_end"),
    path("watch/feeds/judge", feeds.judge, name="watch_feed_judge"),
    path("watch/<uuid:watch_id>/", watch.show, name="watch_one"),
    path("watch/<uuid:watch_id>/act/<slug:name>", watch.act, name="watch_act"),
    path("taxii2/", taxii.discovery),
    path("taxii2/watch/", taxii.api_root),
    path("taxii2/watch/status/<str:status_id>/", taxii.status),
    path("taxii2/watch/collections/", taxii.collections),
    path("taxii2/watch/collections/<str:collection_id>/", taxii.collection),
    path("taxii2/watch/collections/<str:collection_id>/manifest/", taxii.manifest),
    path("taxii2/watch/collections/<str:collection_id>/objects/", taxii.objects),
    path("taxii2/watch/collections/<str:collection_id>/objects/<str:object_id>/", taxii.one),
    path("taxii2/watch/collections/<str:collection_id>/objects/<str:object_id>/versions/", taxii.versions),
]
