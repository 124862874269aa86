# SPDX-License-Identifier: Apache-2.0
"""The schemas of the watch list's data: coded words by language, and platforms by their links."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Key

from comity.reference.schema.base import Evidence, Model


class CodedWord(Model):
    """A word or emoji, what it may mean, and how often it means that where something is sold."""

    term: str
    forms: tuple[str, ...] = ()
    meaning: str
    sure: Literal["high", "medium", "low"]
    source: str
    evidence: Evidence


class Slang(Model):
    """The coded words of a language."""

    schema_: Literal["comity/slang@1"] = Key(alias="schema")
    language: str
    entries: tuple[CodedWord, ...]
    emoji: tuple[CodedWord, ...] = ()


class Platform(Model):
    """A service with the shapes of its links and the words people write before a handle."""

    key: str
    label: str
    links: tuple[str, ...]
    words: tuple[str, ...] = ()
    source: str
    evidence: Evidence


class Platforms(Model):
    """The file of platforms."""

    schema_: Literal["comity/platforms@1"] = Key(alias="schema")
    platforms: tuple[Platform, ...]
    payments: tuple[Platform, ...]
