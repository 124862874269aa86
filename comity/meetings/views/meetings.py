# SPDX-License-Identifier: Apache-2.0
"""Pages of one meeting: the meeting, the form of an act, a vote, the timetable, papers and documents."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comity.accounts import queries as accounts
from comity.accounts.access import signed_in
from comity.accounts.rules.roles import Person
from comity.accounts.speaking import speak
from comity.base import clock
from comity.base.errors import Invalid, NotFound, Refused
from comity.drafting.queries import texts
from comity.evidence import queries as evidence
from comity.meetings import forms, services
from comity.meetings.queries import access, bodies, pages
from comity.meetings.rules.barred import BESIDE
from comity.meetings.rules.convening import NotNow, Who
from comity.meetings.rules.majority import Choice
from comity.meetings.services import papers
from comity.meetings.views.taking import take
from comity.reference import load

_ROWS, _LINES = 12, 40
_NAMES_TEXT = {"circulate", "name_signatories"}
_OF_A_VOTE = {"cast", "close_vote"}  # taken on the page of the vote
# What the page says of an act beside its form: of which offer, delegation or session it is.
_EXTRA: dict[str, dict[str, type[str | int]]] = {
    "welcome": {"state": str},
    "accredit": {"delegation": int},
    "accept_powers": {"delegation": int},
    "unschedule": {"session": int},
}


@never_cache
@signed_in
def show(request: HttpRequest, person: Person, meeting_id: str) -> HttpResponse:
    """Show a meeting; one known only from the table of meetings shows what is known, with its sources."""
    at = clock.now()
    past = bodies.past(person, meeting_id, on=at.date())
    if past is not None:
        return render(request, "meetings/past.html", {"h": past, "body": access.body(past.body)})
    page = pages.meeting(person, meeting_id, at=at)
    context = {"m": page, "at": at, "me": person, "cited": pages.cited(page, person, at=at), **_buttons(page)}
    return render(request, "meetings/meeting.html", context)


@never_cache
@signed_in
def act(request: HttpRequest, person: Person, meeting_id: str, name: str) -> HttpResponse:
    """Show the form of an act, and take the act."""
    page = pages.meeting(person, meeting_id, at=clock.now())
    if name in _OF_A_VOTE:
        raise NotFound(access.NOT_THERE)
    if BESIDE.get(name, name) not in page.acts:
        raise NotNow("This step is not possible any more, or not yet. Reload the page of the meeting.")
    if name in page.barred and request.method != "POST":
        return render(request, "meetings/barred.html", {"m": page, "act": name, "why": page.barred[name]})
    wrong = _taken(request, page, name, person) if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        return redirect("meeting", meeting_id=meeting_id)
    context = {"m": page, "act": name, "wrong": wrong, "values": request.POST, **_fields(request, page, name, person)}
    return render(request, "meetings/act.html", context, status=422 if wrong else 200)


@never_cache
@signed_in
def vote(request: HttpRequest, person: Person, meeting_id: str, number: int) -> HttpResponse:
    """Show a vote, cast one's State's vote, close it."""
    at = clock.now()
    if request.method == "POST":
        _voted(request, person, meeting_id, number)
        return redirect("meeting_vote", meeting_id=meeting_id, number=number)
    page = pages.meeting(person, meeting_id, at=at)
    found = next((v for v in page.votes if v.number == number), None)
    if found is None:
        raise NotFound(access.NOT_THERE)
    mine = [state for state, caster in found.votes.items() if caster == person.state and Who.ACCREDITED in page.who]
    context = {"m": page, "v": found, "mine": mine, "said": dict(found.ballots), "choices": list(Choice)}
    return render(request, "meetings/vote.html", context)


@never_cache
@require_GET
@signed_in
def timetable(request: HttpRequest, person: Person, meeting_id: str) -> HttpResponse:
    """Show the programme as a timetable to print."""
    page = pages.meeting(person, meeting_id, at=clock.now())
    return render(request, "meetings/timetable.html", {"m": page})


@require_GET
@signed_in
def paper(request: HttpRequest, person: Person, meeting_id: str, kind: str, form: str) -> HttpResponse:
    """Hand out timetable, minutes or an invitation, as PDF or DOCX, in the languages asked for (`?with=ru`)."""
    at = clock.now()
    page = pages.meeting(person, meeting_id, at=at)
    name = _paper_name(page, kind, request.GET.get("for", ""))
    known = dict(settings.LANGUAGES)
    wanted = [get_language() or "en", request.GET.get("with", "")]
    languages = tuple(dict.fromkeys(code for code in wanted if code in known))
    data = papers.written(name, page, languages=languages, form=form, at=at)
    media = "application/pdf" if form == "pdf" else papers.DOCX
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{meeting_id}-{kind}.{form}"'
    return answer


@require_GET
@signed_in
def document(_request: HttpRequest, person: Person, meeting_id: str, document_id: int) -> HttpResponseBase:
    """Hand out a circulated file, always as a download."""
    found = evidence.file(pages.document(person, meeting_id, document_id, at=clock.now()))
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)


def _taken(request: HttpRequest, page: pages.MeetingPage, name: str, person: Person) -> list[dict[str, str]]:
    try:
        values = forms.read(name, request.POST)
        extra = _EXTRA.get(name, {})
        values |= {k: kind(request.POST[k]) for k, kind in extra.items() if request.POST.get(k) and k not in values}
        for warning in take(request, page, name, values, person, clock.now()):
            messages.warning(request, speak(warning))
        messages.success(request, _("Done."))
    except Invalid as error:
        return [{"field": str(error.details.get("field", "")), "text": error.sentence}]
    except Refused as error:
        return [{"field": "", "text": error.sentence}]
    except ValueError:
        return [{"field": "", "text": _("Something in the form is not what it should be. Reload the page.")}]
    return []


def _voted(request: HttpRequest, person: Person, meeting_id: str, number: int) -> None:
    at = clock.now()
    if "close" in request.POST:
        services.close_vote(meeting=meeting_id, vote=number, by=person, at=at)
        return
    choices = {key[5:]: str(value) for key, value in request.POST.items() if key.startswith("vote_")}
    services.cast(meeting=meeting_id, vote=number, choices=choices, by=person, at=at)
    messages.success(request, _("Your vote is cast. Until the vote is closed you can change it."))


def _paper_name(page: pages.MeetingPage, kind: str, wanted: str) -> str:
    if kind in {"timetable", "minutes"}:
        return kind
    found = next((d for d in page.delegations if str(d.id) == wanted), None)
    # Each State reads its own letter; host and Secretariat send them all.
    may_read_all = bool({Who.SECRETARIAT, Who.HOST} & page.who)
    if kind != "invitation" or found is None or not (may_read_all or page.mine == found):
        raise NotFound(access.NOT_THERE)
    return f"invitation:{found.id}"


def _fields(request: HttpRequest, page: pages.MeetingPage, name: str, person: Person) -> dict[str, Any]:
    chosen = request.GET.get("delegation") or request.POST.get("delegation", "")
    found = next((d for d in page.delegations if str(d.id) == chosen), page.mine)
    people = _rows(request, found) if name == "accredit" else []
    return {
        "fields": forms.FORMS.get(name, ()), "languages": settings.LANGUAGES, "all_states": load().states,
        "chosen": {f.name: request.POST.getlist(f.name) for f in forms.FORMS.get(name, ())}, "delegation": chosen,
        "people": people, "blank_rows": range(max(_ROWS - len(people), 3)),
        "invited": [d.state for d in page.delegations if d.state],
        "known_texts": texts.listed(person, at=clock.now(), body=page.body)[0] if name in _NAMES_TEXT else (),
        "upcoming": bodies.upcoming(page.body) if name == "deliver" else (),
    }  # fmt: skip


def _rows(request: HttpRequest, found: pages.DelegationLine | None) -> list[dict[str, str]]:
    """Return the lines of a delegation's form: what was sent, else who is named now with their accounts."""
    if request.method == "POST":
        return list(forms.read_people(request.POST))
    addresses = {p.id: p.email for p in accounts.people()}
    return [
        {
            "name": p.name,
            "function": p.function,
            "institution": p.institution,
            "email": addresses.get(p.user_id or 0, ""),
        }
        for p in (found.people if found else ())
    ]


_INLINE = {"welcome", "accept_powers", "cast", "close_vote", "plan", "request_session"}
_PLAIN = {"agree_date", "withdraw_offer"}


def _buttons(page: pages.MeetingPage) -> dict[str, Any]:
    # The Secretariat names the people of guests and its own from the table of delegations.
    barred = {*_INLINE, "accredit"} if Who.SECRETARIAT in page.who else _INLINE
    usable = [a for a in page.acts if a not in barred]
    first = page.onward if page.onward in usable and page.onward not in page.barred else ""
    may_read_all = bool({Who.SECRETARIAT, Who.HOST} & page.who)
    second = next((code for code in page.languages if code != get_language() and code in dict(settings.LANGUAGES)), "")
    return {
        "first_act": first, "more_acts": [a for a in usable if a != first], "plain_acts": _PLAIN,
        "letters": [d.id for d in page.delegations if may_read_all or page.mine == d], "second": second,
        "is_desk": Who.SECRETARIAT in page.who, "timeline": list(reversed(page.timeline))[:_LINES],
    }  # fmt: skip
