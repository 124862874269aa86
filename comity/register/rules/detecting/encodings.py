# SPDX-License-Identifier: Apache-2.0
"""The encodings of wallet addresses: base58check, bech32 and bech32m, Keccak-256, Monero's base58, CRC-16.

Sources: Bitcoin wiki (base58check); BIP 173 and BIP 350; the Keccak submission (padding 0x01, before FIPS 202);
CryptoNote base58 (Monero); TON TEP-2 (CRC-16/XMODEM).
"""

from __future__ import annotations

import hashlib

_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_B58_PLACE = {letter: place for place, letter in enumerate(_B58)}
_BECH = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CONSTANTS = {1: "bech32", 0x2BC830A3: "bech32m"}
_BLOCK = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}  # letters → bytes of a block of Monero's base58
_MASK = (1 << 64) - 1


def base58(text: str) -> bytes | None:
    """Return the bytes of a base58 text, or None."""
    number = 0
    for letter in text:
        place = _B58_PLACE.get(letter)
        if place is None:
            return None
        number = number * 58 + place
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base58check(text: str) -> bytes | None:
    """Return version and payload of a base58check text, or None when its checksum does not hold."""
    data = base58(text)
    if data is None or len(data) < 5:
        return None
    payload, check = data[:-4], data[-4:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == check else None


def segwit(text: str) -> tuple[str, int, bytes] | None:
    """Return prefix, witness version and program of a segwit address (BIP 173, BIP 350), or None."""
    if text.lower() != text and text.upper() != text:
        return None
    prefix, _, data = text.lower().rpartition("1")
    if not prefix or len(data) < 8 or len(text) > 90 or any(c not in _BECH for c in data):
        return None
    values = [_BECH.index(c) for c in data]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    kind = _CONSTANTS.get(_polymod(expanded + values))
    program = _regroup(values[1:-6])
    if kind is None or program is None or values[0] > 16 or not 2 <= len(program) <= 40:
        return None
    if (kind == "bech32") != (values[0] == 0) or (values[0] == 0 and len(program) not in {20, 32}):
        return None
    return prefix, values[0], program


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_GENERATOR):
            check ^= part if (top >> place) & 1 else 0
    return check


def _regroup(values: list[int]) -> bytes | None:
    """Return groups of five bits as bytes; None when the padding is not zero or too long."""
    held, bits, out = 0, 0, bytearray()
    for value in values:
        held, bits = (held << 5 | value) & 0xFFF, bits + 5
        if bits >= 8:
            bits -= 8
            out.append(held >> bits & 0xFF)
    return None if bits >= 5 or held & ((1 << bits) - 1) else bytes(out)


def monero(text: str) -> bytes | None:
    """Return the bytes of a Monero address whose checksum holds (without it), or None."""
    data = bytearray()
    for start in range(0, len(text), 11):
        block = text[start : start + 11]
        size, number = _BLOCK.get(len(block)), 0
        for letter in block:
            if letter not in _B58_PLACE:
                return None
            number = number * 58 + _B58_PLACE[letter]
        if size is None or number >> (8 * size):
            return None
        data += number.to_bytes(size, "big")
    return bytes(data[:-4]) if len(data) > 4 and keccak256(bytes(data[:-4]))[:4] == data[-4:] else None


def crc16(data: bytes) -> int:
    """Return the CRC-16/XMODEM of some bytes."""
    check = 0
    for byte in data:
        check ^= byte << 8
        for _ in range(8):
            check = (check << 1 ^ 0x1021 if check & 0x8000 else check << 1) & 0xFFFF
    return check


def keccak256(data: bytes) -> bytes:
    """Return the Keccak-256 hash of some bytes, as Ethereum and Monero use it."""
    lanes = [0] * 25
    rate = 136
    padded = data + b"\x01" + b"\0" * (rate - len(data) % rate - 1)
    padded = padded[:-1] + bytes([padded[-1] | 0x80])
    for start in range(0, len(padded), rate):
        for place in range(rate // 8):
            lanes[place] ^= int.from_bytes(padded[start + 8 * place : start + 8 * place + 8], "little")
        _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _turned(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & _MASK if by else lane


def _permute(a: list[int]) -> None:
    """Run the 24 rounds of Keccak-f[1600] on 25 lanes."""
    feedback = 1
    for _ in range(24):
        column = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        for x in range(5):
            spread = column[(x + 4) % 5] ^ _turned(column[(x + 1) % 5], 1)
            for y in range(0, 25, 5):
                a[x + y] ^= spread
        x, y, held = 1, 0, a[1]
        for turn in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            held, a[x + 5 * y] = a[x + 5 * y], _turned(held, (turn + 1) * (turn + 2) // 2 % 64)
        for y in range(0, 25, 5):
            row = a[y : y + 5]
            for x in range(5):
                a[x + y] = row[x] ^ (~row[(x + 1) % 5] & _MASK & row[(x + 2) % 5])
        for power in range(7):
            feedback = (feedback << 1 ^ (feedback >> 7) * 0x71) % 256
            if feedback & 2:
                a[0] ^= 1 << ((1 << power) - 1)
