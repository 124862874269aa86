# SPDX-License-Identifier: Apache-2.0
"""Checks a proof the way a court would: with the stand-alone script in a process of its own, whole and damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from comity.assistance.rules.proofs import VERIFIER
from comity.base.errors import Refused


def whole_holds_and_damaged_does_not(path: Path, fingerprint: str) -> None:
    """Raise `Refused` unless the proof verifies, and a copy with one byte changed does not."""
    if _run(path, fingerprint) != 0:
        raise Refused(f"The proof {path.name} does not verify.")
    damaged = path.with_suffix(".damaged")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    try:
        if _run(damaged, fingerprint) == 0:
            raise Refused("The verifier accepted a damaged proof.")
    finally:
        damaged.unlink()


def _run(path: Path, fingerprint: str) -> int:
    words = [sys.executable, str(VERIFIER), str(path), "--fingerprint", fingerprint]
    return subprocess.run(words, check=False, capture_output=True).returncode
