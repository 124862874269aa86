# SPDX-License-Identifier: Apache-2.0
"""From a form to a service: one line per act. What a service warns of comes back as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid
from comity.evidence import services as evidence
from comity.meetings import services
from comity.meetings.queries.pages import MeetingPage
from comity.meetings.rules import wording

Taker = Callable[[MeetingPage, Mapping[str, Any], Mapping[str, Any]], Any]


def take(
    request: HttpRequest, page: MeetingPage, act: str, values: Mapping[str, Any], by: Person, at: datetime
) -> list[str]:
    """Take an act with the values of its form; return the warnings. Raises what the service raises."""
    given = dict(values)
    if act == "circulate" and (uploaded := request.FILES.get("upload")):
        stored = evidence.store(
            blocks=uploaded.chunks(), name=uploaded.name or "", media_type=uploaded.content_type or "", at=at
        )
        given["file_id"] = stored.id
    answer = _TAKERS[act](page, given, {"by": by, "at": at})
    answer = answer[1] if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], tuple) else answer
    return list(answer) if isinstance(answer, tuple) else []


def _accredit(page: MeetingPage, v: Mapping[str, Any], w: Mapping[str, Any]) -> None:
    people = [services.Given(**row, is_head=not number) for number, row in enumerate(v["people"])]
    services.accredit(meeting=page.id, people=people, powers=v["powers"], delegation=v.get("delegation"), **w)


def _name_signatories(page: MeetingPage, v: Mapping[str, Any], w: Mapping[str, Any]) -> None:
    services.name_signatories(meeting=page.id, text=v["text"], **w)


def _schedule(page: MeetingPage, v: Mapping[str, Any], w: Mapping[str, Any]) -> None:
    starts, ends = (wording.moment(v[name], page.zone, name) for name in ("starts", "ends"))
    services.schedule(
        meeting=page.id, kind=v["kind"], titles=v["title"], place=v["place"], audience=v["audience"],
        starts_at=starts, ends_at=ends, **w,
    )  # fmt: skip


def _decide(page: MeetingPage, v: Mapping[str, Any], w: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    if v["kind"] != "next-host" and v["next_host"]:
        raise Invalid("A next host is named by the outcome “Next host”.", field="next_host")
    given = {key: v[key] for key in ("kind", "cites", "owners", "due", "vote", "next_host")}
    return services.decide(meeting=page.id, texts=v["text"], **given, **w)


_TAKERS: Mapping[str, Taker] = {
    "approve_session": lambda p, v, w: services.approve_session(meeting=p.id, is_approved=v["approved"] == "yes", **w),
    "offer": lambda p, v, w: services.offer(meeting=p.id, **v, **w),
    "withdraw_offer": lambda p, _v, w: services.withdraw_offer(meeting=p.id, **w),
    "welcome": lambda p, v, w: services.welcome(meeting=p.id, state=v.get("state", ""), **w),
    "propose_date": lambda p, v, w: services.propose_date(meeting=p.id, **v, **w),
    "agree_date": lambda p, _v, w: services.agree_date(meeting=p.id, **w),
    "convene_experts": lambda p, v, w: services.convene_experts(meeting=p.id, **v, **w) and None,
    "invite": lambda p, v, w: services.invite(meeting=p.id, **v, **w),
    "invite_guest": lambda p, v, w: services.invite_guest(meeting=p.id, **v, **w),
    "answer": lambda p, v, w: services.answer(meeting=p.id, comes=v["comes"] == "yes", **w),
    "accredit": _accredit,
    "accept_powers": lambda p, v, w: services.accept_powers(meeting=p.id, delegation=v.get("delegation") or 0, **w),
    "name_signatories": _name_signatories,
    "schedule": _schedule,
    "unschedule": lambda p, v, w: services.unschedule(meeting=p.id, session=v.get("session") or 0, **w),
    "propose_item": lambda p, v, w: services.propose_item(meeting=p.id, titles=v["title"], cites=v["cites"], **w),
    "adopt_agenda": lambda p, v, w: services.adopt_agenda(meeting=p.id, **v, **w),
    "circulate": lambda p, v, w: services.circulate(
        meeting=p.id, title=v["title"], text=v["text"], item=v["item"], file_id=v.get("file_id", ""), **w
    ),
    "give_proxy": lambda p, v, w: services.give_proxy(meeting=p.id, **v, **w),
    "open": lambda p, _v, w: services.open_meeting(meeting=p.id, **w),
    "call_roll": lambda p, v, w: services.call_roll(meeting=p.id, present=v["present"], number=v["number"] or 0, **w),
    "speak": lambda p, v, w: services.speak(meeting=p.id, **v, **w) and None,
    "open_vote": lambda p, v, w: services.open_vote(meeting=p.id, **v, **w),
    "decide": _decide,
    "deliver": lambda p, v, w: services.deliver(meeting=p.id, task=v["task"] or 0, deliverable=v["deliverable"], **w),
    "close": lambda p, _v, w: services.close_meeting(meeting=p.id, **w),
    "correct": lambda p, v, w: services.correct(meeting=p.id, **v, **w),
    "cancel": lambda p, v, w: services.cancel(meeting=p.id, **v, **w),
}  # fmt: skip
