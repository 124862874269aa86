# SPDX-License-Identifier: Apache-2.0
"""How strong a link between two entries is: from its reasons, each with how rare the shared value is.

- A reason has a kind, and no reason of a kind says more than its ceiling (`CEILINGS`): a document more than an account,
  an account more than a plate, a plate more than an address, a like name alone least. The order is the rule; the
  figures are practice, set so that no single reason is a proof.
- A value that more than two entries have says less: a switchboard or a house of many flats joins nobody.
- Reasons of one family are not independent (an IBAN holds the account number, an e-mail the user name): only the
  strongest of a family counts. Families are: 1 − ∏(1 − weight). So the strength never lies above what one reason
  allows when all come from one family, one reason more never lowers it, and neither order nor side matters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

CERTAIN = 0.99
FEW = 5


class Kind(StrEnum):
    """What two entries share."""

    IDENTIFIER = "identifier"
    ACCOUNT = "account"
    WALLET = "wallet"
    PHONE = "phone"
    ONLINE = "online"
    VEHICLE = "vehicle"
    WEB = "web"
    ROUTE = "route"
    ADDRESS = "address"
    NAME_AND_BIRTH = "name-and-birth"
    NAME = "name"


class Rarity(StrEnum):
    """How many entries have a value, or how many people bear a name."""

    ONLY_THESE = "only-these"
    FEW = "few"
    MANY = "many"


CEILINGS = {
    Kind.IDENTIFIER: 0.97,
    Kind.ACCOUNT: 0.92,
    Kind.WALLET: 0.92,
    Kind.PHONE: 0.9,
    Kind.ONLINE: 0.88,
    Kind.VEHICLE: 0.84,
    Kind.WEB: 0.8,
    Kind.ROUTE: 0.76,
    Kind.ADDRESS: 0.74,
    Kind.NAME_AND_BIRTH: 0.72,
    Kind.NAME: 0.35,
}
_KINDS = {
    "idNumber": Kind.IDENTIFIER, "passportNumber": Kind.IDENTIFIER, "taxNumber": Kind.IDENTIFIER,
    "leiCode": Kind.IDENTIFIER, "registrationNumber": Kind.IDENTIFIER, "iban": Kind.ACCOUNT,
    "accountNumber": Kind.ACCOUNT, "wallet": Kind.WALLET, "phone": Kind.PHONE, "email": Kind.ONLINE,
    "username": Kind.ONLINE, "imoNumber": Kind.VEHICLE, "serialNumber": Kind.VEHICLE, "url": Kind.WEB,
    "ipAddress": Kind.WEB, "route": Kind.ROUTE, "address": Kind.ADDRESS, "name": Kind.NAME,
}  # fmt: skip
_CRAFT = frozenset({"Vehicle", "Vessel", "Airplane"})
# What says nothing of who somebody is: the bank of an account, the article a value was found in.
SILENT = frozenset({"bic", "source"})


@dataclass(frozen=True, slots=True)
class Shared:
    """One reason for a link: its kind, the property, the shared value, and how many entries have it (two or more).

    `likeness` is 1 for an exact value; for a name it is the score of the names times the agreement of the birth dates.
    """

    kind: Kind
    prop: str
    value: str = ""
    holders: int = 2
    likeness: float = 1.0

    @property
    def weight(self) -> float:
        """Return how much the reason says alone, 0…1."""
        return CEILINGS[self.kind] * self.likeness * scarcity(self.holders)

    @property
    def rarity(self) -> Rarity:
        """Say how rare the value is."""
        if self.holders <= 2:
            return Rarity.ONLY_THESE
        return Rarity.FEW if self.holders <= FEW else Rarity.MANY


def kind_of(prop: str, schemas: Iterable[str] = ()) -> Kind | None:
    """Return the kind of an exact property (`phone`, `iban` …), None for one that links nobody.

    A registration number is a plate when a vehicle, vessel or aircraft bears it.
    """
    if prop == "registrationNumber" and _CRAFT.intersection(schemas):
        return Kind.VEHICLE
    return _KINDS.get(prop)


def family(shared: Shared) -> str:
    """Return the family of a reason: reasons of one family are not independent of each other."""
    match shared.kind:
        case Kind.NAME | Kind.NAME_AND_BIRTH:
            return "name"
        case Kind.ONLINE | Kind.WEB:
            return "online"
        case Kind.ROUTE | Kind.ADDRESS:
            return "place"
        case _:
            return str(shared.kind)


def scarcity(holders: int) -> float:
    """Return by how much a reason counts when `holders` entries have the value: 1 for two, halved for each ×4."""
    return 1 / math.sqrt(max(2, holders) / 2)


def strength(reasons: Iterable[Shared]) -> float:
    """Return how strong a link is, 0…`CERTAIN`; 0 without a reason."""
    best: dict[str, float] = {}
    for reason in reasons:
        best[family(reason)] = max(best.get(family(reason), 0.0), reason.weight)
    left = math.prod(1 - weight for weight in sorted(best.values()))
    return round(min(CERTAIN, 1 - left), 3)


def ordered(reasons: Iterable[Shared]) -> tuple[Shared, ...]:
    """Return the reasons, the weightiest first, in an order that does not depend on how they came."""
    return tuple(sorted(reasons, key=lambda r: (-r.weight, r.kind, r.prop, r.value)))
