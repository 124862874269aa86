# SPDX-License-Identifier: Apache-2.0
"""The schemas of measures, offence categories and practice clocks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Key

from comity.reference.schema.base import Evidence, Model


class Field(Model):
    """A field of a form."""

    key: str
    label: str
    need: str


class MeasureDocument(Model):
    """A document a measure wants attached."""

    key: str
    label: str


class LegalReference(Model):
    """Where an instrument speaks of a measure."""

    instrument: str
    article: str


class Measure(Model):
    """One thing that can be asked for, with its own fields."""

    slug: str
    title: str
    family: str
    coercive: bool | Literal["depends"]
    fields: tuple[Field, ...]
    supporting_documents: tuple[MeasureDocument, ...]
    legal_references: tuple[LegalReference, ...]
    notes: tuple[str, ...] = ()


class Measures(Model):
    """The file of measures."""

    schema_: Literal["comity/measures@1"] = Key(alias="schema")
    note: str
    common_fields: tuple[Field, ...]
    families: tuple[str, ...]
    measures: tuple[Measure, ...]


class Offence(Model):
    """A category of offences shared by all rooms."""

    slug: str
    label: dict[str, str]
    defined_by: str
    instruments: tuple[str, ...]
    note: str | None = None
    parent: str | None = None


class Offences(Model):
    """The file of offence categories."""

    schema_: Literal["comity/offence-categories@1"] = Key(alias="schema")
    note: str
    offences: tuple[Offence, ...]


class PracticeClock(Model):
    """A term of good practice where no treaty sets one."""

    key: str
    label: str
    value: int = Key(gt=0)
    unit: Literal["hours", "days", "working-days"]
    basis: str
    evidence: Evidence


class PracticeClocks(Model):
    """The file of practice clocks."""

    schema_: Literal["comity/practice-clocks@1"] = Key(alias="schema")
    clocks: tuple[PracticeClock, ...]
