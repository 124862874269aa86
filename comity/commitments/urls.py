# SPDX-License-Identifier: Apache-2.0
"""Addresses of commitments."""

from __future__ import annotations

from django.urls import path, re_path

from comity.commitments.views import acts, lists, papers

urlpatterns = [
    path("commitments/", lists.overview, name="commitments"),
    path("commitments/matrix/", lists.matrix, name="commitments_matrix"),
    path("commitments/timeline/", lists.timeline, name="commitments_timeline"),
    path("commitments/overdue/", lists.overdue, name="commitments_overdue"),
    path("commitments/mine/", lists.mine, name="commitments_mine"),
    path("commitments/notices/", lists.notices, name="commitments_notices"),
    path("commitments/plans/", lists.plans, name="plans"),
    path("commitments/plans/new/", acts.new_plan, name="plan_new"),
    path("commitments/plans/<slug:slug>/", lists.plan, name="plan"),
    path("commitments/new/", acts.new, name="commitment_new"),
    path("commitments/export.csv", papers.export, name="commitments_export"),
    path("commitments/import/", papers.take, name="commitments_take"),
    path("commitments/import/<uuid:import_id>/", papers.taken, name="commitments_import"),
    path("commitments/import/<uuid:import_id>/problems.csv", papers.taken_problems, name="commitments_problems"),
    path("commitments/import/<uuid:import_id>/file", papers.taken_file, name="commitments_import_file"),
    path("commitments/report/", papers.report, name="commitments_report"),
    re_path(r"^commitments/report/report\.(?P<form>pdf|docx|csv|json)$", papers.report, name="commitments_report_file"),
    path("commitments/follow-up/", papers.follow_up, name="commitments_follow_up"),
    re_path(
        r"^commitments/follow-up/follow-up\.(?P<form>pdf|docx)$", papers.follow_up, name="commitments_follow_up_file"
    ),
    path("commitments/c/<str:commitment_id>/", acts.show, name="commitment"),
    path("commitments/c/<str:commitment_id>/evaluate/", acts.evaluate, name="commitment_evaluate"),
    path("commitments/c/<str:commitment_id>/files/<uuid:entry>/<uuid:file>", acts.proof, name="commitment_file"),
    path("commitments/c/<str:commitment_id>/<str:owner>/<slug:name>/", acts.act, name="commitment_act"),
]
