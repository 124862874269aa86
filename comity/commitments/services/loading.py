# SPDX-License-Identifier: Apache-2.0
"""Loading the commitments of adopted texts from `data/*.yaml`, after the texts are imported. Safe to repeat."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from comity.base.canonical import canonical
from comity.commitments.models import Commitment, Duty, Entry, Plan
from comity.commitments.queries import facts, sources
from comity.commitments.queries.facts import Finding, Promise, TextFacts
from comity.commitments.rules import shapes
from comity.commitments.services import making, writing

_NAMESPACE = uuid.UUID("0d5a4d7e-3f0e-4f0b-8a38-b0a1c6c1e7f2")  # of findings in documents, drawn once


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many plans, commitments and findings were new."""

    plans: int
    commitments: int
    findings: int


def load_facts(*, at: datetime, texts: tuple[TextFacts, ...] | None = None) -> Loaded:
    """Make what the data says and the node does not hold yet; what is there is left as it is."""
    plans = made = found = 0
    known = facts.load() if texts is None else texts
    for text in known:
        with transaction.atomic():
            plans += _plans(text, at)
    for text in known:
        with transaction.atomic():
            for clause in text.clauses:
                for number, promise in enumerate(clause.commitments, start=1):
                    source = f"{clause.meeting or text.text}#{clause.clause}"
                    made += _make(text, clause.adopted or text.adopted, source, number, promise, at)
                    found += _find(shapes.id_of(source, number), promise, at)
    return Loaded(plans, made, found)


def _plans(text: TextFacts, at: datetime) -> int:
    made = 0
    for plan in text.plans:
        if not Plan.objects.filter(pk=plan.slug).exists():
            making.create_plan(
                slug=plan.slug, organisation=text.organisation, title=plan.title, sections=plan.sections,
                years=plan.years, source=plan.source or text.text, note=plan.note, evidence=plan.evidence,
                actor="record", at=at,
            )  # fmt: skip
            made += 1
    return made


def _make(text: TextFacts, adopted: str, source: str, number: int, promise: Promise, at: datetime) -> int:
    key = shapes.id_of(source, number)
    known = Commitment.objects.filter(pk=key).first()
    if known is not None:
        _fill_words(known, source)
        return 0
    states = promise.states or (text.signatories if promise.addressee == "each-state" else ())
    given = making.Given(
        source=source, organisation=text.organisation, addressee=promise.addressee, verb=promise.verb,
        object=promise.object, since=date.fromisoformat(adopted), states=states, due=promise.due,
        due_words=promise.due_words,
        rhythm=promise.rhythm, indicator=promise.indicator, baseline=promise.baseline, target=promise.target,
        evidence_required=promise.evidence_required, evidence=promise.evidence,
        sources=tuple(s for s in (text.source, promise.source) if s), note=promise.note, plan=promise.plan,
        section=promise.section, year=promise.year,
    )  # fmt: skip
    making.create(given, actor="record", by=None, at=at, number=number)
    return 1


def _fill_words(known: Commitment, source: str) -> None:
    # The text may have been imported after the commitments were loaded.
    words = "" if known.words else sources.words(source)
    if words:
        known.words = words
        known.save(update_fields=["words"])


def _find(key: str, promise: Promise, at: datetime) -> int:
    new = 0
    if not promise.found:
        return new
    row = Commitment.objects.get(pk=key)
    for finding in promise.found:
        for duty in Duty.objects.filter(commitment=row).order_by("owner"):
            if finding.owners and duty.owner not in finding.owners:
                continue
            new += _write(row, duty, finding, at)
    return new


def _write(row: Commitment, duty: Duty, finding: Finding, at: datetime) -> int:
    content = {"duty": f"{row.pk}/{duty.owner}", "act": finding.act, "as_of": finding.as_of, "words": finding.words}
    entry_id = str(uuid.uuid5(_NAMESPACE, canonical(content).decode()))
    if Entry.objects.filter(pk=entry_id).exists():
        return 0
    data = {"text": finding.words, "source": finding.source, "evidence": finding.evidence}
    writing.write(
        commitment=row, duty=duty, act=finding.act, at=at, data=data, actor="record", by=None, entry_id=entry_id,
        as_of=date.fromisoformat(finding.as_of),
    )  # fmt: skip
    return 1
