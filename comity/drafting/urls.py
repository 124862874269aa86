# SPDX-License-Identifier: Apache-2.0
"""Addresses of texts."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from comity.drafting.views import living, negotiating, reading, signing, writing

Keep = Callable[..., str]


def addresses(keep: Keep) -> list[URLPattern]:
    """Return every address; `keep` takes in an official text with what rooms above read from it."""
    return [path("texts/import/", living.take_in, {"keep": keep}, name="text_import"), *_PATTERNS]


_PATTERNS = [
    path("verify_signatures.py", signing.verifier, name="signature_verifier"),
    path("texts/", reading.listed, name="texts"),
    path("texts/new/", writing.begin, name="text_begin"),
    path("texts/<slug:slug>/", reading.show, name="text"),
    path("texts/<slug:slug>/clauses/<str:clause_id>/", negotiating.clause, name="text_clause"),
    path("texts/<slug:slug>/comment", negotiating.comment, name="text_comment"),
    path("texts/<slug:slug>/proposals/", negotiating.proposals, name="text_proposals"),
    path("texts/<slug:slug>/proposals/take", negotiating.take, name="text_take"),
    path("texts/<slug:slug>/proposals/<int:proposal>", negotiating.decide, name="text_decide"),
    path("texts/<slug:slug>/positions/", reading.matrix, name="text_matrix"),
    path("texts/<slug:slug>/compare/", reading.compare, name="text_compare"),
    path("texts/<slug:slug>/languages/<str:language>/", writing.languages, name="text_languages"),
    path("texts/<slug:slug>/languages/<str:language>/agree", writing.agree, name="text_agree"),
    path("texts/<slug:slug>/write/", writing.write, name="text_write"),
    path("texts/<slug:slug>/write/<str:clause_id>/", writing.write_clause, name="text_write_clause"),
    path("texts/<slug:slug>/step/<slug:act>/", living.step, name="text_step"),
    path("texts/<slug:slug>/people/", living.people, name="text_people"),
    path("texts/<slug:slug>/doubts/", living.doubts, name="text_doubts"),
    path("texts/<slug:slug>/doubts/<int:doubt>", living.answer, name="text_answer"),
    path("texts/<slug:slug>/sign/<str:language>/", signing.sign, name="text_sign"),
    path("texts/<slug:slug>/signatures", signing.bundle, name="text_bundle"),
    path("texts/<slug:slug>/files/<slug:form>", reading.file, name="text_file"),
]
