# SPDX-License-Identifier: Apache-2.0
"""Filters every page uses: words for codes, names of States and languages, moments and sizes by locale."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel import Locale, UnknownLocaleError, dates, numbers
from django import template
from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.accounts.speaking import speak
from comity.base.wording import joined, state_name
from comity.config.templatetags import labels, register_labels, watch_labels
from comity.reference import load

register = template.Library()
_PERSIAN_ORDER = {ord(letter): 0x600 + place for place, letter in enumerate("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}


def _locale() -> Locale:
    return Locale.parse(translation.get_language() or settings.LANGUAGE_CODE, sep="-")


@register.filter
def word(code: str, table: str) -> str:
    """Return the word for a code of a table of `labels`; a code without one is shown as it is."""
    return str(labels.TABLES[table].get(str(code), code))


@register.filter
def act_button(code: str) -> str:
    """Return what the button of an act says."""
    return str(labels.ACTS.get(code, (code, code))[0])


@register.filter
def act_story(code: str) -> str:
    """Return what the timeline says of an act."""
    return str(labels.ACTS.get(code, (code, code))[1])


@register.filter
def state_tag(code: str) -> SafeString:
    """Return a request's state as a coloured tag with its word."""
    tone = labels.STATE_TONES.get(str(code), "go")
    css = f"tag tag-{tone}" if tone else "tag"
    return format_html('<span class="{}">{}</span>', css, word(code, "state"))


@register.filter
def watch_tag(code: str) -> SafeString:
    """Return the status of an indicator as a coloured tag with its word."""
    tone = watch_labels.TONES.get(str(code), "")
    return format_html('<span class="{}">{}</span>', f"tag tag-{tone}" if tone else "tag", word(code, "watch_status"))


@register.filter
def why(reason: Sequence[str]) -> str:
    """Return a reason of a finding, given as code and detail, in words."""
    code, detail = reason
    return str(watch_labels.REASONS.get(code, code)) % {"detail": detail}


@register.filter
def texts(given: Mapping[str, str]) -> list[str]:
    """Return the free texts said at an act of the watch list."""
    return [given[key] for key in ("evidence", "grounds", "reason") if given.get(key)]


@register.filter
def country(code: str) -> str:
    """Return the name of a State in the reader's language."""
    return state_name(code, str(_locale())) if code else ""


@register.filter
def by_name(codes: Iterable[str]) -> list[str]:
    """Return the codes of States in the order of their names in the reader's language, accents apart.

    Persian has letters of its own between those of Arabic, so its order is not that of the code points.
    """

    def place(code: str) -> str:
        letters = unicodedata.normalize("NFKD", country(code))
        return "".join(c for c in letters if not unicodedata.combining(c)).casefold().translate(_PERSIAN_ORDER)

    return sorted(codes, key=place)


@register.filter
def states(codes: Iterable[str]) -> str:
    """Return the names of States in the reader's language, in the order given, with the language's comma."""
    return joined((country(code) for code in codes), str(_locale()))


@register.filter
def listed(words: Iterable[str]) -> str:
    """Return words with the comma of the reader's language."""
    return joined(map(str, words), str(_locale()))


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in the node's time zone, by locale."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    parts = {
        "day": dates.format_date(local.date(), "d MMM y", locale=_locale()),
        "time": dates.format_time(local.time(), "HH:mm", locale=_locale()),
    }
    return translation.gettext("%(day)s, %(time)s") % parts


@register.filter
def day(value: date | datetime | str | None) -> str:
    """Return a day by locale; a year or a month stays what it is."""
    if not value:
        return ""
    if isinstance(value, str):
        if len(value) != 10:
            return value
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.format_date(value, "d MMM y", locale=_locale())


@register.filter
def until(value: datetime, at: datetime) -> str:
    """Return how far a moment lies from `at`, in words."""
    return dates.format_timedelta(value - at, add_direction=True, locale=_locale())


@register.filter
def size(value: int) -> str:
    """Return a number of bytes in kB or MB."""
    if value >= 1024**2:
        shown, divisor = translation.gettext("%(n)s MB"), 1024**2
    else:
        shown, divisor = translation.gettext("%(n)s kB"), 1024
    return shown % {"n": numbers.format_decimal(max(value / divisor, 0.1), "#,##0.#", locale=_locale())}


@register.filter
def data(text: str) -> str:
    """Return a text of the reference data in the reader's language where it was translated."""
    return speak(text)


@register.filter
def offence(slug: str) -> str:
    """Return the name of an offence category."""
    found = load().offences.get(slug)
    if found is None:
        return slug
    language = translation.get_language() or "en"
    return found.label.get(language) or translation.gettext(found.label["en"])


@register.filter
def direction(language: str) -> str:
    """Return the direction a language is written in, “rtl” or “ltr”: for texts in another one than the page's."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@register.filter
def measure(slug: str) -> str:
    """Return the name of a measure."""
    found = load().measures.get(slug)
    return translation.gettext(found.title) if found else slug


@register.filter
def family(code: str) -> str:
    """Return the name of a family of measures."""
    return word(code, "family")


@register.filter
def instrument(slug: str) -> str:
    """Return the short title of an instrument."""
    found = load().instruments.get(slug)
    return found.short_title if found else slug


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """Return a value of a mapping, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def percent(value: float) -> str:
    """Return a share from 0 to 1 as per cent; nearly sure is not sure, so only 1 is shown as 100."""
    return numbers.format_percent(value if value >= 1 else min(round(value, 2), 0.99), locale=_locale())


@register.filter
def tone(agreement: str) -> str:
    """Return the tone of a tag for what a date or State says."""
    return register_labels.AGREEMENT_TONES.get(str(agreement), "plain")


@register.filter
def note(found: tuple[str, str, str, str]) -> str:
    """Return a reason why two parts of names match, in the reader's language."""
    code, *words = found
    # Letters of both scripts stand side by side: each is isolated, so that neither turns the other round.
    one, two, three = (f"\u2068{word}\u2069" for word in words)
    return str(register_labels.NOTES.get(code, code)) % {"one": one, "two": two, "three": three}


@register.filter
def stated(value: str, prop: str) -> str:
    """Return a value of an entry as people read it: a State by its name, a day by locale, all else as it is."""
    if prop in {"nationality", "citizenship", "country", "jurisdiction", "flag"}:
        return country(value)
    return day(value) if prop.endswith("Date") else value
