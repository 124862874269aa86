# SPDX-License-Identifier: Apache-2.0
"""The law as dated data: instruments, measures, offences, participation, treaties, authorities, meetings.

A lawyer corrects a fact by editing one file here and runs `comity reference check`. Every item carries its article,
source and evidence mark: `text` (wording seen), `secondary` (seen in a commentary), `memory` (to be confirmed; it never
blocks or refuses anything).
"""

from __future__ import annotations

from comity.reference.loader import Reference, ReferenceBroken, check, load
from comity.reference.problems import Problem
from comity.reference.schema import (
    Authority,
    Bilateral,
    Field,
    Instrument,
    LegalBasis,
    Measure,
    Meeting,
    Membership,
    Offence,
    Participation,
    PracticeClock,
)

__all__ = [
    "Authority",
    "Bilateral",
    "Field",
    "Instrument",
    "LegalBasis",
    "Measure",
    "Meeting",
    "Membership",
    "Offence",
    "Participation",
    "PracticeClock",
    "Problem",
    "Reference",
    "ReferenceBroken",
    "check",
    "load",
]
