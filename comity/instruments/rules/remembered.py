# SPDX-License-Identifier: Apache-2.0
"""What a pure function already worked out: the same question gives the same answer, so it is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """Values by their question; when `limit` are kept, all are forgotten and the keeping begins anew."""

    def __init__(self, limit: int) -> None:
        """Begin with nothing."""
        self._values: dict[Hashable, V] = {}
        self._limit = limit

    def get(self, question: Hashable, work_out: Callable[[], V]) -> V:
        """Return the value for `question`, working it out the first time."""
        found = self._values.get(question)
        if found is None:
            if len(self._values) >= self._limit:
                self._values.clear()
            found = self._values[question] = work_out()
        return found
