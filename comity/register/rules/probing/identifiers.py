# SPDX-License-Identifier: Apache-2.0
"""Exact identifiers of things, asked and answered by kind K5: telephone, account, wallet, plate, address on the net.

An identifier is a label and the one form its writings share, such as `phone:994501234567`; forms are those by which
entries are found (`register.rules.things`). What a line typed by a person is, is told by its form, or by a label
before it (`plate: 10 AA 123`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from comity.base.errors import Invalid
from comity.base.wording import Sentence
from comity.names.matching import Document, NotADocument, capitals, document_key
from comity.register.rules import things
from comity.register.rules.detecting import numbers, wallets

DOCUMENT = "document"
# Label → kind of entry and property whose form it takes.
LABELS = {
    "phone": ("Phone", "phone"), "email": ("Person", "email"), "account": ("UserAccount", "username"),
    "iban": ("BankAccount", "iban"), "bank": ("BankAccount", "accountNumber"),
    "wallet": ("CryptoWallet", "publicKey"), "plate": ("Vehicle", "registrationNumber"),
    "url": ("Domain", "website"),
}  # fmt: skip
PROPS = frozenset(prop for _schema, prop in LABELS.values())
MOST = 20
_CRAFT = frozenset({"Vehicle", "Vessel", "Airplane"})
_LABELLED = re.compile(r"([a-z]{3,8})\s*:(?!//)\s*(.+)")
_PHONE = re.compile(r"(\+|00)[\d\s().\-/]{7,24}")
_DIGITS = re.compile(r"[\d\s().\-/]+")
_HANDLE = re.compile(r"@[\w.\-]{2,64}")
# Told by form where the checksum speaks against it: it may be entered as mistyped as it is asked.
_WALLET = re.compile(r"0x[0-9A-Fa-f]{40}|bc1[0-9a-z]{8,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_URL = re.compile(r"[a-z+]+://\S+|(?:[\w\-]+\.)+[^\W\d_]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
_DOCUMENT = re.compile(r"([A-Za-z]{2,3})\s+(\S.*)")
_PLATE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])\w{4,17}")


class BadIdentifier(Invalid):
    """A line is no identifier that can be asked for."""

    code = "bad-identifier"


class Unknown(BadIdentifier):
    """Nothing tells what the line is."""

    code = "identifier-unknown"


class NoCountry(BadIdentifier):
    """Figures alone: a telephone without its country, or an account of a bank."""

    code = "identifier-without-country"


class Mistyped(BadIdentifier):
    """The check digits of an IBAN do not fit."""

    code = "identifier-mistyped"


def typed(line: str) -> tuple[str, str]:
    """Return the label of a line (`document` for one with its State) and the value; raise `BadIdentifier`."""
    text = " ".join(line.split())
    if found := _LABELLED.fullmatch(text):
        label, value = found[1], found[2]
        if label in LABELS or label == DOCUMENT:
            return _good(label, value, text)
    return _good(_told(text), text, text)


def form(label: str, value: str) -> str:
    """Return the identifier as it is compared, empty for a value that has no such form."""
    if label not in LABELS:
        return ""
    schema, prop = LABELS[label]
    if label == "plate":
        value = capitals(value)
    if label == "account":
        value = value.strip().removeprefix("@")
    exact = things.identity(schema, prop, value)
    return f"{label}:{exact.partition(':')[2]}" if exact and len(exact) < 200 else ""


def asked(label: str, value: str) -> tuple[str, ...]:
    """Return what is asked for an identifier: its form, and for a page its site too."""
    found = [form(label, value)]
    if label == "url":
        found.append(form(label, re.split(r"[/?#:]", found[0].removeprefix("url:"))[0]))
    return tuple(dict.fromkeys(text for text in found if text))


def of_entry(schema: str, values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the identifiers an entry has, label and value, from its (property, value) pairs."""
    label_of = {prop: label for label, (_schema, prop) in LABELS.items()}
    return tuple(dict.fromkeys(
        (label_of[prop], value) for prop, value in values
        if prop in label_of and (prop != "registrationNumber" or schema in _CRAFT) and form(label_of[prop], value)
    ))  # fmt: skip


def _told(text: str) -> str:
    bare = _bare(text)
    if _is_whole(numbers.emails, text):
        return "email"
    if _HANDLE.fullmatch(text):
        return "account"
    if _WALLET.fullmatch(text) or _is_whole(wallets.find, text):
        return "wallet"
    if _IBAN.fullmatch(bare.upper()):
        return "iban"
    if _PHONE.fullmatch(text):
        return "phone"
    if _DIGITS.fullmatch(text):
        raise NoCountry(
            "“{line}”: write a telephone with + and the country, or bank: before an account number.", line=text
        )
    if _URL.fullmatch(text):
        return "url"
    if _DOCUMENT.fullmatch(text):
        return DOCUMENT
    if _PLATE.fullmatch(bare):
        return "plate"
    raise Unknown(
        "“{line}”: it cannot be told what this is. Write its kind before it, such as plate: or account:", line=text[:80]
    )


def _good(label: str, value: str, line: str) -> tuple[str, str]:
    if label == DOCUMENT:
        state, _blank, number = value.partition(" ")
        try:
            document_key(Document(state, number))
        except NotADocument as error:
            raise BadIdentifier(
                "“{line}”: {fault}", line=line[:80], fault=Sentence(str(error)), field="identifiers"
            ) from None
    elif label == "iban" and not (_IBAN.fullmatch(bare := _bare(value).upper()) and numbers.iban_holds(bare)):
        raise Mistyped(
            "“{line}”: the check digits of this account number do not fit. It is mistyped.",
            line=line[:80],
            field="identifiers",
        )
    elif not form(label, value):
        raise BadIdentifier("“{line}”: this is too short, too long or malformed.", line=line[:80], field="identifiers")
    return label, value


def _bare(text: str) -> str:
    return re.sub(r"[\s\-]", "", text)


def _is_whole(finder: Callable[[str], Iterable[numbers.Found]], text: str) -> bool:
    """Say whether a finder of seized texts takes the whole text for one thing."""
    return any((start, end) == (0, len(text)) for start, end, *_ in finder(text))
