# SPDX-License-Identifier: Apache-2.0
"""The node's own keys: made once, kept in one file only its owner can read, loaded once a process."""

from __future__ import annotations

import functools
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from comity.base.errors import Invalid
from comity.keyring.rules import encoding, signing
from comity.keyring.rules.sealing import SealingKey

_FILE = "node-keys.json"
_DERIVING_FILE = "derived-keys.secret"
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class NodeKeys:
    """A node's private keys and the id of its signing key."""

    signing: Ed25519PrivateKey
    sealing: SealingKey

    @property
    def signing_public(self) -> bytes:
        """Return the public signing key, 32 raw bytes."""
        return signing.public_bytes(self.signing)

    @property
    def signing_key_id(self) -> str:
        """Return the fingerprint of the signing key."""
        return signing.key_id(self.signing_public)


def generate() -> NodeKeys:
    """Return fresh keys, kept nowhere."""
    return NodeKeys(Ed25519PrivateKey.generate(), SealingKey.generate())


def ensure(folder: Path) -> NodeKeys:
    """Return the keys in `folder`, making them first where there are none. The file appears whole or not at all."""
    path = folder / _FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        keys = generate()
        text = json.dumps(
            {
                "v": 1,
                "signing": encoding.encode(keys.signing.private_bytes_raw()),
                "sealing": encoding.encode(keys.sealing.private_bytes()),
            }
        )
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return load(folder)


def load(folder: Path) -> NodeKeys:
    """Return the keys in `folder`; raise `Invalid` when the file is missing, damaged or readable by others."""
    path = folder / _FILE
    if not path.exists():
        raise Invalid(f"The key file {path} is missing. Restore it from the backup of the node.")
    if path.stat().st_mode & 0o077:
        raise Invalid(f"The key file {path} can be read by others. Restrict it with: chmod 600 {path}")
    try:
        stored = json.loads(path.read_text(encoding="ascii"))
        return NodeKeys(
            Ed25519PrivateKey.from_private_bytes(encoding.decode(stored["signing"])),
            SealingKey.from_bytes(encoding.decode(stored["sealing"])),
        )
    except (ValueError, KeyError, TypeError, Invalid):
        raise Invalid(f"The key file {path} is damaged. Restore it from the backup of the node.") from None


def secret(folder: Path) -> bytes:
    """Return the 32 bytes from which a node derives keys it never stores, making them on first use.

    Two processes that come first at once end with the same bytes. Raises `Invalid` when the file is damaged or open to
    others.
    """
    path = folder / _DERIVING_FILE
    if not path.exists():
        draft = folder / f"{_DERIVING_FILE}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # fails where another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if path.stat().st_mode & 0o077:
        raise Invalid(f"The key file {path} can be read by others. Restrict it with: chmod 600 {path}")
    data = path.read_bytes()
    if len(data) != _SECRET_BYTES:
        raise Invalid(f"The key file {path} is damaged. Restore it from the backup of the node.")
    return data


@functools.cache
def current_secret() -> bytes:
    """Return the secret of this node."""
    return secret(settings.KEYS)


@functools.cache
def current() -> NodeKeys:
    """Return this node's keys."""
    return load(settings.KEYS)
