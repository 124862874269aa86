# SPDX-License-Identifier: Apache-2.0
"""One schema per kind of fact. Names are those of the YAML keys and CSV columns; unknown keys are refused."""

from __future__ import annotations

from datetime import date as date_type
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Key

Evidence = Literal["text", "secondary", "memory"]
# A day, a month or a year: as much as the source tells.
RoughDate = Annotated[str, Key(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]


class Model(BaseModel):
    """A frozen fact; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


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
    titles: dict[str, str] = {}
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


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Day = Annotated[date_type | None, BeforeValidator(_empty_is_none)]
Flag = Annotated[bool, BeforeValidator(lambda value: {"true": True, "false": False}.get(value, value))]
StateCode = Annotated[str, Key(pattern=r"^[A-Z]{2}$")]
Words = Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple(w.strip() for w in text.split(";") if w.strip()))]


class Participation(Model):
    """How one State stands to one instrument, as a list of a certain day shows it."""

    state: StateCode
    instrument: str
    status: Literal["party", "signatory", "none", "unknown"]
    signature_date: RoughDate
    ratification_date: Day
    action: Literal["", "ratification", "accession", "succession", "acceptance", "approval"]
    entry_into_force: Day
    withdrawal_date: Day
    note: str
    source_url: str
    verified: Flag
    as_of: RoughDate


class Bilateral(Model):
    """A treaty between two States. `slug` names it; two treaties of one year share a slug and differ in kind."""

    state_a: StateCode
    state_b: StateCode
    title: str
    kind: Words
    signed: RoughDate
    in_force: RoughDate
    source: str
    verified: Flag
    note: str

    @property
    def slug(self) -> str:
        """Return such as `bilateral-kz-tr-1995`: the States as in the row, the year of signature."""
        return f"bilateral-{self.state_a}-{self.state_b}-{self.signed[:4] or 'undated'}".lower()


class Membership(Model):
    """Membership of a State in an organisation."""

    organisation: str
    state: StateCode
    role: Literal["member", "observer"]
    since: RoughDate
    source: str
    verified: Flag
    note: str


class Authority(Model):
    """An institution and the roles it has."""

    state: Annotated[str, Key(pattern=r"^([A-Z]{2}|INT)$")]
    institution: str
    native_name: str
    role: Words
    instrument: str
    website: str
    languages: str
    source_url: str
    verified: Flag
    note: str


class Meeting(Model):
    """A meeting that took place."""

    series: str
    ordinal: str
    title: str
    city: str
    country: Annotated[str, Key(pattern=r"^([A-Z]{2})?$")]
    start_date: RoughDate
    end_date: RoughDate
    outcome_documents: str
    participants: str
    guests: str
    source: str
    verified: Flag
    note: str
