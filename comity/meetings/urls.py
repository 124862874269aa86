# SPDX-License-Identifier: Apache-2.0
"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path, re_path

from comity.meetings.views import bodies, calendars, meetings

urlpatterns = [
    path("bodies/", bodies.listed, name="bodies"),
    path("bodies/record", bodies.record, name="bodies_record"),
    path("bodies/<slug:slug>/", bodies.show, name="body"),
    path("bodies/<slug:slug>/practice", bodies.practice, name="body_practice"),
    path("bodies/<slug:slug>/begin/<slug:name>/", bodies.begin, name="body_begin"),
    path("organisations/<slug:code>/", bodies.organisation, name="organisation"),
    path("groups/<slug:slug>/", bodies.group, name="group"),
    path("groups/<slug:slug>/<slug:name>/", bodies.group_act, name="group_act"),
    path("meetings/<slug:meeting_id>/", meetings.show, name="meeting"),
    path("meetings/<slug:meeting_id>/act/<slug:name>/", meetings.act, name="meeting_act"),
    path("meetings/<slug:meeting_id>/votes/<int:number>/", meetings.vote, name="meeting_vote"),
    path("meetings/<slug:meeting_id>/timetable/", meetings.timetable, name="meeting_timetable"),
    path("meetings/<slug:meeting_id>/documents/<int:document_id>", meetings.document, name="meeting_document"),
    re_path(
        r"^meetings/(?P<meeting_id>[-\w]+)/papers/(?P<kind>timetable|minutes|invitation)\.(?P<form>pdf|docx)$",
        meetings.paper, name="meeting_paper",
    ),
    path("calendar/", calendars.show, name="calendar"),
    path("calendar/<str:token>.ics", calendars.feed, name="calendar_feed"),
]  # fmt: skip
