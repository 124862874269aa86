# SPDX-License-Identifier: Apache-2.0
"""Does an instrument cover the offences asked about? Yes, no, or only if the facts of the case bring them in."""

from __future__ import annotations

from enum import StrEnum

from comity.instruments.rules.answer import Question
from comity.reference import Instrument, Reference


class Coverage(StrEnum):
    """Whether the offences are in scope; CONDITIONAL depends on the facts of the case, not on knowledge of the law."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"


# Categories that open an instrument to other offences under a condition, and the families of measures they are for.
_UMBRELLAS = {
    "any-offence-proceeds": frozenset({"financial"}),
    "any-offence-electronic-evidence": frozenset({"electronic"}),
    "serious-crime-evidence": frozenset({"electronic"}),
}
_GROUP_CRIME = "serious-crime-transnational"  # UNTOC art. 3(1)(b): serious, transnational, organised criminal group
_GROUP_SCOPE = frozenset({"untoc"})


def coverage(reference: Reference, question: Question, instrument: Instrument) -> Coverage:
    """Return the weakest coverage over all offences of the question."""
    order = (Coverage.NO, Coverage.CONDITIONAL, Coverage.YES)
    return min((_one(reference, question, instrument, slug) for slug in question.offences), key=order.index)


def _one(reference: Reference, question: Question, instrument: Instrument, offence: str) -> Coverage:
    scope = instrument.scope
    if scope.any_offence or "any-offence" in scope.offence_categories:
        return Coverage.YES
    if offence in scope.offence_categories or instrument.slug in reference.offences[offence].instruments:
        return _named(reference, question, instrument, offence)
    if _GROUP_CRIME in scope.offence_categories:
        return _by_group(question)
    families = {reference.measures[measure].family for measure in question.measures}
    if any(families & _UMBRELLAS[slug] for slug in scope.offence_categories if slug in _UMBRELLAS):
        return Coverage.YES
    parents = set(reference.offence_line(offence)[1:])
    # A regional convention on the wider category may cover the narrower one; a sectoral UN one defines its own acts.
    if parents.intersection(scope.offence_categories) and instrument.organisation != "UN":
        return Coverage.CONDITIONAL
    return Coverage.NO


def _named(reference: Reference, question: Question, instrument: Instrument, offence: str) -> Coverage:
    """Return the coverage of a category the instrument names."""
    if instrument.slug in _GROUP_SCOPE and offence != "organised-crime":
        # UNTOC art. 3(1)(a): its own offences too must be transnational and involve an organised criminal group.
        return _by_group(question) if question.organised_group is False else Coverage.YES
    children = {slug for slug, item in reference.offences.items() if item.parent == offence}
    if instrument.organisation == "UN" and children.intersection(instrument.scope.offence_categories):
        return Coverage.CONDITIONAL  # such as “terrorism” in a convention on one kind of it
    return Coverage.YES


def _by_group(question: Question) -> Coverage:
    if question.organised_group is None:
        return Coverage.CONDITIONAL
    return Coverage.YES if question.organised_group else Coverage.NO
