# SPDX-License-Identifier: Apache-2.0
"""What Comity says to people: sentences with named values, lists and names of States, said in any language.

A `Sentence`, a `Listing` and a `StateName` are the English text (or the code) to whoever knows nothing of them: logs,
ledgers and programs. Whoever shows them calls `said` with the language and what translates there.
A plain text given as a value is what somebody wrote and stays as it is; one that Comity says itself is a `Sentence`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

# `{name}` of errors, and `%(name)s` of the rules' findings, which are translated as such.
PLACE = re.compile(r"\{([a-z_]+)\}|%\(([a-z_]+)\)s")
_COMMAS = {"fa": "، "}


class Sentence(str):
    """A sentence or word Comity says: the text to translate, and the values of its places by name."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """Fill a template; a place without a value stays as it is written."""
        self = super().__new__(cls, _filled(template, values) if values else template)
        self.template = template
        self.values = {name: value for name, value in values.items() if name in _places(template)} if values else {}
        return self


class Listing(str):
    """A list of words or codes, in English with commas; with `last`, “and” stands before the last."""

    __slots__ = ("items", "last")
    items: tuple[str, ...]
    last: bool

    def __new__(cls, items: Iterable[str], *, last: bool = False) -> Self:
        """Keep the items as given: a `Sentence` or `StateName` among them is said in the reader's language."""
        kept = tuple(item if isinstance(item, (Sentence, StateName)) else str(item) for item in items)
        self = super().__new__(cls, enumerated(kept, "en") if last else joined(kept, "en"))
        self.items, self.last = kept, last
        return self


class StateName(str):
    """The code of a State, shown by its name."""

    __slots__ = ()


def joined(words: Iterable[str], language: str) -> str:
    """Return words with the comma of a language between them: “a, b”, in Persian “a، b”."""
    return comma(language).join(words)


def comma(language: str) -> str:
    """Return the comma of a language with the space after it."""
    return _COMMAS.get(language.partition("-")[0], ", ")


def enumerated(words: Iterable[str], language: str) -> str:
    """Return words as a sentence lists them, “and” before the last: “a, b, and c”, «a, b и c», by Unicode's CLDR."""
    # CLDR's Persian list marks direction by a letter that cannot be seen; pages isolate what is inserted instead.
    return format_list(list(words), locale=_locale(language)).replace("\u200f", "")


def state_name(code: str, language: str) -> str:
    """Return the name of a State in a language; a code that is none as it is."""
    return str(_locale(language).territories.get(code, code))


def said(text: str, language: str, translate: Callable[[str], str]) -> str:
    """Return a text in a language: a sentence translated, then filled; a State by name; any other text as it is."""
    if isinstance(text, Sentence):
        values = {name: _value(value, language, translate) for name, value in text.values.items()}
        return _filled(translate(text.template), values)
    if isinstance(text, Listing):
        words = [said(item, language, translate) for item in text.items]
        return enumerated(words, language) if text.last else joined(words, language)
    return state_name(text, language) if isinstance(text, StateName) else text


def packed(text: str, *, most: int | None = None) -> str:
    """Return a text as a row keeps it, so that `unpacked` can say it to a later reader; cut to English when longer."""
    made = json.dumps(_kept(text), ensure_ascii=False) if isinstance(text, Sentence) and text.values else str(text)
    return made if most is None or len(made) <= most else str(text)[:most]


def unpacked(text: str) -> str:
    """Return the sentence `packed` was given; a plain text, as rows keep those without values, as a sentence of it."""
    if not text.startswith('{"say"'):
        return Sentence(text)
    return str.__str__(text) if (found := _loaded(text)) is None else _restored(found)


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _kept(value: object) -> object:
    match value:
        case Sentence():
            return {"say": value.template, "with": {name: _kept(part) for name, part in value.values.items()}}
        case Listing():
            return {"list": [_kept(item) for item in value.items], "last": value.last}
        case StateName():
            return {"state": str(value)}
    return value if isinstance(value, int) else str(value)


def _restored(found: object) -> str:
    match found:
        case {"say": str(template), "with": dict(values)}:
            return Sentence(template, **{str(name): _restored(value) for name, value in values.items()})
        case {"list": list(items), "last": bool(last)}:
            return Listing([_restored(item) for item in items], last=last)
        case {"state": str(code)}:
            return StateName(code)
    return str(found)


def _value(value: object, language: str, translate: Callable[[str], str]) -> str:
    shown = said(value, language, translate) if isinstance(value, str) else str(value)
    if isinstance(value, (Sentence, Listing, StateName)) or _locale(language).text_direction == "ltr":
        return shown
    # Letters of both directions stand side by side: each is isolated, so that neither turns the other round.
    return f"\u2068{shown}\u2069"


def _filled(template: str, values: Mapping[str, object]) -> str:
    return PLACE.sub(lambda found: str(values.get(found[1] or found[2], found[0])), template)


def _places(template: str) -> set[str]:
    return {found[1] or found[2] for found in PLACE.finditer(template)}


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
