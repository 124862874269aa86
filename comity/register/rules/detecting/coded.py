# SPDX-License-Identifier: Apache-2.0
"""Coded words and emoji of a message. An everyday word counts only beside signs of a sale or other coded words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.register.rules.detecting import normalising
from comity.register.rules.detecting.lexicon import Coded, Lexicon

# A price or an amount in a message: what turns an everyday word into an offer.
_SALE = re.compile(
    r"(?:[$€₽₺₼₸£]\s?[0-9][0-9.,]{0,8})|(?:[0-9][0-9.,]{0,8}\s?(?:[$€₽₺₼₸£]|usd|eur|usdt|azn|manat|manat|rub|руб|сум|so'm|tl|lira|тенге|تومان|ریال|"
    r"دينار|g\b|gr\b|gram|гр?\b|грамм|گرم|غرام|шт\b|adet|ədəd|dona))|(?:\bprice|цена|прайс|fiyat|qiymət|narx|قیمت|سعر)",
    re.IGNORECASE,
)
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """A coded word where it stands, and how surely it means what it codes there."""

    coded: Coded
    seen: str
    score: float
    beside: str


def find(text: str, lexicon: Lexicon) -> tuple[Said, ...]:
    """Return the coded words of a visible text that mean something there, each once."""
    if lexicon.coded_pattern is None:
        return ()
    seen: dict[str, str] = {}
    for match in lexicon.coded_pattern.finditer(normalising.visible(text)):
        seen.setdefault(match[0].casefold(), match[0])
    if not seen:
        return ()
    sale = _SALE.search(text)
    found = []
    for term, shown in seen.items():
        word = lexicon.coded[term]
        more = 0.3 * bool(sale) + 0.15 * min(len(seen) - 1, 2)
        score = min(word.sure + more, 0.99)
        if score >= ENOUGH:
            found.append(Said(word, shown, score, sale[0].strip() if sale else ""))
    return tuple(found)
