# SPDX-License-Identifier: Apache-2.0
"""Invented people: a few spelt by hand in several scripts, and as many others as wanted in twelve orthographies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from comity.names.lexicon import ranks
from comity.names.spelling import spellings

ORTHOGRAPHIES = ("az", "tr", "uz", "uz-Cyrl", "tk", "kk", "ky", "tg", "ru", "en", "fa", "ar")
_ENDINGS = ("ov", "ov", "ev", "zade", "i", "ov", "", "li", "lu", "bekov")
_FIRST = ("", "b", "d", "k", "m", "n", "r", "s", "sh", "t", "y", "z", "q", "j", "h")
_VOWELS = ("a", "a", "e", "i", "o", "u")
_LAST = ("n", "r", "l", "m", "d", "t", "sh", "b", "k", "z", "")


def spelt_by_hand() -> list[list[str]]:
    """Return people as lists of spellings; the first is the one that is stored."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def invented(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield names with their orthography: given name and surname, every third with a second given name."""
    chance = random.Random(seed)
    for _ in range(count):
        orthography = chance.choice(ORTHOGRAPHIES)
        given, family = _vocabulary(orthography)
        second = f"{chance.choice(given)} " if chance.random() < 0.3 else ""
        yield f"{chance.choice(given)} {second}{chance.choice(family)}", orthography


@cache
def _vocabulary(orthography: str) -> tuple[list[str], list[str]]:
    chance = random.Random(11)
    known = [name.title() for name in ranks()]
    roots = known + ["".join(_syllable(chance) for _ in range(chance.choice((2, 2, 3)))).title() for _ in range(4000)]
    given = [spellings(name, orthography)[0] for name in known]
    family = [
        made[0] for root in roots for ending in chance.sample(_ENDINGS, 2)
        if (made := spellings(root + ending, orthography))
    ]  # fmt: skip
    return given, family


def _syllable(chance: random.Random) -> str:
    return chance.choice(_FIRST) + chance.choice(_VOWELS) + chance.choice(_LAST)
