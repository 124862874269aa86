# SPDX-License-Identifier: Apache-2.0
"""When two entries of different cases are told to be linked: the same exact value, or a like name and birth date.

A name alone never links: too many people share one. The strength is a hint for the order of a list, not a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.register.rules.evidence import Agreement

LIKE_NAME = 0.75
_AGREES = {Agreement.SAME: 1.0, Agreement.SWAPPED: 0.9, Agreement.PARTLY: 0.8}
# What one person or thing has alone, and what several people may share.
_EXACT = {
    "idNumber": 0.98, "passportNumber": 0.97, "taxNumber": 0.97, "iban": 0.95, "wallet": 0.95, "imoNumber": 0.95,
    "leiCode": 0.95, "registrationNumber": 0.9, "serialNumber": 0.9, "email": 0.9, "accountNumber": 0.85, "phone": 0.85,
    "username": 0.8, "url": 0.7,
}  # fmt: skip
_WEAK = 0.5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two entries are linked: a code (`exact`, `name-and-birth`), the property, and how much it weighs, 0…1."""

    code: str
    prop: str
    weight: float


def exact_reason(key: str) -> Reason:
    """Return the reason for a shared exact key (`exact:phone:…`)."""
    prop = key.removeprefix("exact:").partition(":")[0]
    return Reason("exact", prop, _EXACT.get(prop, _WEAK))


def name_reason(score: float, birth: Agreement) -> Reason | None:
    """Return the reason for a like name with an agreeing birth date, or None when that is not enough."""
    if score < LIKE_NAME or birth not in _AGREES:
        return None
    return Reason("name-and-birth", "name", round(score * _AGREES[birth], 3))


def strength(reasons: Iterable[Reason]) -> float:
    """Return how strong independent reasons are together, 0…1: one weak reason more never lowers it."""
    left = 1.0
    for reason in reasons:
        left *= 1 - reason.weight
    return round(1 - left, 3)
