# SPDX-License-Identifier: Apache-2.0
"""Beginning a text: tasked by a meeting, or with a first draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from comity.accounts import queries as accounts
from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing, standing
from comity.base.errors import Invalid, NotFound
from comity.drafting.models import Chair, Text
from comity.drafting.queries import access
from comity.drafting.rules import plainly
from comity.drafting.rules import tree as trees
from comity.drafting.rules.life import Stage
from comity.drafting.rules.tree import Kind, Tree
from comity.drafting.services.opening import add_version, closed, saved
from comity.reference import load

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TAKEN_PATHS = frozenset({"new", "import"})
_MOST_WORDS = 2_000_000
_WORD = re.compile(r"[a-z0-9-]{2,64}")


def create_text(
    *,
    slug: str,
    organisation: str,
    body: str,
    kind: Kind,
    title: str,
    languages: Sequence[str],
    by: Person,
    at: datetime,
    versions: Sequence[Tree] = (),
    authentic: Sequence[str] = (),
    decision: str = "",
    observers_comment: bool = False,
) -> str:
    """Begin a text of an organisation and body and return its slug; only the Secretariat begins one.

    Without `versions` it is tasked (`decision` names the outcome that tasked it), with them a draft. The first of
    `languages` leads; `authentic` are those that will be signed (the leading one when none is named). Raises `Invalid`
    for a taken or odd slug, an unknown organisation, no or odd languages, a version in none of them.
    """
    if not by.has(Role.SECRETARIAT_OFFICER):
        raise NotFound("There is no such page.")
    spoken = _languages(languages)
    signed = tuple(dict.fromkeys(authentic)) or spoken[:1]
    _check(slug, organisation, body, title)
    if not set(signed) <= set(spoken) or any(v.language not in spoken for v in versions):
        raise Invalid("A wording is in a language the text is not in.", field="languages")
    for version in versions:
        trees.checked(version)
    with transaction.atomic():
        if Text.objects.filter(slug=slug).exists():
            raise Invalid("A text of this short name is here already.", field="slug")
        text = Text(
            slug=slug, organisation=organisation, body=body, kind=kind, title=title.strip(), languages=list(spoken),
            authentic=list(signed), stage=Stage.DRAFT if versions else Stage.TASKED, decision=decision,
            observers_comment=observers_comment, created_at=at, updated_at=at,
        )  # fmt: skip
        saved(text)
        for version in versions:
            add_version(text, version, by=by, at=at, is_shown=False)
        closed(text, "begin", by=by, at=at, data={"kind": str(kind), "decision": decision})
    return slug


def begin_from_words(
    *, slug: str, organisation: str, body: str, kind: str, title: str, languages: str, authentic: str, decision: str,
    wording: str, observers_comment: bool, by: Person, at: datetime,
) -> str:  # fmt: skip
    """Begin a text as a form gives it: languages as codes in a line, the draft as plain text (none: only tasked)."""
    if kind not in set(Kind):
        raise Invalid("Choose what kind of text it is.", field="kind")
    spoken = _languages(languages.replace(",", " ").split())
    if len(wording) > _MOST_WORDS:
        raise Invalid("A draft has at most two million characters.", field="wording")
    made = [plainly.read(wording, title=title.strip(), language=spoken[0])] if wording.strip() and title.strip() else []
    return create_text(
        slug=slug or slugify(title)[:50].strip("-"), organisation=organisation, body=body, kind=Kind(kind), title=title,
        languages=spoken, authentic=authentic.replace(",", " ").split(), versions=made, decision=decision[:100],
        observers_comment=observers_comment, by=by, at=at,
    )  # fmt: skip


def name_chair(*, text: str, person_id: int, by: Person, at: datetime) -> None:
    """Let a member's delegate chair the negotiation of a text: take proposals, save wording, carry it on."""
    if not by.has(Role.SECRETARIAT_OFFICER):
        raise NotFound("There is no such page.")
    with transaction.atomic():
        row = access.row(by, text, on=at.date(), for_update=True)
        chair = accounts.person(person_id)
        if standing(chair, row.organisation, membership=load().membership, on=at.date()) is not Standing.MEMBER:
            raise Invalid("Only a member's delegate can chair.", field="person")
        Chair.objects.get_or_create(text=row, user_id=chair.id)
        closed(row, "name_chair", by=by, at=at, data={"person": chair.id, "state": chair.state})


def _languages(given: Sequence[str]) -> tuple[str, ...]:
    spoken = tuple(dict.fromkeys(code.strip() for code in given if code.strip()))
    if not spoken or not all(_LANGUAGE.fullmatch(code) for code in spoken):
        raise Invalid("Name at least one language by its code, such as en or ru.", field="languages")
    return spoken


def _check(slug: str, organisation: str, body: str, title: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > 50 or slug in _TAKEN_PATHS:
        raise Invalid("A short name has up to 50 small letters, digits and hyphens: place, kind, year.", field="slug")
    if organisation not in {row.organisation for row in load().membership}:
        raise Invalid(
            "“{organisation}” is not an organisation Comity knows.", organisation=organisation, field="organisation"
        )
    if not _WORD.fullmatch(body):
        raise Invalid("Name the body by its short name, such as eco-prosecutors-general.", field="body")
    if not title.strip() or len(title.strip()) > 300:
        raise Invalid("Give the text a title of up to 300 characters.", field="title")
