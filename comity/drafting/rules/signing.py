# SPDX-License-Identifier: Apache-2.0
"""What a head of delegation signs, and the file by which anybody checks it (docs/protocol/signatures.md).

The *signed form* binds the tree with the text's id, version and language; a passkey signs its SHA-256 as challenge.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from comity.base.canonical import canonical, sha256_hex
from comity.base.errors import Refused
from comity.drafting.rules.tree import Tree, to_json

FORM = "comity-text-1"
BUNDLE = "comity-signatures-1"
VERIFIER = Path(__file__).resolve().parent.parent / "resources" / "verify_signatures.py"


class TextChanged(Refused):
    """The text is not the one whose signature was asked for."""

    code = "text-changed"


def signed_form(tree: Tree, *, text: str, version: int) -> bytes:
    """Return the canonical bytes a signature is over: the tree bound with text id, version and language."""
    return canonical(
        {"format": FORM, "text": text, "version": version, "language": tree.language, "tree": to_json(tree)}
    )


def challenge(form: bytes) -> bytes:
    """Return the 32 bytes a passkey is asked to sign."""
    return hashlib.sha256(form).digest()


def form_digest(form: bytes) -> str:
    """Return the challenge as 64 hexadecimal digits: what a person compares and a form carries."""
    return sha256_hex(form)


def bundle(**parts: Any) -> bytes:
    """Return the first line of a bundle: one canonical JSON object and a line feed."""
    return canonical({"format": BUNDLE, **parts}) + b"\n"
