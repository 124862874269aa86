# SPDX-License-Identifier: Apache-2.0
"""Wallet addresses, each by its checksum: Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Ethereum, TRON, Monero, TON."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from comity.register.rules.detecting import encodings
from comity.register.rules.detecting.finding import Reason

# First bytes of base58check addresses, with the length of the whole payload: chain parameters of each project.
_VERSIONS = {
    b"\x00": ("btc", 21), b"\x05": ("btc", 21), b"\x30": ("ltc", 21), b"\x32": ("ltc", 21), b"\x1e": ("doge", 21),
    b"\x16": ("doge", 21), b"\x4c": ("dash", 21), b"\x10": ("dash", 21), b"\x41": ("trx", 21),
    b"\x1c\xb8": ("zec", 22), b"\x1c\xbd": ("zec", 22),
}  # fmt: skip
_SEGWIT = {"bc": "btc", "ltc": "ltc"}
_MONERO = {18, 19, 42}  # standard, integrated, subaddress (main net)
_BASE58 = re.compile(r"(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{25,36}(?![A-Za-z0-9])")
_BECH32 = re.compile(r"(?<![A-Za-z0-9])(?:bc|ltc)1[02-9ac-hj-np-z]{6,87}(?![A-Za-z0-9])", re.IGNORECASE)
_HEX = re.compile(r"(?<![A-Za-z0-9])0[xX][0-9a-fA-F]{40}(?![A-Za-z0-9])")
_XMR = re.compile(r"(?<![A-Za-z0-9])[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?(?![A-Za-z0-9])")
_TON = re.compile(r"(?<![A-Za-z0-9_-])[EU]Q[A-Za-z0-9_-]{46}(?![A-Za-z0-9_-])")

Found = tuple[int, int, str, float, Reason]  # start, end, "currency:address", score, why


def find(text: str) -> Iterator[Found]:
    """Yield every wallet address of a visible text whose checksum does not speak against it."""
    for match in _HEX.finditer(text):
        yield from _ethereum(match)
    for match in _XMR.finditer(text):
        data = encodings.monero(match[0])
        if data and data[0] in _MONERO:
            yield match.start(), match.end(), f"xmr:{match[0]}", 1.0, Reason("checksum", "Monero")
    for match in _BECH32.finditer(text):
        read = encodings.segwit(match[0])
        if read and read[0] in _SEGWIT:
            yield (
                match.start(),
                match.end(),
                f"{_SEGWIT[read[0]]}:{match[0].lower()}",
                1.0,
                Reason("checksum", "bech32"),
            )
    for match in _BASE58.finditer(text):
        currency = _base58(match[0])
        if currency:
            yield match.start(), match.end(), f"{currency}:{match[0]}", 1.0, Reason("checksum", "base58check")
    for match in _TON.finditer(text):
        data = base64.urlsafe_b64decode(match[0])
        if encodings.crc16(data[:34]) == int.from_bytes(data[34:], "big"):
            yield match.start(), match.end(), f"ton:{match[0]}", 1.0, Reason("checksum", "TON")


def checksummed(address: str) -> str:
    """Return an Ethereum address (40 hexadecimal digits after 0x) in the letter case of EIP-55."""
    low = address[2:].lower()
    digest = encodings.keccak256(low.encode()).hex()
    return "0x" + "".join(c.upper() if int(h, 16) >= 8 else c for c, h in zip(low, digest, strict=False))


def _ethereum(match: re.Match[str]) -> Iterator[Found]:
    digits = match[0][2:]
    right = checksummed(match[0])
    if len(set(digits.lower())) < 6:  # 0x000…0 and other fillers
        return
    if digits in {digits.lower(), digits.upper()}:
        yield match.start(), match.end(), f"eth:{right}", 0.85, Reason("no-checksum")
    elif digits == right[2:]:
        yield match.start(), match.end(), f"eth:{right}", 1.0, Reason("checksum", "EIP-55")
    else:
        yield match.start(), match.end(), f"eth:{match[0]}", 0.3, Reason("checksum-wrong", "EIP-55")


def _base58(text: str) -> str:
    data = encodings.base58check(text)
    if data is None:
        return ""
    for version, (currency, length) in _VERSIONS.items():
        if data.startswith(version) and len(data) == length:
            return currency
    return ""
