# SPDX-License-Identifier: Apache-2.0
"""The schema of an instrument: its scope, demands, channels, grounds and terms, each with article and evidence."""

from __future__ import annotations

from datetime import date as date_type
from typing import Literal

from pydantic import Field as Key

from comity.reference.schema.base import Evidence, Model, RoughDate


class Marked(Model):
    """Where a fact was seen: `evidence`, and the id of a source unless it is from memory."""

    verified: bool
    evidence: Evidence
    source: str | None = None
    note: str | None = None


class Item(Marked):
    """A fact with the article that gives it."""

    article: str


class Subject(Item):
    """A fact about certain forms of cooperation (`for`)."""

    for_: tuple[str, ...] = Key(alias="for")


class Source(Model):
    """A text that was read, and how."""

    id: str
    kind: str
    url: str
    language: str
    title: str
    seen: str
    via: str | None = None


class Adopted(Marked):
    """When, where and by what act an instrument was adopted."""

    date: RoughDate | None
    place: str
    act: str

    @property
    def first_day(self) -> date_type | None:
        """Return the earliest day the date can mean."""
        return date_type.fromisoformat((self.date + "-01-01")[:10]) if self.date else None


class InForce(Marked):
    """Since when the instrument itself is in force."""

    date: date_type | None


class Rule(Item):
    """A sentence of law."""

    text: str


class ForRule(Subject):
    """A sentence of law for certain forms."""

    text: str


class Scope(Model):
    """What offences an instrument covers."""

    any_offence: bool
    offence_categories: tuple[str, ...]
    rules: tuple[Rule, ...]


class Threshold(Item):
    """A number or condition an offence must reach."""

    key: str
    label: str
    value: bool | int | str


class Cooperation(Item):
    """A form of cooperation the instrument offers."""

    form: str


class LegalBasis(Subject):
    """Whether the instrument can be the basis of a request for certain forms."""

    can_be: str
    condition: str


class Transmission(Subject):
    """A channel, and when it is used."""

    channel: str
    when: str


class CodedRule(Subject):
    """A coded rule with its sentence (language, form of request, dual criminality)."""

    rule: str
    text: str


class Content(Subject):
    """Something a request must contain."""

    key: str
    label: str
    need: str


class Document(Subject):
    """A document to attach."""

    key: str
    label: str
    condition: str


class Refusal(Subject):
    """A ground for refusal, or what is barred as one."""

    kind: str
    key: str
    label: str


class Nationals(Item):
    """What holds for nationals of the requested State."""

    rule: str
    text: str


class TimeLimit(Item):
    """A clock the instrument sets."""

    key: str
    label: str
    value: int | str
    unit: str
    from_: str = Key(alias="from")
    on_expiry: str


class Use(Subject):
    """A limit on use, or the rule of speciality."""

    kind: str
    text: str


class Cost(Subject):
    """Who bears costs."""

    rule: str
    text: str


class Keyed(Item):
    """A coded duty or notification."""

    key: str
    text: str


class Relation(Item):
    """How the instrument stands to another."""

    with_: str = Key(alias="with")
    kind: str
    text: str


class Instrument(Model):
    """A treaty, protocol, model or practice on which a request can, or cannot, rest."""

    schema_: Literal["comity/law-instrument@1"] = Key(alias="schema")
    slug: str
    title: str
    short_title: str
    organisation: str
    depositary: str
    type: str
    parent: str | None = None
    titles: dict[str, str] = Key(default_factory=dict)
    adopted: Adopted
    in_force_since: InForce
    status: str
    participation: str | None = None
    cite_as: str
    sources: tuple[Source, ...]
    scope: Scope
    thresholds: tuple[Threshold, ...] = ()
    cooperation: tuple[Cooperation, ...]
    legal_basis: tuple[LegalBasis, ...]
    transmission: tuple[Transmission, ...] = ()
    language: tuple[CodedRule, ...] = ()
    form_of_request: tuple[CodedRule, ...] = ()
    request_contents: tuple[Content, ...] = ()
    supporting_documents: tuple[Document, ...] = ()
    refusal: tuple[Refusal, ...] = ()
    dual_criminality: tuple[CodedRule, ...] = ()
    nationals: tuple[Nationals, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    postponement: tuple[ForRule, ...] = ()
    confidentiality: tuple[Rule, ...] = ()
    use_and_speciality: tuple[Use, ...] = ()
    safe_conduct: tuple[Rule, ...] = ()
    costs: tuple[Cost, ...] = ()
    process_duties: tuple[Keyed, ...] = ()
    relation_to_other_treaties: tuple[Relation, ...]
    notifications: tuple[Keyed, ...] = ()
    engine_notes: tuple[str, ...] = ()
    uncertainties: tuple[str, ...]
    verification: dict[Evidence, int]

    def url_of(self, source: str | None) -> str:
        """Return the address of one of the instrument's sources, or nothing."""
        return next((item.url for item in self.sources if item.id == source), "")
