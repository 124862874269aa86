# SPDX-License-Identifier: Apache-2.0
"""A fingerprint may begin with a dash, and is not an option then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from comity.assistance.rules.proofs import VERIFIER
from comity.config.cli import parser, whole

KEY = "-bmf16D5Fd59CGBnhRxx5CPSHRYHYJpaYgbjC83I3Ow"


def test_the_commands_take_it() -> None:
    words = ["node", "introduce", "https://uz.example", "--fingerprint", KEY, "--replace"]

    assert parser().parse_args(whole(words)).fingerprint == KEY


def test_the_verifier_takes_it(tmp_path: Path) -> None:
    (tmp_path / "proof").write_bytes(b"{}\n")
    words = [sys.executable, str(VERIFIER), str(tmp_path / "proof"), "--fingerprint", KEY]
    done = subprocess.run(words, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (1, "DOES NOT HOLD: The proof does not consist of two lines.\n")
