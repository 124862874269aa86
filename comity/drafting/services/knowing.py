# SPDX-License-Identifier: Apache-2.0
"""Knowing a signatory again under another spelling. What is sure is joined; what is not, an officer decides."""

from __future__ import annotations

import uuid

from comity.drafting.models import Doubt, Signatory, Text
from comity.drafting.rules.importing import Mention, recognise

SAME_PERSON = "same-person"
ONE, TWO = "one person", "two persons"


def know(line: Signatory) -> None:
    """Give a line of a signatory table the key of the person it names; ask where the spelling leaves it open.

    Only signatories of the same State are compared: a name is never joined across States.
    """
    line.person_key = str(uuid.uuid4())
    others = list(Signatory.objects.filter(state=line.state).exclude(pk=line.pk or 0).order_by("pk"))
    if not line.state or not others:
        return
    named = [Mention(line.name, line.state, ""), *(Mention(o.name, o.state, str(o.pk)) for o in others)]
    found = recognise(named)
    own = {m.at for group in found.groups if named[0] in group.mentions for m in group.mentions}
    joined = next((o for o in others if str(o.pk) in own), None)
    if joined:
        line.person_key = joined.person_key
        return
    line.save()
    asked = {b.name for a, b, _ in found.unsure if a == named[0]} | {
        a.name for a, b, _ in found.unsure if b == named[0]
    }
    for name in sorted(asked):
        _ask(line.text, line.name, name)


def join(text: Text, words: str) -> None:
    """Make the two persons a doubt asks about one."""
    first, _, second = words.partition(" / ")
    lines = Signatory.objects.filter(text=text, name=first)
    keys = set(
        Signatory.objects.filter(name=second, state__in=lines.values("state")).values_list("person_key", flat=True)
    )
    for line in lines:
        Signatory.objects.filter(person_key__in=keys, state=line.state).update(person_key=line.person_key)


def _ask(text: Text, one: str, other: str) -> None:
    place = Doubt.objects.filter(text=text).count()
    Doubt.objects.create(
        text=text, place=place, kind=SAME_PERSON, words=f"{one} / {other}", guess=TWO, alternatives=[ONE]
    )
