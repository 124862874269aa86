# SPDX-License-Identifier: Apache-2.0
"""Writing names in other orthographies, and the data files the whole library stands on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from comity.names import orthographies, score, spellings
from comity.names.compiling import DATA, TABLES, compiled
from comity.names.letters import fold, script_of
from comity.names.lexicon import ranks, spellings_listed
from comity.names.parsing import word_element
from tests.unit.names.people import people


@pytest.mark.parametrize(
    ("name", "orthography", "expected"),
    [
        ("Rashid Karimov", "ru", "Рашид Каримов"),
        ("Rashid Karimov", "fa", "رشید کریم‌اف"),
        ("Рашид Гасанов", "ar", "رشيد غسنوف"),
        ("Xurshid Gʻafurov", "ru", "Хуршид Гафуров"),
        ("Тоқаев Асқар", "en", "Toqayev Asqar"),
        ("Çelik Kemal", "ru", "Челик Кемал"),
    ],
)
def test_the_likeliest_spelling(name: str, orthography: str, expected: str) -> None:
    assert spellings(name, orthography)[0] == expected


@pytest.mark.parametrize("orthography", orthographies())
def test_what_is_written_is_read_again_as_the_same_name(orthography: str) -> None:
    names = [names[0] for names in people().values()]

    found = [score(name, spellings(name, orthography)[0]) for name in names]

    assert sum(value > 0.5 for value in found) / len(found) > 0.8


def test_no_name_has_no_spelling_and_no_orthography_is_an_error() -> None:
    assert spellings("...", "ru") == ()
    with pytest.raises(KeyError):
        spellings("Ali", "xx")


def test_the_compiled_tables_are_those_of_the_data_files() -> None:
    assert TABLES.read_bytes() == compiled()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_data_file_says_where_it_comes_from(path: Path) -> None:
    head = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True)[:10] if line[0] == "#")

    assert head.startswith("# SPDX-License-Identifier: Apache-2.0\n")
    assert "ource" in head or "Made by" in head
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_each_listed_spelling_is_read_as_its_name() -> None:
    wrong = [
        (spelling, name)
        for spelling, name in spellings_listed().items()
        if word_element(spelling, script_of(spelling), (), False).lexeme != name
    ]

    assert wrong == []


def test_names_to_be_kept_apart_are_different_entries() -> None:
    pairs = [("hasan", "husayn"), ("mahmud", "muhammad"), ("rashid", "rashad"), ("jamal", "kamal"), ("karim", "rahim")]

    assert all({one, two} <= ranks().keys() for one, two in pairs)
    assert all(spellings_listed()[fold(one)] != spellings_listed()[fold(two)] for one, two in pairs)


def test_the_library_loads_without_django_or_yaml() -> None:
    load = "import sys, comity.names; comity.names.score('Ali', 'Али')"
    check = f"{load}; print(*(name in sys.modules for name in ('django', 'yaml')))"

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def test_an_ending_known_only_from_a_listed_form_is_written() -> None:
    assert spellings("نواف جيزببي", "az")
