# SPDX-License-Identifier: Apache-2.0
"""Filters that say the law in the reader's language: its texts, the engine's sentences, titles of instruments.

What has no translation, such as an official title known in English alone, is marked as English, so that a voice reads
it as such and letters of the other direction do not turn it round.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from comity.assistance.rules.preflight import Finding
from comity.base.wording import PLACE, Listing, Sentence, StateName, comma
from comity.config.templatetags.comity import country, day
from comity.instruments.rules import notes
from comity.reference import load

register = template.Library()
_LATIN = re.compile(r"[A-Za-z]{2}")
# An article, a span of years: figures that neighbours of the other direction would turn round.
_FIGURES = re.compile(r"([0-9]+[a-z]?(?:[-–./][0-9]+|\([0-9a-z]{1,4}\))+)")
_LETTER = re.compile(r"[^\W\d_]")
_RIGHT_TO_LEFT = ("fa", "ar")


@register.filter
def law(text: object) -> SafeString:
    """Return a text of the law or a sentence of the engine as HTML in the reader's language, its values isolated."""
    if not text:
        return SafeString("")
    if isinstance(text, Sentence) and text.values:
        return _filled(text)
    if isinstance(text, Listing):
        return _joined(comma(_language()), text.items)
    if isinstance(text, StateName):
        return escape(country(text))
    return _plain(str(text))


@register.filter
def law_sentence(finding: Finding) -> SafeString:
    """Return what a finding of preflight says as HTML in the reader's language."""
    return law(finding.sentence)


@register.filter
def law_word(text: str) -> str:
    """Return a text of the law as bare text, for where no element may stand, such as a choice of a list."""
    return html.unescape(re.sub(r"<[^>]+>", "", law(text)))


@register.filter
def instrument_title(slug: str, given: str = "") -> SafeString:
    """Return the official title of an instrument in the reader's language where it is known, else in English."""
    found = load().instruments.get(slug)
    if found is None:
        return as_english(given or slug)
    return SafeString(escape(found.titles[_language()])) if _language() in found.titles else as_english(found.title)


@register.filter
def instrument_name(slug: str) -> SafeString:
    """Return the short title of an instrument, marked as English on the pages of other languages."""
    found = load().instruments.get(slug)
    return as_english(found.short_title if found else slug)


@register.filter
def as_english(text: str) -> SafeString:
    """Return a text that is not translated, marked as English where the page is in another language."""
    if not text:
        return SafeString("")
    if _language() == "en":
        return escape(text)
    if _LATIN.search(text):
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', text)
    # “66(2)” has no letter that shows its direction.
    return format_html('<bdi dir="ltr">{}</bdi>' if not _LETTER.search(text) else "<bdi>{}</bdi>", text)


def _language() -> str:
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def _filled(sentence: Sentence) -> SafeString:
    """Return a translated sentence with each value in its place."""
    pieces: list[SafeString] = []
    at, spoken = 0, translation.gettext(sentence.template)
    for place in PLACE.finditer(spoken):
        name = place[1] or place[2]
        pieces += [_words(spoken[at : place.start()]), _value(name, sentence.values.get(name, place[0]))]
        at = place.end()
    return format_html_join("", "{}", ((piece,) for piece in (*pieces, _words(spoken[at:]))))


def _value(name: str, value: object) -> SafeString:
    if isinstance(value, (Sentence, Listing, StateName)):
        return law(value)
    if name.startswith("day"):
        return as_english(day(str(value)))
    return instrument_name(str(value))


def _joined(between: str, texts: Iterable[str]) -> SafeString:
    return format_html_join(
        between, "{}", ((law(t) if isinstance(t, (Sentence, StateName)) else instrument_name(t),) for t in texts)
    )


def _plain(text: str) -> SafeString:
    """Return a text of the data: translated as a whole, else by the parts of a note, else as the English it is."""
    spoken = translation.gettext(text)
    if spoken != text or _language() == "en":
        return _words(spoken)
    parts = notes.parts(text)
    if not all(translation.gettext(part.template) != part.template for part in parts):
        return as_english(text)
    return format_html_join("؛ " if _language() in _RIGHT_TO_LEFT else "; ", "{}", ((_part(p),) for p in parts))


def _part(part: Sentence) -> SafeString:
    return _filled(part) if part.values else _words(translation.gettext(part.template))


def _words(text: str) -> SafeString:
    """Return translated words as HTML; in a language from right to left, figures keep their order."""
    if _language() not in _RIGHT_TO_LEFT:
        return escape(text)
    return format_html_join("", "{}", (
        (format_html('<bdi dir="ltr">{}</bdi>', piece) if place % 2 else escape(piece),)
        for place, piece in enumerate(_FIGURES.split(text))
    ))  # fmt: skip
