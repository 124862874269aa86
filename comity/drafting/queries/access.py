# SPDX-License-Identifier: Apache-2.0
"""Who may see a text, and in what capacity they act on it: the one gate of every read and every act."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing, standing
from comity.base.errors import NotFound
from comity.drafting.models import Chair, Signatory, Text, Version
from comity.drafting.rules.life import Stage, Who
from comity.reference import load


def visible_to(person: Person, *, on: date) -> QuerySet[Text]:
    """Return the texts a person may know of.

    Those of organisations the person has a standing in; for delegates only once circulated or tasked, for the
    Secretariat and the chair from the first word.
    """
    if person.has(Role.SECRETARIAT_OFFICER):
        return Text.objects.all()
    known = {row.organisation for row in load().membership}
    mine = [o for o in known if standing(person, o, membership=load().membership, on=on) is not Standing.NONE]
    shown = Version.objects.filter(text=OuterRef("pk"), is_shown=True)
    chaired = Chair.objects.filter(text=OuterRef("pk"), user_id=person.id)
    return Text.objects.filter(Q(Exists(shown)) | Q(stage=Stage.TASKED) | Q(Exists(chaired)), organisation__in=mine)


def row(person: Person, slug: str, *, on: date, for_update: bool = False) -> Text:
    """Return a text for a person; raise the same `NotFound` whether it is absent or not theirs to see."""
    found = visible_to(person, on=on).filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no such text.")
    # The lock is taken apart from the question of access: PostgreSQL locks no row of a sub-query.
    return Text.objects.select_for_update().get(pk=found.pk) if for_update else found


def capacities(person: Person, text: Text, *, on: date) -> frozenset[Who]:
    """Return in what capacities a person acts on a text."""
    place = standing(person, text.organisation, membership=load().membership, on=on)
    found: set[Who] = set()
    if place is Standing.SECRETARIAT:
        return frozenset({Who.SECRETARIAT})
    if place is Standing.OBSERVER and text.observers_comment:
        found.add(Who.OBSERVER)
    if place is Standing.MEMBER:
        found.add(Who.DELEGATE)
        if Chair.objects.filter(text=text, user_id=person.id).exists():
            found.add(Who.CHAIR)
        if Signatory.objects.filter(text=text, user_id=person.id, state=person.state).exists():
            found.add(Who.HEAD)
    return frozenset(found)


def is_desk(by: frozenset[Who]) -> bool:
    """Say whether these capacities draft the text and see it before it is circulated."""
    return bool(by & {Who.SECRETARIAT, Who.CHAIR})


def versions(text: Text, by: frozenset[Who], language: str = "") -> QuerySet[Version]:
    """Return the versions these capacities see, oldest first."""
    rows = Version.objects.filter(text=text).order_by("language", "number")
    rows = rows.filter(language=language) if language else rows
    return rows if is_desk(by) else rows.filter(is_shown=True)


def current(text: Text, language: str) -> Version | None:
    """Return the newest version of a language, seen by all or not."""
    return Version.objects.filter(text=text, language=language).order_by("-number").first()
