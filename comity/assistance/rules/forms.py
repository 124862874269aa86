# SPDX-License-Identifier: Apache-2.0
"""Forms: the fields of a request, from the data of its measures and of the instrument it rests on.

A field's key is that of the common field, `m.<measure>.<field>`, or `i.<content>` for what only the instrument wants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.base.errors import Invalid
from comity.base.wording import Sentence
from comity.instruments.rules.answer import Answer, Demand
from comity.reference import Reference
from comity.reference.schema import Measure

LONGEST_TEXT = 20_000

# What an instrument calls by another name than the common fields do.
_COMMON = {
    "requesting_authority": "requesting_authority authority authority_issuing issuing_authority_and_date "
    "institutions requesting_requested_authority authorities requested_authority institutions_facts_law_person",
    "case": "case case_name_number proceedings subject status_of_proceedings",
    "facts_summary": "facts facts_summary circumstances offence_time_place facts_and_law facts_for_domestic_order "
    "emergency_facts damage consequences time_period",
    "offence_and_law": "offence offence_and_facts offence_and_penalty offence_facts_law law_text_and_own_power "
    "sentence",
    "purpose": "purpose purpose_grounds purpose_description object_reason subject_reason relevance necessity intention",
    "persons": "person persons addressee description address person_identity victim_identity representatives",
    "procedure": "procedure procedure_reasons oath presence",
    "urgency": "deadline deadline_with_reasons",
    "confidentiality": "confidentiality confidentiality_wish gag_and_notice",
}
_FIELD_OF = {content: field for field, contents in _COMMON.items() for content in contents.split()}
# Met by the measures themselves and their fields.
_ASSISTANCE = frozenset(
    {"assistance_sought", "request", "substance", "content", "facts_and_actions", "data_sought", "data_and_link"}
)
# Statements that another list of contents applies.
_POINTERS = frozenset({"per-governing-treaty-or-domestic-law", "as-parent-instrument", "un-model-contents"})
_SECTIONS = (
    ("case", ("requesting_authority", "case")),
    ("facts", ("facts_summary",)),
    ("offence", ("offence_and_law",)),
    ("persons", ("persons",)),
    ("purpose", ("purpose", "procedure")),
)
_LAST = (("handling", ("urgency", "confidentiality", "language")),)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field a person fills in. `article` is that of the instrument wanting it, or empty."""

    key: str
    label: str
    need: str
    article: str = ""

    @property
    def is_required(self) -> bool:
        """Say whether the request is weak without it."""
        return self.need == "required"


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the draft."""

    key: str
    title: str
    fields: tuple[FormField, ...]


def sections(reference: Reference, *, measures: tuple[str, ...], answer: Answer) -> tuple[Section, ...]:
    """Return the pages of a draft in their order; `answer` gives what the instrument wants besides."""
    common = {f.key: FormField(f.key, f.label, f.need, _article(answer, f.key)) for f in reference.common_fields}
    extra = tuple(
        FormField(f"i.{d.key}", d.text, d.kind, f"{d.instrument} {d.article}")
        for d in answer.contents
        if d.role == "governing" and field_of(d) == f"i.{d.key}"
    )
    pages = [Section(key, key, tuple(common[k] for k in keys)) for key, keys in _SECTIONS]
    pages += [_measure_page(reference.measures[slug]) for slug in measures]
    if extra:
        pages.append(Section("instrument", "instrument", extra))
    pages += [Section(key, key, tuple(common[k] for k in keys)) for key, keys in _LAST]
    return tuple(pages)


def section(pages: tuple[Section, ...], key: str) -> Section:
    """Return one page; raise `Invalid` when the draft has none of that name."""
    found = next((page for page in pages if page.key == key), None)
    if found is None:
        raise Invalid("The draft has no such page.")
    return found


def cleaned(page: Section, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a page's fields, trimmed; raise `Invalid` for a text that is too long."""
    result = {}
    for field in page.fields:
        text = str(values.get(field.key, "")).replace("\r\n", "\n").replace("\0", "").strip()
        if len(text) > LONGEST_TEXT:
            raise Invalid(
                "“{label}” has {length} characters; at most {most} fit.",
                label=Sentence(field.label),
                length=len(text),
                most=LONGEST_TEXT,
                field=field.key,
            )
        result[field.key] = text
    return result


def field_of(demand: Demand) -> str:
    """Return the key of the field that meets a content the instrument wants; empty when the measures meet it."""
    if demand.key in _ASSISTANCE or demand.key in _POINTERS:
        return ""
    return _FIELD_OF.get(demand.key, f"i.{demand.key}")


def _measure_page(measure: Measure) -> Section:
    key = f"m.{measure.slug}"
    return Section(key, measure.title, tuple(FormField(f"{key}.{f.key}", f.label, f.need) for f in measure.fields))


def _article(answer: Answer, key: str) -> str:
    found = [d for d in answer.contents if d.role == "governing" and _FIELD_OF.get(d.key) == key]
    return f"{found[0].instrument} {found[0].article}" if found else ""
