# SPDX-License-Identifier: Apache-2.0
"""The access extract as a paper: who looked at an entry, when and for what purpose, in the reader's language."""

from __future__ import annotations

from datetime import datetime

from babel import dates
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comity.base.wording import joined, state_name
from comity.documents.rules.blocks import Block, Facts, Heading, Paper, Paragraph, Table
from comity.reference import load
from comity.register.queries.looking import Extract, Given, Look


def counted() -> str:
    """Return what an extract counts, in words."""
    return _("Opening the entry is counted, once a day for each person. Lists and searches show a name and are not.")


def paper(found: Extract, *, at: datetime) -> Paper:
    """Return the extract as it stands at `at`."""
    language = translation.get_language() or "en"
    facts = [(_("Entry"), found.caption or found.entry), (_("Owner"), state_name(found.owner, language))]
    if found.caption:
        facts.append((_("Identifier"), found.entry))
    blocks: list[Block] = [Facts(tuple(facts)), Paragraph(counted(), "quiet"), Heading(_("Who opened it"), 2)]
    head = (_("Moment"), _("Person"), _("Purpose"), _("Case"))
    looks = tuple(_look(one, language) for one in found.looks)
    blocks.append(Table(head, looks) if looks else Paragraph(_("Nobody opened it.")))
    blocks.append(Heading(_("To which States it was given"), 2))
    given = tuple(_given(one, language) for one in found.given)
    head = (_("Moment"), _("State"), _("Purpose"), _("Ended"))
    blocks.append(Table(head, given) if given else Paragraph(_("It was given to no State.")))
    return Paper(
        title=_("Access extract"), language=language, blocks=tuple(blocks), sender=settings.COMITY_ENV["NAME"],
        reference=found.entry, date=_moment(at, language),
    )  # fmt: skip


def _look(one: Look, language: str) -> tuple[str, str, str, str]:
    case = joined((part for part in (one.case_reference, one.legal_basis) if part), language)
    return _moment(one.at, language), one.person, _purposes(one.purposes, language), case or "–"


def _given(one: Given, language: str) -> tuple[str, str, str, str]:
    state = state_name(one.state, language)
    if one.via:
        state = _("%(state)s, through %(via)s") % {"state": state, "via": state_name(one.via, language)}
    ended = _moment(one.ended_at, language) if one.ended_at else "–"
    return _moment(one.at, language), state, _purposes((one.purpose,), language), ended


def _purposes(slugs: tuple[str, ...], language: str) -> str:
    known = load().offences
    labels = (known[slug].label if slug in known else {"en": slug} for slug in slugs)
    return joined((label.get(language) or _(label["en"]) for label in labels), language) or "–"


def _moment(value: datetime, language: str) -> str:
    return dates.format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=language)
