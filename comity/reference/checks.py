# SPDX-License-Identifier: Apache-2.0
"""What one file cannot say of itself: codes, references between files, dates that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field as Key

from comity.reference import schema
from comity.reference.problems import Problem
from comity.reference.reading import read_yaml

FIRST_DAY = date(1800, 1, 1)
LAST_DAY = date(2100, 1, 1)

# section of an instrument, attribute of its items, list of the vocabulary
_CODES = (
    ("cooperation", "form", "cooperation_forms"),
    ("transmission", "channel", "channels"),
    ("transmission", "when", "when"),
    ("legal_basis", "can_be", "legal_basis_values"),
    ("refusal", "kind", "refusal_kinds"),
    ("refusal", "key", "refusal_grounds"),
    ("relation_to_other_treaties", "kind", "relation_kinds"),
    ("dual_criminality", "rule", "dual_criminality_rules"),
    ("language", "rule", "language_rules"),
    ("form_of_request", "rule", "form_rules"),
    ("nationals", "rule", "nationals_rules"),
    ("request_contents", "key", "request_content_keys"),
    ("request_contents", "need", "need"),
    ("supporting_documents", "key", "supporting_document_keys"),
    ("time_limits", "key", "time_limit_keys"),
    ("time_limits", "unit", "time_units"),
    ("process_duties", "key", "process_duty_keys"),
    ("sources", "kind", "source_kinds"),
)


class _Vocabulary(schema.Model):
    """The frozen list of codes, with how often each was used when it was frozen."""

    schema_: str = Key(alias="schema")
    note: str
    evidence: tuple[str, ...]
    channels: dict[str, int]
    cooperation_forms: dict[str, int]
    dual_criminality_rules: dict[str, int]
    for_subjects: dict[str, int]
    form_rules: dict[str, int]
    language_rules: dict[str, int]
    legal_basis_values: dict[str, int]
    nationals_rules: dict[str, int]
    need: dict[str, int]
    organisations: dict[str, int]
    process_duty_keys: dict[str, int]
    refusal_grounds: dict[str, int]
    refusal_kinds: dict[str, int]
    relation_kinds: dict[str, int]
    request_content_keys: dict[str, int]
    source_kinds: dict[str, int]
    status: dict[str, int]
    supporting_document_keys: dict[str, int]
    time_limit_keys: dict[str, int]
    time_units: dict[str, int]
    types: dict[str, int]
    when: dict[str, int]


def vocabulary(path: Path, instruments: Iterable[schema.Instrument]) -> list[Problem]:
    """Return every code that is not in the vocabulary."""
    problems: list[Problem] = []
    words = read_yaml(path, path.name, _Vocabulary, problems)
    if words is None:
        return problems
    for instrument in instruments:
        name = _file(instrument)
        for key, listed in (("organisation", words.organisations), ("type", words.types)):
            if getattr(instrument, key) not in listed:
                problems.append(_unknown(name, key, getattr(instrument, key)))
        if instrument.status.split(" ")[0] not in words.status:
            problems.append(_unknown(name, "status", instrument.status.split(" ")[0]))
        for section, attribute, listed_as in _CODES:
            listed = getattr(words, listed_as)
            problems += [
                _unknown(name, f"{section}[{index}].{attribute}", getattr(item, attribute))
                for index, item in enumerate(getattr(instrument, section))
                if getattr(item, attribute) not in listed
            ]
        problems += [
            _unknown(name, f"{place}.for", code)
            for place, item in _items(instrument)
            for code in getattr(item, "for_", ())
            if code not in words.for_subjects
        ]
    return problems


def instruments(known: Mapping[str, schema.Instrument], offences: set[str]) -> list[Problem]:
    """Return dangling references, marks that contradict each other, missing sources and impossible days."""
    problems = []
    for instrument in known.values():
        name = _file(instrument)
        sources = {source.id: source.url for source in instrument.sources}
        if len(sources) != len(instrument.sources):
            problems.append(Problem(name, "sources", "Two sources have the same id."))
        if instrument.parent is not None and instrument.parent not in known:
            problems.append(Problem(name, "parent", f"There is no instrument “{instrument.parent}”."))
        for category in instrument.scope.offence_categories:
            if category not in offences:
                problems.append(
                    Problem(name, "scope.offence_categories", f"There is no offence category “{category}”.")
                )
        for place, item in _items(instrument):
            if item.verified != (item.evidence == "text"):
                problems.append(Problem(name, place, "`verified` is true exactly when the evidence is `text`."))
            if item.source is not None and item.source not in sources:
                problems.append(Problem(name, f"{place}.source", f"There is no source “{item.source}” in this file."))
            elif item.evidence != "memory" and not sources.get(item.source or ""):
                problems.append(Problem(name, place, "Evidence other than memory needs a source with an address."))
            if isinstance(item, schema.Item) and not item.article.strip():
                problems.append(Problem(name, f"{place}.article", "The article is empty."))
        problems += _impossible_days(name, instrument)
    return problems


def measures(file: schema.Measures, known: Mapping[str, schema.Instrument]) -> list[Problem]:
    """Return measures named twice, unknown families and dangling legal references."""
    problems = []
    seen: set[str] = set()
    for index, measure in enumerate(file.measures):
        place = f"measures[{index}]"
        if measure.slug in seen:
            problems.append(Problem("measures.yaml", f"{place}.slug", f"The measure “{measure.slug}” stands twice."))
        seen.add(measure.slug)
        if measure.family not in file.families:
            problems.append(_unknown("measures.yaml", f"{place}.family", measure.family))
        problems += [
            Problem("measures.yaml", f"{place}.legal_references[{n}]", f"There is no instrument “{item.instrument}”.")
            for n, item in enumerate(measure.legal_references)
            if item.instrument not in known
        ]
    return problems


def offences(file: schema.Offences, known: Mapping[str, schema.Instrument]) -> list[Problem]:
    """Return categories named twice, unknown parents and dangling instruments."""
    problems = []
    slugs = [item.slug for item in file.offences]
    for index, offence in enumerate(file.offences):
        place = f"offences[{index}]"
        if slugs.count(offence.slug) > 1:
            problems.append(Problem("offences.yaml", f"{place}.slug", f"The category “{offence.slug}” stands twice."))
        if offence.parent is not None and offence.parent not in slugs:
            problems.append(Problem("offences.yaml", f"{place}.parent", f"There is no category “{offence.parent}”."))
        problems += [
            Problem("offences.yaml", f"{place}.instruments", f"There is no instrument “{slug}”.")
            for slug in offence.instruments
            if slug not in known
        ]
    return problems


def participation(
    rows: Iterable[tuple[int, schema.Participation]], known: Mapping[str, schema.Instrument]
) -> list[Problem]:
    """Return dangling instruments, days in the wrong order and periods of one State that overlap."""
    problems = []
    periods: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for line, row in rows:
        name, place = "tables/participation.csv", f"line {line}"
        if row.instrument not in known:
            problems.append(Problem(name, place, f"There is no instrument “{row.instrument}”."))
        start = row.entry_into_force or row.ratification_date or FIRST_DAY
        end = row.withdrawal_date or LAST_DAY
        for column in ("ratification_date", "entry_into_force", "withdrawal_date"):
            day = getattr(row, column)
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                problems.append(Problem(name, f"{place}, column {column}", f"The year {day.year} is out of range."))
        if row.ratification_date and row.entry_into_force and row.entry_into_force < row.ratification_date:
            problems.append(
                Problem(name, f"{place}, column entry_into_force", "Entry into force is before ratification.")
            )
        if end <= start:
            problems.append(Problem(name, f"{place}, column withdrawal_date", "Withdrawal is before entry into force."))
        earlier = periods.setdefault((row.state, row.instrument), [])
        if any(start < other_end and other_start < end for other_start, other_end in earlier):
            problems.append(Problem(name, place, f"The dates overlap another row of {row.state} and {row.instrument}."))
        earlier.append((start, end))
    return problems


def rough_dates(tables: Mapping[type[schema.Model], Iterable[tuple[int, Any]]]) -> list[Problem]:
    """Return days that do not exist in columns that may hold a year or a month only."""
    problems = []
    for kind, name, columns in (
        (schema.Participation, "participation", ("signature_date", "as_of")),
        (schema.Bilateral, "bilateral", ("signed", "in_force")),
        (schema.Membership, "membership", ("since",)),
        (schema.Meeting, "meetings", ("start_date", "end_date")),
    ):
        for line, row in tables[kind]:
            for column in columns:
                text = getattr(row, column)
                if text and not _exists(text):
                    problems.append(
                        Problem(f"tables/{name}.csv", f"line {line}, column {column}", f"There is no day {text}.")
                    )
    return problems


def _exists(text: str) -> bool:
    try:
        day = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return FIRST_DAY <= day <= LAST_DAY


def _impossible_days(name: str, instrument: schema.Instrument) -> list[Problem]:
    adopted, since = instrument.adopted.first_day, instrument.in_force_since.date
    problems = [
        Problem(name, place, f"The year {day.year} is out of range.")
        for place, day in (("adopted.date", adopted), ("in_force_since.date", since))
        if day is not None and not FIRST_DAY <= day <= LAST_DAY
    ]
    if adopted and since and since < adopted:
        problems.append(Problem(name, "in_force_since.date", "The instrument is in force before it was adopted."))
    return problems


def _items(instrument: schema.Instrument) -> Iterator[tuple[str, schema.Marked]]:
    yield "adopted", instrument.adopted
    yield "in_force_since", instrument.in_force_since
    for index, rule in enumerate(instrument.scope.rules):
        yield f"scope.rules[{index}]", rule
    for section in type(instrument).model_fields:
        value = getattr(instrument, section)
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, schema.Marked):
                    yield f"{section}[{index}]", item


def _file(instrument: schema.Instrument) -> str:
    return f"instruments/{instrument.slug}.yaml"


def _unknown(name: str, path: str, code: str) -> Problem:
    return Problem(name, path, f"The code “{code}” is not in vocabulary.yaml. Correct it, or add it there on purpose.")
