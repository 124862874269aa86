# SPDX-License-Identifier: Apache-2.0
"""From words to a question: which form of cooperation a measure is, and what is refused as unknown."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from datetime import date

from comity.base.errors import Invalid
from comity.base.wording import Listing, Sentence
from comity.instruments.rules.answer import Question
from comity.reference import Reference

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 1, 1)

FORMS = (
    "mla",
    "extradition",
    "confiscation",
    "transfer-of-proceedings",
    "transfer-of-sentenced-persons",
    "enforcement-of-sentences",
)

_SHOWN = {
    "mla": "Mutual legal assistance",
    "extradition": "Extradition",
    "confiscation": "Confiscation and return of assets",
    "transfer-of-proceedings": "Transfer of proceedings",
    "transfer-of-sentenced-persons": "Transfer of sentenced persons",
    "enforcement-of-sentences": "Enforcement of sentences",
}

# Measures that are not mutual legal assistance in the narrow sense; every other measure is.
_FORM_OF_MEASURE = {
    "extradition-prosecution": "extradition",
    "extradition-enforcement": "extradition",
    "provisional-arrest": "extradition",
    "simplified-extradition": "extradition",
    "temporary-surrender": "extradition",
    "transit": "extradition",
    "speciality-consent": "extradition",
    "confiscation-foreign-order": "confiscation",
    "confiscation-domestic-order": "confiscation",
    "non-conviction-confiscation": "confiscation",
    "asset-return": "confiscation",
    "laying-of-information": "transfer-of-proceedings",
    "transfer-sentenced-person": "transfer-of-sentenced-persons",
    "enforcement-of-sentence": "enforcement-of-sentences",
}

# Narrower subjects an instrument may speak of under `for`, by measure.
_SUBJECTS = {
    "witness-transfer-in-custody": ("witness-transfer-in-custody",),
    "service-of-documents": ("service-of-documents",),
    "video-conference": ("video-conference",),
    "telephone-conference": ("telephone-conference",),
    "witness-testimony": ("letters-rogatory",),
    "search-seizure": ("search-seizure", "letters-rogatory"),
    "seizure-of-objects-handover": ("search-seizure", "property"),
    "criminal-records": ("criminal-records-exchange", "criminal-records-extracts"),
    "bank-account-identification": ("bank-account-information", "asset-tracing"),
    "bank-records": ("bank-transactions-information",),
    "bank-monitoring": ("bank-monitoring",),
    "asset-tracing": ("asset-tracing",),
    "freezing": ("provisional-measures", "confiscation"),
    "confiscation-foreign-order": ("confiscation",),
    "confiscation-domestic-order": ("confiscation",),
    "non-conviction-confiscation": ("confiscation",),
    "asset-return": ("asset-return", "confiscation"),
    "data-preservation": ("preservation-of-data",),
    "traffic-data-disclosure": ("disclosure-of-traffic-data",),
    "subscriber-data": ("subscriber-data-direct", "foreign-production-orders"),
    "emergency-data-disclosure": ("emergency-data-disclosure", "emergency-mla"),
    "undercover": ("covert-investigations",),
    "controlled-delivery": ("controlled-delivery",),
    "cross-border-observation": ("cross-border-observation",),
    "joint-investigation-team": ("joint-investigations",),
    "spontaneous-information": ("spontaneous-information", "information-exchange"),
    "provisional-arrest": ("provisional-arrest",),
    "transit": ("transit",),
    "speciality-consent": ("speciality-consent",),
    "firearms-tracing": ("firearms-tracing",),
    "vessel-boarding": ("boarding-at-sea",),
    "victim-return": ("return-of-victims",),
}


class UnknownCode(Invalid):
    """A State, offence, measure or form Comity has no facts on."""

    code = "unknown-code"


def ask(  # the question a person asks has these words
    reference: Reference,
    *,
    requesting: str,
    requested: str,
    offences: Iterable[str],
    on: date,
    measures: Iterable[str] = (),
    form: str | None = None,
    urgent: bool = False,
    organised_group: bool | None = None,
) -> Question:
    """Return a question whose every word is known.

    Raises `UnknownCode` with the nearest known words, `Invalid` for a day out of range, the same State twice, no
    offence, or measures of different forms.
    """
    one, other = requesting.strip().upper(), requested.strip().upper()
    for state in (one, other):
        _known(state, reference.states, Sentence("State"))
    if one == other:
        raise Invalid("The requesting and the requested State are the same.")
    named = tuple(dict.fromkeys(offences))
    if not named:
        raise Invalid("Name at least one offence category, such as drug-trafficking.")
    for offence in named:
        _known(offence, reference.offences, Sentence("offence category"))
    wanted = tuple(dict.fromkeys(measures))
    for measure in wanted:
        _known(measure, reference.measures, Sentence("measure"))
    if not FIRST_DAY <= on < LAST_DAY:
        raise Invalid("The day {day} is out of range. Use one from 1900 to 2099.", day=on.isoformat())
    return Question(one, other, named, form_of(wanted, form), on, wanted, urgent, organised_group)


def form_of(measures: tuple[str, ...], form: str | None) -> str:
    """Return the one form of cooperation the measures have, or the form given; raise `Invalid` when they differ."""
    forms = {_FORM_OF_MEASURE.get(measure, "mla") for measure in measures}
    if form is not None:
        _known(form, FORMS, Sentence("form of cooperation"))
        forms.add(form)
    if len(forms) > 1:
        raise Invalid(
            "One request cannot be {forms} at once. Make one request for each.",
            forms=Listing((Sentence(_SHOWN[form]) for form in sorted(forms)), last=True),
        )
    return forms.pop() if forms else "mla"


def subjects(question: Question) -> frozenset[str]:
    """Return the codes under `for` that speak to this question."""
    narrow = {subject for measure in question.measures for subject in _SUBJECTS.get(measure, ())}
    return frozenset({question.form, "any"} | narrow)


def _known(word: str, words: Collection[str], what: Sentence) -> None:
    if not word:
        raise Invalid("Name the {what}.", what=what)
    if word in words:
        return
    near = difflib.get_close_matches(word, list(words), n=3, cutoff=0.5)
    if near:
        raise UnknownCode(
            "“{given}” is not known here ({what}). Did you mean: {near}?", given=word, what=what, near=Listing(near)
        )
    raise UnknownCode("“{given}” is not known here ({what}).", given=word, what=what)
