# SPDX-License-Identifier: Apache-2.0
"""Acts on commitments."""

from __future__ import annotations

from comity.commitments.services.evaluating import adjust, evaluate
from comity.commitments.services.importing import take_file
from comity.commitments.services.loading import load_facts
from comity.commitments.services.making import Given, make, make_plan
from comity.commitments.services.reminding import remind, seen
from comity.commitments.services.reporting import report
from comity.commitments.services.reviewing import accept, ask_back, drop, reopen, supersede

__all__ = [
    "Given",
    "accept",
    "adjust",
    "ask_back",
    "drop",
    "evaluate",
    "load_facts",
    "make",
    "make_plan",
    "remind",
    "reopen",
    "report",
    "seen",
    "supersede",
    "take_file",
]
