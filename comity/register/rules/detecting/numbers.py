# SPDX-License-Identifier: Apache-2.0
"""Bank accounts by ISO 13616 (IBAN, mod 97), phone numbers in international form (E.164), e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.register.rules.detecting.finding import Reason

# Lengths of the IBAN by country, from the SWIFT IBAN registry (release 99): the region and its main partners.
_LENGTHS = {
    "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BY": 28, "CH": 21, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LT": 20,
    "LV": 21, "LY": 25, "MD": 24, "ME": 22, "MK": 19, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "TN": 24,
    "TR": 26, "UA": 29, "XK": 20,
}  # fmt: skip
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
# Calling codes of ITU-T E.164 (list of 2016 and amendments): number of digits that may follow.
_CALLING = {
    "1": (10, 10), "7": (10, 10), "20": (9, 10), "27": (9, 9), "30": (10, 10), "31": (9, 9), "32": (8, 9),
    "33": (9, 9), "34": (9, 9), "36": (8, 9), "39": (8, 11), "40": (9, 9), "41": (9, 9), "43": (8, 12), "44": (9, 10),
    "45": (8, 8), "46": (7, 10), "47": (8, 8), "48": (9, 9), "49": (8, 12), "60": (8, 10), "61": (9, 9), "62": (8, 12),
    "66": (8, 9), "81": (9, 10), "82": (8, 11), "86": (10, 11), "90": (10, 10), "91": (10, 10), "92": (9, 10),
    "93": (9, 9), "94": (9, 9), "98": (10, 10), "212": (9, 9), "213": (8, 9), "216": (8, 8), "218": (8, 9),
    "221": (9, 9), "234": (8, 10), "249": (9, 9), "251": (9, 9), "252": (7, 9), "253": (8, 8), "351": (9, 9),
    "355": (8, 9), "357": (8, 8), "359": (8, 9), "370": (8, 8), "371": (8, 8), "372": (7, 8), "373": (8, 8),
    "374": (8, 8), "375": (9, 9), "380": (9, 9), "381": (8, 9), "420": (9, 9), "880": (8, 10), "960": (7, 7),
    "961": (7, 8), "962": (8, 9), "963": (8, 9), "964": (8, 10), "965": (8, 8), "966": (8, 9), "967": (7, 9),
    "968": (8, 8), "970": (8, 9), "971": (8, 9), "972": (8, 9), "973": (8, 8), "974": (8, 8), "976": (8, 8),
    "992": (9, 9), "993": (8, 8), "994": (9, 9), "995": (9, 9), "996": (9, 9), "998": (9, 9),
}  # fmt: skip
_PHONE = re.compile(r"(?<![\w+/.])(?:\+|00)[ ]?[1-9](?:[ ().-]{0,2}[0-9]){7,14}(?![0-9])")
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w-])")

Found = tuple[int, int, str, float, Reason]


def ibans(text: str) -> Iterator[Found]:
    """Yield IBANs of known country and length whose check digits hold."""
    for match in _IBAN.finditer(text):
        compact = re.sub("[ -]", "", match[0])
        length = _LENGTHS.get(compact[:2], 0)
        if length and len(compact) >= length and iban_holds(compact[:length]):
            yield match.start(), match.end(), compact[:length], 1.0, Reason("checksum", "mod 97")


def iban_holds(compact: str) -> bool:
    """Say whether the check digits of an IBAN without spaces hold (ISO 7064 mod 97-10)."""
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def phones(text: str) -> Iterator[Found]:
    """Yield phone numbers written with + or 00 and a calling code whose length fits, in E.164 form."""
    for match in _PHONE.finditer(text):
        number = international(match[0])
        if number:
            yield match.start(), match.end(), number, 0.9 if match[0].startswith("+") else 0.7, Reason("calling-code")


def international(text: str) -> str:
    """Return a number as +digits when calling code and length fit, else an empty text."""
    found = re.sub(r"[^0-9]", "", text)
    found = found[2:] if text.lstrip().startswith("00") else found
    for size in (1, 2, 3):
        shortest, longest = _CALLING.get(found[:size], (99, 0))
        if shortest <= len(found) - size <= longest:
            return f"+{found}"
    return ""


def emails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, in small letters."""
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), match[0].lower(), 0.95, Reason("shape")
