# SPDX-License-Identifier: Apache-2.0
"""Base64url without padding (RFC 7515 §2), one spelling per value: what decodes also encodes back to itself."""

from __future__ import annotations

import base64
import binascii

from comity.base.errors import Invalid


def encode(data: bytes) -> str:
    """Return `data` as base64url text without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes `encode` wrote as `text`; raise `Invalid` for any other spelling."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError, TypeError):
        raise Invalid("A value is not base64url.") from None
    if encode(data) != text:  # also for a character that is none of the alphabet: decoding passed over it
        raise Invalid("A value is not in the one base64url spelling it has.")
    return data
