# SPDX-License-Identifier: Apache-2.0
"""Carrying a text on through its life: drafted, circulated, commented, adopted, in force, superseded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Invalid, NotFound
from comity.drafting.models import Proposal, Reference, Text, Version
from comity.drafting.queries import access
from comity.drafting.queries.shapes import pairs_of
from comity.drafting.rules import brackets, languages
from comity.drafting.rules.life import BY_ACT, NotNow, Stage
from comity.drafting.services.opening import closed, opened, tree_of

_AGREED = {"adopt", "endorse", "issue"}
_IN_EFFECT = {Stage.ADOPTED, Stage.ENDORSED, Stage.ISSUED, Stage.SIGNED, Stage.IN_FORCE}


def carry_on(*, text: str, act: str, by: Person, at: datetime, data: Mapping[str, str] | None = None) -> None:
    """Take one step of the life of a text (`rules.life.TABLE`); `data` gives what its row demands.

    Raises `NotNow`, `Invalid` for something missing, `OpenWording` when brackets are open at adoption.
    """
    row = BY_ACT.get(act)
    if row is None or not row.is_step:
        raise NotNow("There is no such step.")
    given = {key: str((data or {}).get(key, "")).strip() for key in row.given}
    _complete(given)
    with transaction.atomic():
        found = opened(by, text, act, at=at)
        _before(found.text, act, given, by, at)
        if act == "circulate" or act in _AGREED:
            Version.objects.filter(text=found.text, is_shown=False).update(is_shown=True)
        closed(found.text, act, by=by, at=at, end=found.end, data={k: v for k, v in given.items() if k != "reason"})


def _complete(given: Mapping[str, str]) -> None:
    for key, value in given.items():
        if not value and key != "decision":
            raise Invalid("This is needed for the step.", field=key)
        if len(value) > 1000:
            raise Invalid("This is too long.", field=key)
        if key in {"date", "until"}:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise Invalid("Give the day as year-month-day.", field=key) from None


def _before(text: Text, act: str, given: Mapping[str, str], by: Person, at: datetime) -> None:
    if act == "circulate" and access.current(text, text.languages[0]) is None:
        raise NotNow("There is no wording to circulate yet.")
    if act == "open_comments":
        text.comments_until = date.fromisoformat(given["until"])
        if text.comments_until < at.date():
            raise Invalid("The last day for comments lies in the past.", field="until")
    if act in _AGREED:
        _agree(text, given)
    if act == "enter_into_force":
        text.force_date = given["date"]
    if act in {"amend", "supersede"}:
        newer = _newer(text, given["text"], by, at)
        relation = "amends" if act == "amend" else "supersedes"
        Reference.objects.get_or_create(
            text=newer, target=text.slug, relation=relation, clause="", defaults={"words": text.title}
        )
        text.superseded_by = newer.slug if act == "supersede" else text.superseded_by


def _agree(text: Text, given: Mapping[str, str]) -> None:
    newest = [access.current(text, language) for language in text.languages]
    trees = [tree_of(version) for version in newest if version]
    if not trees or any(access.current(text, code) is None for code in text.authentic):
        raise NotNow("The text has no wording yet in every language it is authentic in.")
    brackets.require_none(trees)
    by_language = {tree.language: tree for tree in trees}
    for code in text.authentic:
        if code != text.languages[0]:
            languages.require_in_step(by_language[text.languages[0]], by_language[code], pairs_of(text, code))
    text.decision = given.get("decision", text.decision)[:100]
    text.place, text.adopted_date = given["place"][:100], given["date"]
    Proposal.objects.filter(text=text, fate="open").update(fate="overtaken")


def _newer(text: Text, slug: str, by: Person, at: datetime) -> Text:
    newer = access.visible_to(by, on=at.date()).filter(slug=slug).exclude(pk=text.pk).first()
    if newer is None:
        raise NotFound("There is no such text.")
    if newer.stage not in _IN_EFFECT:
        raise NotNow("The newer text is not adopted yet.")
    return newer
