# SPDX-License-Identifier: Apache-2.0
"""What the common register of each practice node begins with: two cases a node, invented people in several scripts.

One man, one phone and one wallet stand in cases of both States under different spellings, so that a search, a link, a
disclosure and a probe have something to find. Every name and number is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Said = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """An entry: kind, category, values as (property, value, language), audience, and whether it shows its content."""

    schema: str
    category: str
    said: Said
    audience: tuple[str, ...] = ()
    shows_content: bool = False


@dataclass(frozen=True, slots=True)
class SeedCase:
    """A case with its entries."""

    reference: str
    title: str
    offences: tuple[str, ...]
    legal_basis: str
    entries: tuple[SeedEntry, ...]


SEEDS: Mapping[str, tuple[SeedCase, ...]] = {
    "az": (
        SeedCase(
            "260142/2026", "Silk line", ("drug-trafficking", "money-laundering"), "Criminal Procedure Code, art. 210",
            (
                SeedEntry("Person", "suspect", (
                    ("name", "Rəşad Məmmədquluzadə", "az"), ("alias", "Рашад Мамедкулизаде", "ru"),
                    ("birthDate", "1981-04-12", ""), ("nationality", "AZ", ""), ("passportNumber", "P1182736", ""),
                    ("phone", "+994 50 555 01 42", ""),
                ), ("UZ", "TR"), shows_content=True),
                SeedEntry("Person", "suspect", (
                    ("name", "Günay Cəfərova", "az"), ("birthDate", "1990", ""), ("nationality", "AZ", ""),
                ), ("UZ",)),
                SeedEntry("Person", "victim", (("name", "Elçin Hacıyev", "az"), ("birthDate", "2002-09-30", ""))),
                SeedEntry("Company", "", (("name", "Silk Line Trading LLC", "en"), ("jurisdiction", "UZ", ""))),
                SeedEntry("Phone", "", (("phone", "+998 90 555 07 77", ""),), ("UZ",)),
                SeedEntry("Vehicle", "", (("registrationNumber", "10-RM-042", ""), ("model", "Lada Niva", ""))),
                SeedEntry("CryptoWallet", "", (("publicKey", "TQ5practice7Kd2mXo9vRzWcY1sLh3Ee8", ""),), ("UZ",)),
            ),
        ),
        SeedCase(
            "260177/2026", "Caspian accounts", ("money-laundering",), "Criminal Procedure Code, art. 210",
            (
                SeedEntry("Person", "accused", (
                    ("name", "Рашад Мамедкулизаде", "ru"), ("birthDate", "1981-04-12", ""), ("country", "AZ", ""),
                )),
                SeedEntry("Person", "associate", (("name", "محمدرضا کاظمی", "fa"), ("birthDate", "1975", ""))),
                SeedEntry("BankAccount", "", (("iban", "AZ77PRAC00000000001370010944", ""),)),
            ),
        ),
    ),
    "uz": (
        SeedCase(
            "UZ-77/2026", "Northern road", ("drug-trafficking",), "Criminal Procedure Code, art. 321",
            (
                SeedEntry("Person", "wanted", (
                    ("name", "Рашод Маммадқулизода", "uz"), ("birthDate", "1981-04-12", ""),
                    ("nationality", "AZ", ""),
                ), ("AZ",)),
                SeedEntry("Person", "suspect", (
                    ("name", "Sherzod Yoʻldoshev", "uz"), ("alias", "Шерзод Юлдашев", "ru"),
                    ("birthDate", "1988-11-02", ""), ("nationality", "UZ", ""), ("phone", "+998 90 555 07 77", ""),
                ), ("AZ", "KZ"), shows_content=True),
                SeedEntry("CryptoWallet", "", (("publicKey", "TQ5practice7Kd2mXo9vRzWcY1sLh3Ee8", ""),), ("AZ",)),
            ),
        ),
        SeedCase(
            "UZ-81/2026", "Bazaar phones", ("cybercrime",), "Criminal Procedure Code, art. 321",
            (
                SeedEntry("Person", "suspect", (
                    ("name", "Жасур Эргашев", "uz"), ("birthDate", "1995-01-01", ""), ("nationality", "UZ", ""),
                )),
                SeedEntry("Domain", "", (("website", "https://bazaar-phones.example/", ""),), ("AZ",)),
            ),
        ),
    ),
}  # fmt: skip
