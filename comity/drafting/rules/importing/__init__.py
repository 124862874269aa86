# SPDX-License-Identifier: Apache-2.0
"""Reads an official text between States into its structure: `read(text, name=…)` → `Imported`.

The way of a source: decoding → cleaning (lines) → blocks (paragraphs) → parts (masthead, preamble, body, closing,
signatures) → outline (numbers) → assembling (the tree) → what the sentences say (people, references, hosts, meetings).
"""

from __future__ import annotations

from comity.drafting.rules.importing.decoding import decode
from comity.drafting.rules.importing.reading import read
from comity.drafting.rules.importing.recognising import recognise
from comity.drafting.rules.importing.shape import Doubt, Group, Imported, MeetingRecord, Mention, Signatory

__all__ = ["Doubt", "Group", "Imported", "MeetingRecord", "Mention", "Signatory", "decode", "read", "recognise"]
