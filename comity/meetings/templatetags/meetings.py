# SPDX-License-Identifier: Apache-2.0
"""Filters of the meetings' pages: words for codes, texts by language, hours at the place of the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.accounts.speaking import speak
from comity.meetings import labels
from comity.meetings.queries import facts
from comity.meetings.rules.guards import Finding

register = template.Library()


@register.filter
def meeting_word(code: str, table: str) -> str:
    """Return the word for a code of a table of the meetings' labels; a code without one is shown as it is."""
    return str(labels.TABLES[f"meeting_{table}"].get(str(code), code))


@register.filter
def meeting_button(act: str) -> str:
    """Return what the button of an act says."""
    return str(labels.ACTS.get(act, (act, act))[0])


@register.filter
def meeting_story(act: str) -> str:
    """Return what the timeline says of an act."""
    return str(labels.ACTS.get(act, (act, act))[1])


@register.filter
def meeting_tag(state: str) -> SafeString:
    """Return the state of a meeting as a coloured tag with its word."""
    tone = labels.TONES.get(str(state), "go")
    return format_html('<span class="{}">{}</span>', f"tag tag-{tone}" if tone else "tag", meeting_word(state, "state"))


@register.filter
def spoken(texts: Mapping[str, str]) -> str:
    """Return a text in the reader's language, or in the first there is."""
    return facts.shown(dict(texts or {}), translation.get_language() or "en")


@register.filter
def others(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a text in its languages other than the one `spoken` shows, with their codes."""
    return [(code, text) for code, text in (texts or {}).items() if text != spoken(texts)]


@register.filter
def finding(found: Finding) -> str:
    """Return what the rules say of an act, in the reader's language."""
    return speak(found.sentence)


@register.filter
def parts(listed: str) -> list[str]:
    """Return what a list in the table of meetings names, one by one."""
    return [part.strip() for part in listed.split(";") if part.strip()]


@register.filter
def hour(value: datetime | None, zone: str) -> str:
    """Return the hour of a moment at the place of the meeting."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M") if value else ""
