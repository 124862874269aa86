# SPDX-License-Identifier: Apache-2.0
"""The translations: every string of the pages stands in every language, whole and with its placeholders."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tools.strings import LANGUAGES, calls_that_say, classes_of_errors, data_labels

ROOT = Path(__file__).resolve().parents[2]
# `%(name)s`, `%s`, `%%` and `{name}` as Python reads them, and the tags of HTML.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[a-z_]+\}|</?\w+[^>]*>")
# How each function that translates names its arguments, up to the first string shown.
FUNCTIONS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "ngettext": ("id",),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id"),
}
CALL = re.compile(r"""\b(?:_|n?p?gettext)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")


def catalogue(language: str) -> Catalog:
    path = ROOT / "comity" / "locale" / language / "LC_MESSAGES" / "django.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)


def texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value or ""),)


def faults_of(message: Message, forms: int) -> Iterator[str]:
    source, translated = texts(message.id), texts(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not all(text.strip() or source == (text,) for text in translated):
        yield "not translated"
    if len(translated) != (forms if message.pluralizable else 1):
        yield "wrong number of plural forms"
    # A value may be named twice, and once is enough in another language: “only this State changes it”.
    wanted = sorted(set(PLACEHOLDER.findall(source[-1])))
    if any(sorted(set(PLACEHOLDER.findall(text))) != wanted for text in translated):
        yield "other placeholders than the source"


def sources() -> Iterator[str]:
    """Yield what holds strings, as Python: the code, and each template as Django's own collector turns it."""
    for path in sorted((ROOT / "comity").rglob("*.py")):
        yield path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "comity").rglob("*.html")):
        yield "\n".join(CALL.findall(templatize(path.read_text(encoding="utf-8"))))


def collected() -> set[tuple[str | None, str]]:
    """Return context and text of every string of the pages, without the tools of GNU gettext."""
    found: set[tuple[str | None, str]] = {(None, label) for label in data_labels()}
    for source in sources():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            names = FUNCTIONS.get(getattr(node.func, "attr", getattr(node.func, "id", "")), ())
            given = [arg.value for arg in node.args[: len(names)] if isinstance(arg, ast.Constant)]
            if names and len(given) == len(names):
                said = dict(zip(names, map(str, given), strict=True))
                found.add((said.get("context"), said["id"]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_with_its_placeholders(language: str) -> None:
    spoken = catalogue(language)
    faults = [f"{m.id}: {fault}" for m in spoken if m.id for fault in faults_of(m, spoken.num_plurals)]

    assert not faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_strings_and_translations_are_the_same_set(language: str) -> None:
    translated = {(m.context, texts(m.id)[0]) for m in catalogue(language) if m.id}
    used = collected()

    missing, unused = used - translated, translated - used
    assert not missing, "run tools/strings.py, then translate"
    assert not unused, "no page says this any more"


def is_made_up(said: ast.expr) -> bool:
    """Say whether a sentence is put together where it is said, so that no translator ever sees it."""
    if isinstance(said, ast.IfExp):
        return True
    is_formatted = isinstance(said, ast.Call) and getattr(said.func, "attr", "") == "format"
    return isinstance(said, (ast.JoinedStr, ast.BinOp)) or is_formatted


def test_every_error_that_is_shown_is_a_sentence_with_named_values() -> None:
    errors = classes_of_errors() | {"Sentence"}
    wrong = [
        where
        for where, call in calls_that_say()
        if ast.unparse(call.func).split(".")[-1] in errors and is_made_up(call.args[0])
    ]

    assert not wrong, "give the values by name: Invalid('“{given}” is not a year.', given=text)"


def test_every_place_of_a_sentence_is_given_its_value() -> None:
    wrong = []
    for where, call in calls_that_say():
        said = call.args[0]
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            given = {word.arg for word in call.keywords}
            if None not in given and not set(re.findall(r"\{([a-z_]+)\}", said.value)) <= given:
                wrong.append(where)

    assert not wrong


def test_no_template_joins_a_list_with_the_comma_of_english() -> None:
    latin = re.compile(r"""forloop\.last %\}, \{%|join:["'], ["']""")
    wrong = [path.name for path in (ROOT / "comity").rglob("*.html") if latin.search(path.read_text(encoding="utf-8"))]

    assert not wrong, "use `|states`, `|listed` or {% translate ', ' %}"


@pytest.mark.parametrize("made", ["f'{x} is wrong.'", "'wrong: ' + x", "'{} is wrong'.format(x)", "a if x else b"])
def test_a_sentence_put_together_is_found(made: str) -> None:
    assert is_made_up(ast.parse(made, mode="eval").body)


@pytest.mark.parametrize(
    ("source", "translated", "fault"),
    [
        ("Save", "", "not translated"),
        ("%(n)s files", "файлы", "other placeholders than the source"),
        ("“{given}” is not a year.", "«{year}» — не год.", "other placeholders than the source"),
        ("Read <b>this</b>", "Прочтите <i>это</i>", "other placeholders than the source"),
    ],
)
def test_a_poor_translation_is_found(source: str, translated: str, fault: str) -> None:
    assert fault in faults_of(Message(source, translated), 3)
