# SPDX-License-Identifier: Apache-2.0
"""Pages to read: the list, a text, a comparison, the matrix, two languages, files that leave the node."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comity.accounts.access import with_role
from comity.accounts.rules.roles import Person, Role
from comity.base import clock
from comity.base.errors import NotFound
from comity.base.ids import new_uuid
from comity.drafting.queries import pages, papers, rows, texts
from comity.drafting.queries.shapes import Summary
from comity.drafting.rules import life
from comity.drafting.rules.comparing import Fate
from comity.drafting.rules.life import Stage
from comity.drafting.rules.positions import Stance
from comity.drafting.rules.tree import Kind
from comity.reference import load

for_meetings = with_role(Role.SECRETARIAT_OFFICER, Role.DELEGATE)
_MATRIX_ROWS = 60
_MEETING = re.compile(r"[a-z0-9-]+")


@never_cache
@require_GET
@for_meetings
def listed(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the texts a person may see, with filters."""
    chosen = {k: request.GET.get(k, "").strip() for k in ("organisation", "body", "kind", "stage", "words")}
    found, total = texts.listed(person, at=clock.now(), page=number_of(request), **chosen)
    context = {
        "texts": found, "total": total, "chosen": chosen, "kinds": list(Kind), "page": number_of(request),
        "stages": [s for s in Stage if not s.startswith("(")], "has_more": number_of(request) * texts.PAGE_SIZE < total,
        "organisations": sorted({row.organisation for row in load().membership}),
        "may_begin": person.has(Role.SECRETARIAT_OFFICER),
    }  # fmt: skip
    return render(request, "drafting/list.html", context)


@never_cache
@require_GET
@for_meetings
def show(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show one text: wording, where it stands, what is open, versions, signatories, trail."""
    at = clock.now()
    view = texts.view(person, slug, at=at, language=request.GET.get("language", ""))
    context = {
        "t": view, "s": view.summary, "list": rows.of(person, view, at=at, page=number_of(request)),
        "way": life.way(stage=Stage(view.summary.stage), kind=Kind(view.summary.kind),
                        is_imported=view.summary.is_imported),
        "versions": pages.versions(person, slug, at=at), "trail": pages.trail(person, slug, at=at, limit=40),
        "proposals": pages.proposals(person, slug, at=at), "cited_by": pages.cited_by(person, slug, at=at),
        "references": pages.references(person, slug, at=at), "comments": pages.comments(person, slug, at=at, clause=""),
        "steps": [row for row in view.acts if row.is_step], "me": person, "token": new_uuid(),
        "apart": pages.out_of_step(person, slug, at=at), "body_is_known": view.summary.body in load().bodies,
        "decided": _decided(view.summary), "is_agreed": Stage(view.summary.stage) in life.AGREED_STAGES,
        "doubts": [d for d in pages.doubts(person, slug, at=at) if d.fate == "open"] if view.may_review else [],
    }  # fmt: skip
    return render(request, "drafting/text.html", context)


@never_cache
@require_GET
@for_meetings
def compare(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Compare two versions of a language; without numbers the newest with the one before."""
    at = clock.now()
    view = texts.view(person, slug, at=at, language=request.GET.get("language", ""))
    if view.version is None:
        raise NotFound("There is no such page.")
    after = _number(request, "after", view.version.number)
    before = _number(request, "before", max(after - 1, 1))
    found = pages.compare(person, slug, at=at, language=view.version.language, before=before, after=after)
    only = "all" not in request.GET
    lines = [x for x in found.what.lines if not only or x.fate is not Fate.SAME or x.is_moved]
    context = {
        "t": view, "s": view.summary, "c": found, "lines": lines, "only": only, "fates": list(Fate),
        "counts": {str(f): found.what.count(f) for f in Fate},
        "versions": [v for v in pages.versions(person, slug, at=at) if v.language == view.version.language],
    }  # fmt: skip
    return render(request, "drafting/compare.html", context)


@never_cache
@require_GET
@for_meetings
def matrix(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """Show what each member says of each clause."""
    at = clock.now()
    view = texts.view(person, slug, at=at)
    found = pages.matrix(person, slug, at=at)
    chosen = [r for r in found.rows if r.says] if "all" not in request.GET else list(found.rows)
    start = (number_of(request) - 1) * _MATRIX_ROWS
    shown = [(r, r.cells(found.states)) for r in chosen[start : start + _MATRIX_ROWS]]
    context = {
        "t": view, "s": view.summary, "m": found, "rows": shown, "stances": list(Stance), "all": "all" in request.GET,
        "page": number_of(request), "has_more": start + _MATRIX_ROWS < len(chosen), "total": len(chosen),
    }  # fmt: skip
    return render(request, "drafting/matrix.html", context)


@require_GET
@for_meetings
def file(request: HttpRequest, person: Person, slug: str, form: str) -> HttpResponse:
    """Hand out a text as Akoma Ntoso, PDF, DOCX or plain text."""
    made = papers.written(
        person, slug, at=clock.now(), form=form, language=request.GET.get("language", ""),
        second=request.GET.get("second", ""),
    )  # fmt: skip
    answer = HttpResponse(made.data, content_type=made.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _decided(summary: Summary) -> tuple[str, str]:
    """Return the meeting and the anchor of the outcome that decided a text; two empty words where it names none."""
    meeting, _, outcome = summary.decision.partition("#o")
    is_one = meeting.startswith(f"{summary.body}-") and _MEETING.fullmatch(meeting) and outcome.isdigit()
    return (meeting, f"#outcome-{outcome}") if is_one else ("", "")


def number_of(request: HttpRequest) -> int:
    """Return the page asked for, 1 when none or an odd one is."""
    return max(_number(request, "page", 1), 1)


def _number(request: HttpRequest, key: str, default: int) -> int:
    asked = request.GET.get(key, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else default
