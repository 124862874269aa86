# SPDX-License-Identifier: Apache-2.0
"""Preflight: everything missing or doubtful in a draft, each with its article, before it leaves.

A finding *blocks* only where the wording was seen (`text`) and the instrument the request rests on requires it; what
rests on memory, on a commentary or on the forms' own data is a *doubt*: shown, never in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.assistance.rules import forms
from comity.assistance.rules.wordings import Wording
from comity.base.wording import Sentence, StateName
from comity.instruments.rules.answer import Answer, Basis, Demand
from comity.reference import Reference


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing missing or doubtful. `section` and `field` lead to where it is put right.

    `values` are put into the wording, by name, after it and they were translated.
    """

    level: Level
    wording: Wording
    section: str
    field: str
    article: str
    evidence: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the sentence in English."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Return the sentence with its values: States by code, all else as texts of the reference data."""
        values = {
            key: StateName(value) if key == "state" else value if isinstance(value, Sentence) else Sentence(value)
            for key, value in self.values
        }
        return Sentence(self.wording.value, **values)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is in a draft: values by field, the chosen basis, the documents attached by what they are."""

    values: Mapping[str, str]
    basis: str
    measures: tuple[str, ...]
    documents: frozenset[str]


def check(reference: Reference, drafted: Drafted, answer: Answer) -> tuple[Finding, ...]:
    """Return every finding, blocks first."""
    found = [
        *_basis(drafted, answer),
        *_contents(reference, drafted, answer),
        *_measures(reference, drafted),
        *_common(reference, drafted),
        *_documents(reference, drafted, answer),
        *_profile(drafted, answer),
    ]
    seen: dict[tuple[str, str], Finding] = {}
    for finding in sorted(found, key=lambda f: list(Level).index(f.level)):
        # One gap, one line: the weightiest reason for a field is shown.
        seen.setdefault((finding.field or finding.text, finding.section), finding)
    return tuple(seen.values())


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Say whether a draft may not leave as it is."""
    return any(f.level is Level.BLOCK for f in findings)


def candidates(answer: Answer) -> tuple[Basis, ...]:
    """Return the instruments a request may name as its basis, the governing one first."""
    first = (answer.governing,) if answer.governing else ()
    return (*first, *answer.supplementing, *answer.possible, *answer.fallback)


def _basis(drafted: Drafted, answer: Answer) -> Iterator[Finding]:
    chosen = next((b for b in candidates(answer) if b.slug == drafted.basis), None)
    if chosen is None:
        yield Finding(Level.BLOCK, Wording.NO_BASIS, "law", "basis",
                      "untoc 18(14), ets-030 14", "text")  # fmt: skip
        return
    if not chosen.confirmed:
        yield Finding(
            Level.DOUBT, Wording.CONFIRM_WITH if chosen.to_confirm_with else Wording.NOT_CONFIRMED, "law", "basis",
            chosen.article, "memory", (("instrument", chosen.title), ("who", chosen.to_confirm_with)),
        )  # fmt: skip
    if answer.governing and chosen.slug != answer.governing.slug:
        yield Finding(
            Level.DOUBT, Wording.ANOTHER_GOVERNS, "law", "basis-choice", answer.governing.article, "text",
            (("governing", answer.governing.title), ("instrument", chosen.title)),
        )  # fmt: skip
    for other in answer.possible:
        if "govern instead" in other.would_change:
            yield Finding(
                Level.NOTE,
                Wording.WOULD_CHANGE,
                "law",
                f"possible-{other.slug}",
                other.article,
                "memory",
                (("instrument", other.title), ("change", other.would_change)),
            )


def _contents(reference: Reference, drafted: Drafted, answer: Answer) -> Iterator[Finding]:
    for demand in answer.contents:
        field = forms.field_of(demand)
        if demand.role != "governing" or not field or drafted.values.get(field):
            continue
        if "not for service" in demand.text and set(drafted.measures) <= {"service-of-documents"}:
            continue
        level = Level.DOUBT if demand.kind.startswith(("required", "where")) else Level.NOTE
        if _is_due(reference, drafted, demand) and demand.evidence == "text" and drafted.basis == demand.instrument:
            level = Level.BLOCK
        yield Finding(
            level, Wording.MISSING, _section_of(field), field, _cite(demand), demand.evidence, (("what", demand.text),)
        )


def _is_due(reference: Reference, drafted: Drafted, demand: Demand) -> bool:
    if demand.kind == "required-if-coercive":
        return any(reference.measures[slug].coercive is True for slug in drafted.measures)
    return demand.kind == "required"


def _measures(reference: Reference, drafted: Drafted) -> Iterator[Finding]:
    for slug in drafted.measures:
        measure = reference.measures[slug]
        cited = "; ".join(f"{r.instrument} {r.article}" for r in measure.legal_references[:2])
        for field in measure.fields:
            key = f"m.{slug}.{field.key}"
            if field.need == "required" and not drafted.values.get(key):
                values = (("measure", measure.title), ("what", field.label))
                wording = Wording.MISSING_FOR_MEASURE
                yield Finding(Level.DOUBT, wording, f"m.{slug}", key, cited, "secondary", values)


def _common(reference: Reference, drafted: Drafted) -> Iterator[Finding]:
    for field in reference.common_fields:
        if field.key in {"legal_basis", "annexes"} or field.need != "required" or drafted.values.get(field.key):
            continue
        if field.key == "facts_summary" and set(drafted.measures) <= {"service-of-documents"}:
            continue
        yield Finding(
            Level.DOUBT, Wording.MISSING, _section_of(field.key), field.key,
            Sentence("practice of central authorities"), "secondary", (("what", field.label),),
        )  # fmt: skip


def _documents(reference: Reference, drafted: Drafted, answer: Answer) -> Iterator[Finding]:
    for demand in answer.documents:
        if demand.role != "governing" or demand.key in drafted.documents or demand.key == "none":
            continue
        is_due = demand.kind == "always" and demand.evidence == "text" and drafted.basis == demand.instrument
        level = Level.BLOCK if is_due else Level.DOUBT
        values = (("what", demand.text), ("need", demand.kind))
        wording = Wording.NOT_ATTACHED_KIND
        yield Finding(level, wording, "documents", f"d.{demand.key}", _cite(demand), demand.evidence, values)
    for slug in drafted.measures:
        for document in reference.measures[slug].supporting_documents:
            if document.key not in drafted.documents:
                yield Finding(
                    Level.NOTE, Wording.NOT_ATTACHED, "documents", f"d.{document.key}", Sentence("form of the measure"),
                    "secondary", (("what", document.label),),
                )  # fmt: skip


def _profile(drafted: Drafted, answer: Answer) -> Iterator[Finding]:
    state = answer.question.requested
    if not any(receiver.confirmed for receiver in answer.receivers):
        yield Finding(
            Level.DOUBT, Wording.RECEIVER, "law", "receiver", Sentence("notifications of the requested State"),
            "memory", (("state", state),),
        )  # fmt: skip
    if not any(receiver.languages for receiver in answer.receivers):
        rule = answer.language[0] if answer.language else None
        yield Finding(
            Level.DOUBT, Wording.LANGUAGES, "handling", "accepted-language", _cite(rule) if rule else "",
            rule.evidence if rule else "memory", (("state", state),),
        )  # fmt: skip
    for demand in answer.dual_criminality:
        if demand.kind == "required":
            yield Finding(
                Level.NOTE, Wording.DUAL_CRIMINALITY, "offence", f"dual-{demand.instrument}", _cite(demand),
                demand.evidence, (("state", state),),
            )  # fmt: skip
    if answer.question.urgent and not drafted.values.get("urgency"):
        yield Finding(Level.DOUBT, Wording.URGENCY, "handling", "urgency", "PC-OC(2015)09", "secondary")  # fmt: skip


def _section_of(field: str) -> str:
    if field.startswith("i."):
        return "instrument"
    if field.startswith("m."):
        return ".".join(field.split(".")[:2])
    places = {
        "requesting_authority": "case", "case": "case", "facts_summary": "facts", "offence_and_law": "offence",
        "persons": "persons", "purpose": "purpose", "procedure": "purpose",
    }  # fmt: skip
    return places.get(field, "handling")


def _cite(demand: Demand) -> str:
    return f"{demand.instrument} {demand.article}"
