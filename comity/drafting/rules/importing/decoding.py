# SPDX-License-Identifier: Apache-2.0
"""Turns the bytes of a file into text, or says why they are no text."""

from __future__ import annotations

import codecs
import re

from comity.base.errors import Invalid, TooLarge

LIMIT_BYTES = 4_000_000
"""Largest file read; a text of 200 pages has about one million bytes."""

SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x7fELF")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CYRILLIC = re.compile("[а-яёА-ЯЁқғҳўіңұүөәӘҚҒЎҲ]{3,}")
TURKISH = re.compile(r"(?i)\b(?:ve|ile|için|bir|olarak|üye|madde|cumhuriyeti|türkiye|dövlət|respublikası)\b")
BROKEN = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f]")


class NotText(Invalid):
    """The file is not plain text."""

    code = "not-plain-text"


class UnknownEncoding(Invalid):
    """The letters of the file cannot be told."""

    code = "unknown-encoding"


def decode(data: bytes, *, name: str, limit: int = LIMIT_BYTES) -> str:
    """Return the text of a file in UTF-8, UTF-16, windows-1251 or windows-1254.

    Raise `TooLarge` over `limit` bytes, `NotText` for another kind of file, `UnknownEncoding` where none fits.
    """
    if len(data) > limit:
        raise TooLarge(
            "{name} has {length} bytes; a text may have {most}. Give the parts one by one.",
            name=name,
            length=f"{len(data):,}",
            most=f"{limit:,}",
        )
    if data.startswith(SIGNATURES):
        raise NotText("{name} is not plain text. Save it as text (.txt, UTF-8) and import that.", name=name)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if _is_utf16(data):
        return _strict(data, "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", name)
    if b"\x00" in data:
        raise NotText("{name} is not plain text. Save it as text (.txt, UTF-8) and import that.", name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _old(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnknownEncoding(
            "{name} begins as {encoding} but is damaged. Save it anew as UTF-8.", name=name, encoding=encoding.upper()
        ) from None


def _is_utf16(data: bytes) -> bool:
    head = data[:4000]
    half = max(len(head) // 2, 1)
    zeros = max(head[1::2].count(0), head[::2].count(0))
    return len(head) >= 4 and zeros / half > 0.4 and min(head[1::2].count(0), head[::2].count(0)) / half < 0.05


def _old(data: bytes, name: str) -> str:
    """Tell windows-1251 (runs of Cyrillic letters) from windows-1254 (Turkish or Western words with odd letters)."""
    high = sum(byte > 0x7F for byte in data)
    cyrillic = data.decode("cp1251", errors="replace")
    covered = sum(len(run) for run in CYRILLIC.findall(cyrillic))
    if "\ufffd" not in cyrillic and covered > 0.6 * high:
        return cyrillic
    western = data.decode("cp1254", errors="replace")
    letters = sum(char.isalpha() or char in "–—‘’“”…€§°«»·•\xa0" for char in western if ord(char) > 0x7F)
    if "\ufffd" not in western and letters >= 0.9 * high and (high < 0.15 * len(data) or TURKISH.search(western)):
        return western
    raise UnknownEncoding(
        "The letters of {name} cannot be told for certain. Save it as UTF-8 and import that.", name=name
    )
