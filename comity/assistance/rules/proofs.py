# SPDX-License-Identifier: Apache-2.0
"""What a proof is called, and where the script lies that verifies one without Comity."""

from __future__ import annotations

from pathlib import Path

FORMAT = "comity-proof-1"
VERIFIER = Path(__file__).resolve().parent.parent / "resources" / "verify_proof.py"
