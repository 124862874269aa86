# SPDX-License-Identifier: Apache-2.0
"""What is asked and what is answered: frozen values, no law in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Known(StrEnum):
    """Three-valued knowledge of whether a State, or a pair, is bound."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks whom, for what offences, for which measures or form, on which day, how urgently.

    `organised_group`: whether the case is transnational and involves an organised criminal group, if known.
    """

    requesting: str
    requested: str
    offences: tuple[str, ...]
    form: str
    on: date
    measures: tuple[str, ...] = ()
    urgent: bool = False
    organised_group: bool | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of why, with the article and how sure it is."""

    text: str
    article: str = ""
    instrument: str = ""
    evidence: str = "text"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument in its role in an answer."""

    slug: str
    title: str
    article: str
    confirmed: bool
    reasons: tuple[Reason, ...]
    condition: str = ""
    would_change: str = ""
    to_confirm_with: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing the law demands, allows or limits, with its article.

    `kind` is the code within its section (need, channel, rule, refusal kind …); `role` says whether the instrument
    governs, supplements, or is only possible.
    """

    key: str
    text: str
    kind: str
    instrument: str
    article: str
    evidence: str
    source: str
    role: str
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Say whether the wording was seen; what is from memory never blocks."""
        return self.evidence != "memory"


@dataclass(frozen=True, slots=True)
class Receiver:
    """An authority that may receive the request."""

    institution: str
    native_name: str
    roles: tuple[str, ...]
    instrument: str
    languages: str
    source: str
    confirmed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All the law says to a question."""

    question: Question
    governing: Basis | None
    supplementing: tuple[Basis, ...]
    fallback: tuple[Basis, ...]
    possible: tuple[Basis, ...]
    excluded: tuple[Basis, ...]
    unresearched: tuple[str, ...]
    contents: tuple[Demand, ...] = ()
    documents: tuple[Demand, ...] = ()
    language: tuple[Demand, ...] = ()
    form_of_request: tuple[Demand, ...] = ()
    channels: tuple[Demand, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    dual_criminality: tuple[Demand, ...] = ()
    thresholds: tuple[Demand, ...] = ()
    refusal: tuple[Demand, ...] = ()
    nationals: tuple[Demand, ...] = ()
    time_limits: tuple[Demand, ...] = ()
    postponement: tuple[Demand, ...] = ()
    use_limits: tuple[Demand, ...] = ()
    confidentiality: tuple[Demand, ...] = ()
    costs: tuple[Demand, ...] = ()
    duties: tuple[Demand, ...] = ()
    uncertainties: tuple[str, ...] = field(default=())

    @property
    def barred_grounds(self) -> tuple[Demand, ...]:
        """Return what may not be used to refuse."""
        return tuple(item for item in self.refusal if item.kind == "not-a-ground")

    @property
    def grounds(self) -> tuple[Demand, ...]:
        """Return the grounds on which the request could be refused."""
        return tuple(item for item in self.refusal if item.kind != "not-a-ground")
