# SPDX-License-Identifier: Apache-2.0
"""What pages and other rooms are shown of the register: frozen, and only what the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comity.register.rules.handling import Handling


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: str
    reference: str
    title: str
    offences: tuple[str, ...]
    is_restricted: bool
    entries: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list."""

    id: str
    owner: str
    schema: str
    category: str
    caption: str
    case_id: str
    case_reference: str
    is_own: bool
    review_date: date
    purge_date: date
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One value with who said it, from which case, when, how sure, in which language; and the entry it stands in."""

    id: str
    entry: str
    prop: str
    value: str
    language: str
    source: str
    case_reference: str
    certainty: str
    said_at: datetime
    is_retracted: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something a team is told."""

    kind: str
    case_id: str
    case_reference: str
    entry_id: str
    entry: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """To whom an entry was given."""

    to_state: str
    purpose: str
    via_state: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of the history of an entry, from the ledger."""

    at: datetime
    event: str
    who: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ForeignFacts:
    """What an entry of another owner came with."""

    case_reference: str
    offences: tuple[str, ...]
    legal_basis: str
    purposes: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry whole, for someone who may read it."""

    row: EntryRow
    version: int
    handling: Handling
    offences: tuple[str, ...]
    legal_basis: str
    statements: tuple[StatementRow, ...]
    history: tuple[HistoryRow, ...]
    disclosures: tuple[DisclosureRow, ...]
    foreign: ForeignFacts | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its team and its entries."""

    row: CaseRow
    legal_basis: str
    team: tuple[tuple[int, str], ...]
    entries: tuple[EntryRow, ...]
