# SPDX-License-Identifier: Apache-2.0
"""The kinds of things an entry can be, and what can be said of each.

Names of kinds and properties are those of the FollowTheMoney model (followthemoney 4.11), so that entries travel to and
from tools that speak it; `Phone` and `Domain` are ours and are exported as `UserAccount`, `Route` is ours too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.base.errors import Invalid
from comity.base.wording import Listing

MAX_VALUE = 2_000


class Type(StrEnum):
    """What kind of value a property holds."""

    NAME = "name"
    TEXT = "text"
    DATE = "date"
    COUNTRY = "country"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind: its properties by name, and the property that captions it."""

    schema: str
    caption: str
    properties: dict[str, Type]


_NAMES = {"name": Type.NAME, "alias": Type.NAME, "weakAlias": Type.NAME, "previousName": Type.NAME}
_ABOUT = {"country": Type.COUNTRY, "address": Type.ADDRESS, "notes": Type.TEXT, "sourceUrl": Type.URL}
_REACHED = {"phone": Type.PHONE, "email": Type.EMAIL, "website": Type.URL}
_PERSON = {
    "firstName": Type.NAME, "lastName": Type.NAME, "middleName": Type.NAME, "fatherName": Type.NAME,
    "motherName": Type.NAME, "birthDate": Type.DATE, "deathDate": Type.DATE, "birthPlace": Type.ADDRESS,
    "nationality": Type.COUNTRY, "citizenship": Type.COUNTRY, "gender": Type.TEXT, "idNumber": Type.IDENTIFIER,
    "passportNumber": Type.IDENTIFIER, "taxNumber": Type.IDENTIFIER, "position": Type.TEXT,
}  # fmt: skip
_COMPANY = {
    "registrationNumber": Type.IDENTIFIER, "taxNumber": Type.IDENTIFIER, "jurisdiction": Type.COUNTRY,
    "incorporationDate": Type.DATE, "leiCode": Type.IDENTIFIER,
}  # fmt: skip
_CRAFT = {"registrationNumber": Type.IDENTIFIER, "model": Type.TEXT, "type": Type.TEXT}

THINGS = {
    thing.schema: thing
    for thing in (
        Thing("Person", "name", _NAMES | _PERSON | _REACHED | _ABOUT),
        Thing("Organization", "name", _NAMES | _COMPANY | _REACHED | _ABOUT),
        Thing("Company", "name", _NAMES | _COMPANY | _REACHED | _ABOUT),
        Thing("Vehicle", "registrationNumber", _NAMES | _CRAFT | _ABOUT),
        Thing("Vessel", "name", _NAMES | _CRAFT | {"imoNumber": Type.IDENTIFIER, "flag": Type.COUNTRY} | _ABOUT),
        Thing("Airplane", "registrationNumber", _NAMES | _CRAFT | {"serialNumber": Type.IDENTIFIER} | _ABOUT),
        Thing("Address", "full", {"full": Type.ADDRESS, "city": Type.TEXT, "postalCode": Type.TEXT} | _ABOUT),
        Thing(
            "CryptoWallet",
            "publicKey",
            {"publicKey": Type.IDENTIFIER, "currency": Type.TEXT, "managingExchange": Type.TEXT} | _ABOUT,
        ),
        Thing(
            "BankAccount",
            "iban",
            {"iban": Type.IDENTIFIER, "accountNumber": Type.IDENTIFIER, "bic": Type.IDENTIFIER, "bankName": Type.TEXT}
            | _ABOUT,
        ),
        Thing(
            "UserAccount",
            "username",
            {"username": Type.IDENTIFIER, "service": Type.TEXT, "ipAddress": Type.IDENTIFIER} | _REACHED | _ABOUT,
        ),
        Thing("Phone", "phone", {"phone": Type.PHONE, "service": Type.TEXT} | _ABOUT),
        Thing("Route", "route", {"route": Type.TEXT, "type": Type.TEXT} | _ABOUT),
        Thing("Domain", "website", {"website": Type.URL, "service": Type.TEXT} | _ABOUT),
    )
}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PLAIN = str.maketrans("ıəøłђ", "ieold")
# Street, house, flat and city as addresses of the region write them.
_MARKS = frozenset(
    re.findall(
        r"\S+",
        """street str st avenue ave road rd house building apt apartment flat city kuce kucesi kuc ev menzil m prospekti
        pr ul ulitsa prospekt dom kv kvartira g gorod kocha kochasi uy xonadon sokak sok cadde caddesi cad mahallesi
        mah no daire улица ул дом д квартира кв проспект пр город г кошеси уй коше""",
    )
)
_STEPS = re.compile(r"\s*(?:->|[-–—→>/])\s*")
_LOOSE = re.compile(r"[\s\-./()]+")


def thing(schema: str) -> Thing:
    """Return the kind; raise `Invalid`."""
    if schema not in THINGS:
        raise Invalid(
            "“{schema}” is not a kind of entry. Use one of: {known}.",
            schema=schema,
            known=Listing(THINGS),
            field="schema",
        )
    return THINGS[schema]


def clean(schema: str, prop: str, value: str) -> str:
    """Return a value as it is kept; raise `Invalid` for a property the kind has not, or a value of another type."""
    kind = thing(schema).properties.get(prop)
    if kind is None:
        raise Invalid("{schema} has no property “{prop}”.", schema=schema, prop=prop, field=prop)
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if not text or len(text) > MAX_VALUE:
        raise Invalid("Give {prop} in 1 to {most} characters.", prop=prop, most=MAX_VALUE, field=prop)
    if kind is Type.DATE:
        return _checked_date(prop, text)
    if kind is Type.COUNTRY and not re.fullmatch(r"[A-Za-z]{2}", text):
        raise Invalid("Write {prop} as a two-letter code, such as AZ.", prop=prop, field=prop)
    return text.upper() if kind is Type.COUNTRY else text


def identity(schema: str, prop: str, value: str) -> str:
    """Return the form under which an exact value is looked for, empty when the property is not an exact one.

    Spaces, dots and dashes do not count, nor does letter case, except in wallets and user names where it does.
    """
    match thing(schema).properties[prop]:
        case Type.PHONE:
            digits = "".join(c for c in unicodedata.normalize("NFKC", value) if c.isdigit())
            return "phone:" + digits.lstrip("0") if len(digits) >= 6 else ""
        case Type.EMAIL:
            return "email:" + value.casefold()
        case Type.ADDRESS if prop in {"full", "address"}:
            return _address(value)
        case Type.TEXT if prop == "route":
            return _route(value)
        case Type.URL if prop == "sourceUrl":
            return "source:" + value.casefold().rstrip("/")
        case Type.URL:
            bare = re.sub(r"^[a-z+]+://", "", value.casefold()).removeprefix("www.")
            return "url:" + bare.rstrip("/")
        case Type.IDENTIFIER if prop == "publicKey":
            return "wallet:" + (value.casefold() if value.casefold().startswith(("0x", "bc1")) else value)
        case Type.IDENTIFIER:
            plain = _LOOSE.sub("", unicodedata.normalize("NFKC", value)).casefold()
            return f"{prop}:{plain}" if len(plain) >= 4 else ""
        case _:
            return ""


def _address(value: str) -> str:
    """Return the words and numbers of an address in a fixed order; empty without a house number and a word.

    Marks of street, house and flat do not count, nor accents: two people who write one address seldom write them alike.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", value.casefold()) if not unicodedata.combining(c))
    words = {str(int(w)) if w.isdecimal() else w for w in re.findall(r"\w+", plain.translate(_PLAIN))} - _MARKS
    if not any(w[0].isdecimal() for w in words) or not any(len(w) > 2 and not w[0].isdecimal() for w in words):
        return ""
    return "address:" + " ".join(sorted(words))


def _route(value: str) -> str:
    """Return the places of a route (`Baku – Tbilisi – Batumi`) in their order; empty for fewer than two."""
    places = [p for p in _STEPS.split(value.casefold()) if p]
    return "route:" + ">".join(places) if len(places) > 1 else ""


def _checked_date(prop: str, text: str) -> str:
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return text
    raise Invalid("Write {prop} as YYYY, YYYY-MM or YYYY-MM-DD.", prop=prop, field=prop)
