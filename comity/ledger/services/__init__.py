# SPDX-License-Identifier: Apache-2.0
"""Acts on the log: record, checkpoint, witness, verify."""

from __future__ import annotations

from comity.ledger.services.recording import Act, record, record_all, take_checkpoint, take_turn
from comity.ledger.services.verifying import Report, verify_all
from comity.ledger.services.witnessing import Shown, witness

__all__ = ["Act", "Report", "Shown", "record", "record_all", "take_checkpoint", "take_turn", "verify_all", "witness"]
