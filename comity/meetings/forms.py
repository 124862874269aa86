# SPDX-License-Identifier: Apache-2.0
"""The forms of the acts as data: which fields an act asks for, and how what comes back is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.base.errors import Invalid
from comity.meetings import labels
from comity.meetings.rules import wording

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its `kind` says how it is shown and read (line, text, texts, date, moment, choice, states …)."""

    name: str
    kind: str
    label: Words
    hint: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    is_required: bool = True


def _choices(words: Mapping[str, Any]) -> tuple[tuple[str, Words], ...]:
    return tuple((code, word) for code, word in words.items())


_TITLE = Field("title", "texts", _("Title"), _("In English and, where the body works in it, in a second language."))
_START, _END = Field("start", "date", _("First day")), Field("end", "date", _("Last day"))
_ZONE = Field("zone", "line", _("Time zone"), _("Such as Asia/Tashkent."))
_PLACE = (Field("city", "line", _("City")), _ZONE)
_ITEM = Field("item", "number", _("Agenda item"), _("Its number, if it belongs to one."), is_required=False)
_DAYS_IF_KNOWN = (
    Field("start", "date", _("First day"), _("If you know it already."), is_required=False),
    Field("end", "date", _("Last day"), is_required=False),
)
_EXPERT = (
    Field("name", "line", _("Name")),
    Field("function", "line", _("Function"), is_required=False),
    Field("email", "line", _("E-mail of the account"), _("Of a person who signs in here."), is_required=False),
)

FORMS: Mapping[str, tuple[Field, ...]] = {
    # of a body
    "plan": (_TITLE,),
    "offer_next": (_TITLE, *_PLACE, *_DAYS_IF_KNOWN, Field("text", "text", _("Your offer"), is_required=False)),
    "request_session": (Field("subject", "texts", _("Why an extraordinary session")),),
    # of a meeting
    "approve_session": (
        Field("approved", "choice", _("Your State"), choices=(("yes", _("approves")), ("no", _("does not approve")))),
    ),
    "offer": (*_PLACE, *_DAYS_IF_KNOWN, Field("text", "text", _("Your offer"), is_required=False)),
    "propose_date": (_START, _END),
    "convene_experts": (_START, _END),
    "invite": (Field("answer_by", "date", _("Answer wanted by")),),
    "invite_guest": (
        Field("capacity", "choice", _("Capacity"), choices=_choices(
            {code: labels.CAPACITIES[code] for code in ("guest", "partner", "observer")}
        )),
        Field("state", "any-state", _("State"), _("Leave empty for an organisation."), is_required=False),
        Field("name", "line", _("Organisation or person"), is_required=False),
    ),
    "answer": (
        Field("comes", "choice", _("Your delegation"), choices=(("yes", _("comes")), ("no", _("does not come")))),
    ),
    "accredit": (
        Field("people", "people", _("Delegation"), _("The first line is the head. Empty lines are left out.")),
        Field("powers", "line", _("Full powers: reference of the paper"), is_required=False),
    ),
    "name_signatories": (Field("text", "text-name", _("Text"), _("Its short name, such as baku-declaration-2027.")),),
    "schedule": (
        Field("kind", "choice", _("Kind"), choices=_choices(labels.SESSIONS)),
        _TITLE,
        Field("place", "line", _("Place"), is_required=False),
        Field("starts", "moment", _("Begins"), _("By the clocks of the place.")),
        Field("ends", "moment", _("Ends")),
        Field("audience", "states", _("Only for"), _("Nobody chosen: for all."), is_required=False),
    ),
    "propose_item": (
        Field("title", "texts", _("Item")),
        Field("cites", "line", _("Clause it follows from"), _("Such as baku-declaration-2023#c2."), is_required=False),
    ),
    "adopt_agenda": (Field("order", "items", _("Items, in the order they are adopted")),),
    "circulate": (
        Field("title", "line", _("Title")),
        Field("upload", "file", _("File"), _("A file, or the short name of a text below."), is_required=False),
        Field("text", "text-name", _("Text"), is_required=False),
        _ITEM,
    ),
    "give_proxy": (
        Field("holder", "member", _("The State that votes for yours")),
        Field("reference", "line", _("Reference of the written proxy")),
    ),
    "call_roll": (Field("present", "present", _("Present")), Field("number", "hidden", "")),
    "speak": (
        Field("kind", "choice", _("Kind"), choices=_choices(labels.STATEMENTS)),
        _ITEM,
        Field("text", "text", _("Words")),
    ),
    "open_vote": (
        Field("question", "text", _("Question")),
        Field("decision", "choice", _("Kind of decision"), choices=_choices(labels.DECISIONS)),
    ),
    "decide": (
        Field("kind", "choice", _("Kind"), choices=_choices(labels.OUTCOMES)),
        Field("text", "texts", _("Outcome")),
        Field("cites", "line", _("Clause"), _("Such as baku-declaration-2027#c2."), is_required=False),
        Field("owners", "members", _("Owners"), _("Whom it binds; nobody chosen: all."), is_required=False),
        Field("due", "date", _("Due"), is_required=False),
        Field("vote", "number", _("Taken by vote number"), _("Empty: by consensus."), is_required=False),
        Field("next_host", "member", _("Next host"), is_required=False),
    ),
    "correct": (Field("text", "text", _("Corrigendum")),),
    "cancel": (Field("reason", "text", _("Reason")),),
    # of an expert group
    "take_seat": _EXPERT,
    "set_task": (Field("title", "line", _("Task")), Field("due", "date", _("Due"), is_required=False)),
    "convene_group": (_START, _END, Field("city", "line", _("City"), is_required=False)),
    "deliver": (
        Field("task", "task", _("Task")),
        Field("deliverable", "line", _("What it delivers"), _("A text or clause, such as ots-action-plan-2027.")),
        Field("agenda_of", "upcoming", _("Put it on the agenda of"), is_required=False),
    ),
}  # fmt: skip


def read(act: str, post: QueryDict) -> dict[str, Any]:
    """Return the values of a form by field; raise `Invalid` naming the field that is wrong or missing."""
    return {field.name: _read(field, post) for field in FORMS.get(act, ())}


def _read(field: Field, post: QueryDict) -> Any:
    if field.kind in _MANY:
        return _MANY[field.kind](field.name, post)
    value = post.get(field.name, "").strip()
    if not value and field.is_required and field.kind not in {"file", "hidden"}:
        raise Invalid("Fill in this field.", field=field.name)
    if field.kind == "choice" and value and value not in dict(field.choices):
        raise Invalid("Choose one from the list.", field=field.name)
    return _ONE.get(field.kind, _text)(field.name, value)


def _text(_name: str, value: str) -> str:
    return value


def _date(name: str, value: str) -> date | None:
    return wording.day(value, name) if value else None


def _number(name: str, value: str) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise Invalid("Give a whole number.", field=name)
    return int(value)


def _texts(name: str, post: QueryDict) -> dict[str, str]:
    given = {code: post.get(f"{name}_{code}", "") for code, _label in settings.LANGUAGES}
    return wording.languages(given, name)


def _codes(name: str, post: QueryDict) -> list[str]:
    return [code for code in post.getlist(name) if code]


def _items(name: str, post: QueryDict) -> list[int]:
    """Return the numbers of the items kept, in the order given by the small boxes beside them."""
    kept = [number for number in post.getlist(name) if number.isdigit()]
    places = {number: post.get(f"place_{number}", "") for number in kept}
    return sorted(map(int, kept), key=lambda n: (int(places[str(n)]) if places[str(n)].isdigit() else 9999, n))


def read_people(post: QueryDict) -> list[dict[str, str]]:
    """Return the lines of a delegation that hold anything, each with name, function, institution and e-mail."""
    columns = [post.getlist(key) for key in ("person", "function", "institution", "email")]
    rows = zip(*columns, strict=False)
    keys = ("name", "function", "institution", "email")
    return [dict(zip(keys, row, strict=True)) for row in rows if any(cell.strip() for cell in row)]


_ONE: Mapping[str, Callable[[str, str], Any]] = {
    "date": _date, "number": _number, "hidden": _number, "task": _number,
}  # fmt: skip
_MANY: Mapping[str, Callable[[str, QueryDict], Any]] = {
    "texts": _texts, "states": _codes, "members": _codes, "present": _codes, "items": _items,
    "people": lambda _name, post: read_people(post),
}  # fmt: skip
