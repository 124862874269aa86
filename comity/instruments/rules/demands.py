# SPDX-License-Identifier: Apache-2.0
"""What the chosen instruments demand, allow and limit for a question, each item with its article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comity.base.wording import Listing, Sentence
from comity.instruments.rules import question as questions
from comity.instruments.rules.answer import Answer, Basis, Demand, Question, Receiver
from comity.instruments.rules.governing import RECIPROCITY, Law, Sections
from comity.instruments.rules.roles import Ruling
from comity.reference import Authority, Instrument, Reference

# Field of the answer, section of the instrument, attribute holding the text, attribute holding the code.
SECTIONS = (
    ("contents", "request_contents", "label", "need"),
    ("documents", "supporting_documents", "label", "condition"),
    ("language", "language", "text", "rule"),
    ("form_of_request", "form_of_request", "text", "rule"),
    ("dual_criminality", "dual_criminality", "text", "rule"),
    ("thresholds", "thresholds", "label", "value"),
    ("refusal", "refusal", "label", "kind"),
    ("nationals", "nationals", "text", "rule"),
    ("time_limits", "time_limits", "label", "unit"),
    ("postponement", "postponement", "text", ""),
    ("use_limits", "use_and_speciality", "text", "kind"),
    ("confidentiality", "confidentiality", "text", ""),
    ("costs", "costs", "text", "rule"),
    ("duties", "process_duties", "text", "key"),
)
# Sections where a supplementing convention adds to the governing one instead of repeating it.
_FROM_ALL = frozenset({"refusal", "dual_criminality", "use_limits", "time_limits"})
_EXTRADITION_ONLY = frozenset({"nationals"})
_CLOCKS = {
    "extradition": ("provisional", "arrest", "surrender", "extradition", "speciality", "re-extradition", "temporary"),
    "mla": ("safe-conduct", "additional", "oral", "data-", "production", "subscriber", "observation", "summons"),
}
_ROLES = {
    "mla": ("central-authority-mla", "mla-unit", "mla-transmission", "prosecution-head"),
    "confiscation": ("central-authority-mla", "mla-unit", "mla-transmission", "prosecution-head"),
    "extradition": ("extradition", "extradition-transmission", "central-authority-extradition", "prosecution-head"),
    "transfer-of-sentenced-persons": ("transfer-of-prisoners", "prosecution-head"),
    "enforcement-of-sentences": ("transfer-of-prisoners", "prosecution-head"),
    "transfer-of-proceedings": ("central-authority-mla", "mla-unit", "prosecution-head"),
}
# `need` of what must stand in a request whatever the case.
REQUIRED = "required"


def answer(law: Law, question: Question) -> Answer:
    """Return the whole answer: which instruments, and what they demand."""
    ruling = law.govern(question)
    sources = list(_speaking(law.reference, ruling))
    asked = questions.subjects(question)
    sections: dict[str, tuple[Demand, ...]] = {name: () for name, *_ in SECTIONS}
    for instrument, role in sources:
        for name, found in _said(law, instrument, role, question, asked).items():
            if not sections[name] or name in _FROM_ALL:  # else the governing instrument has spoken
                sections[name] += found
    return Answer(
        question=question,
        governing=ruling.governing,
        supplementing=ruling.supplementing,
        fallback=ruling.fallback,
        possible=ruling.possible,
        excluded=ruling.excluded,
        unresearched=ruling.unresearched,
        channels=_channels(sources, question, asked),
        receivers=receivers(law.reference, question),
        uncertainties=_uncertainties(sources, ruling, question),
        **sections,
    )


def receivers(reference: Reference, question: Question) -> tuple[Receiver, ...]:
    """Return the authorities of the requested State that may receive the request, the fittest role first."""
    wanted = _ROLES[question.form]

    def place(row: Authority) -> int:
        return min((wanted.index(role) for role in row.role if role in wanted), default=len(wanted))

    rows = [row for row in reference.authorities.get(question.requested, ()) if place(row) < len(wanted)]
    return tuple(
        Receiver(
            institution=row.institution,
            native_name=row.native_name,
            roles=row.role,
            instrument=row.instrument,
            languages=row.languages,
            source=row.source_url,
            confirmed=row.verified and place(row) < len(wanted) - 1,
            note=row.note,
        )
        for row in sorted(rows, key=place)
    )


def _speaking(reference: Reference, ruling: Ruling) -> Iterator[tuple[Instrument, str]]:
    """Yield the instruments whose text is known, in the order in which they speak, each with its role."""
    roles: list[tuple[Basis, str]] = []
    if ruling.governing is not None:
        roles.append((ruling.governing, "governing"))
    roles += [(item, "supplementing") for item in ruling.supplementing]
    if ruling.governing is None:
        roles += [(item, "possible") for item in ruling.possible]
        roles += [(item, "fallback") for item in ruling.fallback]
    seen: set[str] = set()
    for basis, role in roles:
        slug: str | None = basis.slug
        # A later protocol speaks before its parent; a protocol that only adds offences lets the parent speak too.
        while slug is not None and slug in reference.instruments and slug not in seen:
            seen.add(slug)
            instrument = reference.instruments[slug]
            yield instrument, role
            slug = instrument.parent if role == "governing" else None


def _said(law: Law, instrument: Instrument, role: str, question: Question, asked: frozenset[str]) -> Sections:
    """Return by section what an instrument says to a form of cooperation and its subjects, read once for each."""

    def read() -> Sections:
        return {
            name: tuple(
                _demand(instrument, item, role, section, text, code)
                for item in getattr(instrument, section)
                if _concerns(name, item, question, asked)
            )
            for name, section, text, code in SECTIONS
        }

    return law.sections.get((instrument.slug, role, question.form, asked), read)


def _concerns(name: str, item: Any, question: Question, asked: frozenset[str]) -> bool:
    if name in _EXTRADITION_ONLY and question.form != "extradition":
        return False
    if name == "time_limits":
        return any(item.key.startswith(start) for start in _CLOCKS.get(question.form, ())) or item.key in asked
    if name == "thresholds":
        return True
    return not hasattr(item, "for_") or bool(asked.intersection(item.for_))


def _demand(instrument: Instrument, item: Any, role: str, section: str, text: str, code: str) -> Demand:
    sentence = str(getattr(item, text))
    kind = str(getattr(item, code)) if code else ""
    match section:
        case "time_limits":
            sentence = Sentence(
                "{label}: {value} {unit} from {start}; at expiry: {expiry}",
                label=Sentence(item.label),
                value=Sentence(str(item.value)),
                unit=Sentence(item.unit),
                start=Sentence(item.from_),
                expiry=Sentence(item.on_expiry),
            )
            kind = ""
        case "thresholds":
            if kind not in {"True", "domestic-law"}:
                sentence = Sentence("{label}: {value}", label=Sentence(sentence), value=Sentence(kind))
            kind = ""
        case "process_duties":
            duty = Sentence(item.key.replace("-", " ").capitalize())
            sentence = Sentence("{label}: {value}", label=duty, value=Sentence(sentence))
    return Demand(
        key=getattr(item, "key", kind),
        text=sentence,
        kind=kind,
        instrument=instrument.slug,
        article=item.article,
        evidence=item.evidence,
        source=instrument.url_of(item.source),
        role=role,
        note=item.note or "",
    )


def _channels(sources: list[tuple[Instrument, str]], question: Question, asked: frozenset[str]) -> tuple[Demand, ...]:
    """Return the channels, the governing instrument's first; urgent ones lead when the question is urgent."""
    found: list[Demand] = []
    for instrument, role in sources:
        own = [item for item in instrument.transmission if asked.intersection(item.for_)]
        if own and not found:
            found = [
                Demand(
                    key=item.channel,
                    text=Sentence(item.channel.replace("-", " ")),
                    kind=item.when,
                    instrument=instrument.slug,
                    article=item.article,
                    evidence=item.evidence,
                    source=instrument.url_of(item.source),
                    role=role,
                    note=item.note or "",
                )
                for item in own
            ]
    urgent = {"urgent", "immediate", "emergency", "routine-or-urgent", "non-coercive-urgent"}
    return tuple(sorted(found, key=lambda item: (item.kind in urgent) != question.urgent))


def _uncertainties(sources: list[tuple[Instrument, str]], ruling: Ruling, question: Question) -> tuple[str, ...]:
    sentences: list[str] = [
        Sentence("{instrument}: {text}", instrument=instrument.short_title, text=Sentence(text))
        for instrument, role in sources
        if role == "governing"
        for text in instrument.uncertainties
    ]
    if ruling.governing is not None and ruling.governing.slug.startswith("bilateral-"):
        sentences.append(
            Sentence(
                "The wording of the bilateral treaty is not in Comity: contents, language, channel and terms shown "
                "come from the supplementing instruments and must be compared with the treaty itself."
            )
        )
    if ruling.governing is None:
        sentences.append(
            Sentence(
                "No instrument is certain to bind both States for this. Demands shown come from what is possible, "
                "and from reciprocity: confirm before relying on them."
            )
        )
    if not any(instrument.slug == RECIPROCITY for instrument, _ in sources) and ruling.possible:
        named = Listing(item.slug for item in ruling.possible[:3])
        sentences.append(Sentence("What would change if confirmed: {instruments}.", instruments=named))
    if question.organised_group is None and any(item.slug == "untoc" for item in ruling.supplementing):
        sentences.append(
            Sentence("UNTOC adds its rules if the offence is transnational and involves an organised criminal group.")
        )
    return tuple(sentences)
