# SPDX-License-Identifier: Apache-2.0
"""The canonical form of JSON values: what is hashed and signed.

JSON Canonicalization Scheme (RFC 8785) for the values Comity uses: objects with string keys, arrays,
strings, integers within ±(2^53-1), booleans, null. Floats are refused: no signed field needs one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from comity.base.errors import Invalid

_MAX_INT = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of `value`; raise `Invalid` on floats, big integers, odd keys, lone surrogates."""
    try:
        return _encode(_checked(value)).encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid("A text contains an unpaired surrogate and cannot be signed.") from None


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def strict_loads(data: bytes) -> Any:
    """Parse JSON bytes, refusing repeated keys, NaN, infinities and NUL characters; raise `Invalid`."""
    try:
        value = _decode(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Invalid("The message is not well-formed JSON.") from None
    # Databases and C libraries disagree about NUL in a text: no message needs one.
    if b"\\u0000" in data and "\0" in _texts(value):
        raise Invalid("A text of the message contains a NUL character.")
    return value


def _checked(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return {key: item if type(item := value[key]) is str else _checked(item) for key in _sorted(value)}
    if kind is int:
        if abs(value) > _MAX_INT:
            raise Invalid("A number is too large for the canonical form.")
        return value
    if kind is list or kind is tuple:
        return [_checked(item) for item in value]
    return _checked(_plain(value))


def _plain(value: Any) -> Any:
    """Return a value of a derived class, such as an enumeration, as the plain value it is."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, (list, tuple)):
        return list(value)
    raise Invalid("A value of type {kind} has no canonical form.", kind=type(value).__name__)


def _sorted(keys: Iterable[str]) -> list[str]:
    """Return the keys in the order of RFC 8785 §3.2.3: by UTF-16 code units, not by code points."""
    try:
        is_plain = "".join(keys).isascii()  # then both orders are one
    except TypeError:
        raise Invalid("An object has a key that is not a text.") from None
    return sorted(keys) if is_plain else sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "".join(_texts(item) for pair in value.items() for item in pair)
    return "".join(_texts(item) for item in value) if isinstance(value, list) else ""


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("repeated key")
    return result


def _no_constants(name: str) -> None:
    raise ValueError(name)


_decode = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constants).decode
