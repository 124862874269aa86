# SPDX-License-Identifier: Apache-2.0
"""Addresses of requests."""

from __future__ import annotations

from django.urls import path

from comity.assistance.views import drafting, requests

urlpatterns = [
    path("verify_proof.py", requests.verifier, name="verifier"),
    path("requests/", requests.register, name="register"),
    path("requests/new/", drafting.begin, name="begin"),
    path("requests/<str:request_id>/", requests.show, name="request"),
    path("requests/<str:request_id>/draft/", drafting.draft, name="draft"),
    path("requests/<str:request_id>/draft/law/", drafting.basis, name="draft_law"),
    path("requests/<str:request_id>/draft/documents/", drafting.documents, name="draft_documents"),
    path("requests/<str:request_id>/draft/documents/<uuid:attachment>/off", drafting.detach, name="draft_detach"),
    path("requests/<str:request_id>/draft/<str:section>/", drafting.page, name="draft_page"),
    path("requests/<str:request_id>/check/", drafting.check, name="check"),
    path("requests/<str:request_id>/act/<slug:name>/", requests.act, name="act"),
    path("requests/<str:request_id>/files/<uuid:attachment>", requests.file, name="request_file"),
    path("requests/<str:request_id>/proof", requests.proof, name="proof"),
    path("requests/<str:request_id>/share", requests.share, name="share"),
]
