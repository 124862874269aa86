# SPDX-License-Identifier: Apache-2.0
"""When two entries of different cases are told to be linked: the same exact value, or a like name and birth date.

A name alone never links: too many people share one. The strength is a hint for the order of a list, not a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.register.rules import linking
from comity.register.rules.evidence import Agreement
from comity.register.rules.linking import Kind, Shared

LIKE_NAME = 0.75
_NAME_AND_BIRTH = linking.CEILINGS[Kind.NAME_AND_BIRTH]
_AGREES = {Agreement.SAME: 1.0, Agreement.SWAPPED: 0.9, Agreement.PARTLY: 0.8}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two entries are linked: a code, the property, and how much it weighs, 0…1.

    Codes are `exact`, `name-and-birth`, `name`, and `batch` (the whole register was weighed).
    """

    code: str
    prop: str
    weight: float


def exact_reason(key: str, schemas: Iterable[str] = ()) -> Reason | None:
    """Return the reason for a shared exact key (`exact:phone:…`), None for a property that links nobody."""
    prop = key.removeprefix("exact:").partition(":")[0]
    kind = linking.kind_of(prop, schemas)
    return Reason("exact", prop, linking.CEILINGS[kind]) if kind else None


def name_reason(score: float, birth: Agreement, *, is_alone: bool = True) -> Reason | None:
    """Return the reason for a like name with an agreeing birth date, or None when that is not enough.

    Beside an exact value (not `is_alone`) a like name counts where no birth date is known; where dates differ, never.
    """
    if score < LIKE_NAME:
        return None
    if birth in _AGREES:
        return Reason("name-and-birth", "name", round(score * _AGREES[birth] * _NAME_AND_BIRTH, 3))
    if birth is Agreement.UNKNOWN and not is_alone:
        return Reason("name", "name", round(score * linking.CEILINGS[Kind.NAME], 3))
    return None


def batch_reason(probability: float) -> Reason:
    """Return the reason of a pair found by weighing the whole register: no more than name and birth date say."""
    return Reason("batch", "name", round(probability * _NAME_AND_BIRTH, 3))


def shared(reason: Reason, schemas: Iterable[str] = (), value: str = "", holders: int = 2) -> Shared:
    """Return a kept reason as `linking` weighs it."""
    if reason.code == "exact":
        return Shared(linking.kind_of(reason.prop, schemas) or Kind.NAME, reason.prop, value, holders)
    kind = Kind.NAME_AND_BIRTH if reason.code == "batch" else Kind(reason.code)
    return Shared(kind, reason.prop, likeness=min(1.0, reason.weight / linking.CEILINGS[kind]))


def strength(reasons: Iterable[Reason], schemas: Iterable[str] = ()) -> float:
    """Return how strong reasons are together, 0…1, whatever else has the same values (see `linking`)."""
    sides = tuple(schemas)
    return linking.strength(shared(reason, sides) for reason in reasons)
