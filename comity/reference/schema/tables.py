# SPDX-License-Identifier: Apache-2.0
"""The schemas of the CSV tables: participation, bilateral treaties, membership, authorities, meetings."""

from __future__ import annotations

from datetime import date as date_type
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Key

from comity.reference.schema.base import Model, RoughDate


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
