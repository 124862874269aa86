# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a fact, told to the lawyer who edited it: file, place, sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `file` relative to the reference folder, `path` inside it, one sentence."""

    file: str
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.sentence}"
