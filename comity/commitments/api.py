# SPDX-License-Identifier: Apache-2.0
"""`/api/v1/commitments…`: commitments for programs, under the session a person signed in with.

Answers are filtered as the pages are. Writing needs the CSRF header of the session, as forms do.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.params.functions import Query
from ninja.security import SessionAuth

from comity.accounts.access import person_of
from comity.accounts.rules.roles import Person
from comity.base import clock
from comity.base.errors import NotFound
from comity.commitments import forms, services
from comity.commitments.queries import access, pages, reading, summit, tables
from comity.commitments.rules import figures, sheet
from comity.commitments.rules.lifecycle import Side
from comity.commitments.rules.shapes import Commitment, Duty


class Signed(SessionAuth):
    """A person who signed in; on a production node with a second factor."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the user, or nothing."""
        user = super().authenticate(request, key)
        return user if user and (settings.PRACTICE or is_mfa_enabled(request.user)) else None


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str


class Reported(Schema):
    """A report of a State on one of its commitments."""

    act: str
    as_of: str
    text: str
    value: str = ""
    version: int | None = None


router = Router(tags=["commitments"], auth=Signed())
_ERRORS = {401: dict[str, Any], 404: Problem, 409: Problem, 422: Problem}


@router.get("/commitments", response={200: dict[str, Any], **_ERRORS}, summary="Commitments and how they stand")
def commitments(
    request: HttpRequest,
    organisation: str = Query("", description="code such as ECO"),
    text: str = Query("", description="slug of a text or meeting"),
    owner: str = Query("", description="code of a State, secretariat or experts"),
    status: str = Query("", description="status shown, such as overdue"),
    plan: str = Query("", description="slug of a plan"),
    words: str = Query("", description="words of the promise or the clause"),
) -> dict[str, Any]:
    """Return the commitments of a filter, each with its promises, and the counts by status."""
    asked = {"organisation": organisation, "text": text, "owner": owner, "status": status, "plan": plan, "words": words}
    chosen = forms.chosen(asked, access.any_organisation(_person(request), on=clock.today()))
    duties = reading.duties(chosen, on=clock.today())
    by_commitment: dict[str, list[Duty]] = {}
    for duty in duties:
        by_commitment.setdefault(duty.commitment, []).append(duty)
    known = [c for c in reading.commitments(chosen) if c.id in by_commitment]
    return {
        "counts": summit.counts_json(figures.count(duties)),
        "commitments": [_json(c, by_commitment[c.id]) for c in known],
    }


@router.get("/commitments.csv", summary="The sheet of promises")
def export(
    request: HttpRequest,
    organisation: str = Query("", description="code such as ECO"),
    owner: str = Query("", description="code of a State, secretariat or experts"),
    text: str = Query("", description="slug of a text or meeting"),
) -> HttpResponse:
    """Return the promises of a filter as CSV, in the form `POST /commitments/import` takes."""
    asked = {"organisation": organisation, "text": text, "owner": owner}
    chosen = forms.chosen(asked, access.any_organisation(_person(request), on=clock.today()))
    return HttpResponse(
        sheet.write(tables.rows(chosen, on=clock.today())).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )


@router.post(
    "/commitments/import",
    response={200: dict[str, Any], 422: dict[str, Any], 401: dict[str, Any], 404: Problem, 413: Problem},
    summary="Report on many commitments at once",
)
def take(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Take in a sheet of reports whole, or refuse it whole with every bad row; the file is kept either way."""
    made = services.take_file(
        data=file.read(sheet.MAX_BYTES + 1), name=file.name or "", by=_person(request), at=clock.now()
    )
    answer = {
        "id": made.id, "taken": made.is_taken, "reports": made.reports, "unchanged": made.unchanged,
        "problems": [{"row": p.row, "column": p.column, "sentence": p.sentence} for p in made.problems],
    }  # fmt: skip
    return Status(200 if made.is_taken else 422, answer)


@router.get(
    "/commitments/report",
    response={200: dict[str, Any], **_ERRORS},
    summary="The data behind the report to the summit",
)
def report(
    request: HttpRequest,
    organisation: str = Query(..., description="code such as ECO"),
    since: date = Query(..., description="first day of the period"),
    until: date = Query(..., description="last day of the period"),
) -> dict[str, Any]:
    """Return how every promise of an organisation stood at the end of a period."""
    mine = access.any_organisation(_person(request), on=clock.today())
    if organisation not in mine:
        raise NotFound("There is no such organisation.")
    chosen = reading.Filter((organisation,))
    return summit.as_json(summit.summit(chosen, since=since, until=until, today=clock.today()))


@router.get("/commitments/{commitment_id}", response={200: dict[str, Any], **_ERRORS}, summary="One commitment")
def commitment(request: HttpRequest, commitment_id: str) -> dict[str, Any]:
    """Return a commitment with its promises, their whole history, its lineage and evaluations."""
    page = pages.page(_person(request), commitment_id, at=clock.now())
    return {
        **_json(page.commitment, [owed.duty for owed in page.owed]),
        "words": page.commitment.words,
        "lineage": [c.id for c in page.lineage],
        "history": [
            {
                "id": line.entry.id, "owner": line.owner, "act": line.entry.act, "at": line.entry.at.isoformat(),
                "as_of": line.entry.as_of.isoformat() if line.entry.as_of else None, "by": line.actor,
                "data": dict(line.entry.data),
                "files": [{"id": f.id, "name": f.name, "sha256": f.sha256} for f in line.files],
            }
            for owed in page.owed
            for line in owed.lines
        ],
        "evaluations": [
            {
                "since": str(e.since), "until": str(e.until), "finding": e.finding, "text": e.text,
                "successor": e.successor,
            }
            for e in page.evaluations
        ],
    }  # fmt: skip


@router.post(
    "/commitments/{commitment_id}/{owner}/reports",
    response={201: dict[str, str], **_ERRORS},
    summary="Report on a commitment",
)
def report_one(request: HttpRequest, commitment_id: str, owner: str, said: Reported) -> Status[dict[str, str]]:
    """Report progress (`progress`) or that it is kept (`claim`); `version` guards against what others did meanwhile."""
    made = services.report(
        commitment_id=commitment_id, owner=owner, act=said.act, as_of=said.as_of, text=said.text, value=said.value,
        version=said.version, by=_person(request), at=clock.now(),
    )  # fmt: skip
    return Status(201, {"id": made})


@router.post(
    "/commitments/{commitment_id}/{owner}/reports/files",
    response={201: dict[str, str], **_ERRORS, 413: Problem},
    summary="Report on a commitment with files that prove it",
)
def report_with_files(
    request: HttpRequest, commitment_id: str, owner: str, said: Form[Reported], files: File[list[UploadedFile]]
) -> Status[dict[str, str]]:
    """Report as above, as a form with one or more parts named `files`."""
    person, at = _person(request), clock.now()
    access.duty(person, commitment_id, owner, side=Side.OWNER, on=at.date())
    made = services.report(
        commitment_id=commitment_id, owner=owner, act=said.act, as_of=said.as_of, text=said.text, value=said.value,
        version=said.version, by=person, at=at, files=forms.stored(files, at),
    )  # fmt: skip
    return Status(201, {"id": made})


def _person(request: HttpRequest) -> Person:
    return person_of(request)


def _json(c: Commitment, duties: list[Duty]) -> dict[str, Any]:
    return {
        "id": c.id, "organisation": c.organisation, "source": c.source, "addressee": c.addressee.value, "verb": c.verb,
        "object": c.object, "since": c.since.isoformat(), "due_on": c.due_on.isoformat() if c.due_on else None,
        "due_words": c.due_words, "rhythm": c.rhythm, "indicator": c.indicator.words, "evidence": c.evidence,
        "evidence_required": c.evidence_required, "sources": list(c.sources), "note": c.note, "plan": c.plan,
        "predecessor": c.predecessor, "successor": c.successor,
        "promises": [
            {
                "owner": d.owner, "status": d.shown.value, "due_on": d.due_on.isoformat() if d.due_on else None,
                "reported_on": d.reported_on.isoformat() if d.reported_on else None, "version": d.version,
            }
            for d in duties
        ],
    }  # fmt: skip
