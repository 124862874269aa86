# SPDX-License-Identifier: Apache-2.0
"""What detecting finds: an indicator or a coded word, where it stands, how sure, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of indicators, and coded words, which point at a message and are never shared."""

    APPLICATION = "application"
    DOMAIN = "domain"
    URL = "url"
    ACCOUNT = "account"
    BOT = "bot"
    INVITE = "invite"
    WALLET = "wallet"
    PAYMENT = "payment"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    CODED = "coded-word"


@dataclass(frozen=True, slots=True)
class Message:
    """A piece of what was seized: its number, the line it begins on, who wrote it and when, as the source says.

    Of a PDF a piece is a page. `part` names the file within an archive.
    """

    number: int
    line: int
    text: str
    author: str = ""
    at: str = ""
    platform: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code with its words in `labels`, and the detail they name."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `key` is the same for every spelling of it; `score` is 0 to 1; `known` is an id, if known."""

    kind: Kind
    key: str
    value: str
    seen: str
    message: int
    line: int
    score: float
    why: tuple[Reason, ...]
    context: str = ""
    known: str = ""
    like: str = ""
    part: str = ""


def key(kind: Kind, value: str) -> str:
    """Return the key of an indicator: its kind and its value in the one form `value` has after normalising."""
    return f"{kind}:{value}"
