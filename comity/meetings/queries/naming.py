# SPDX-License-Identifier: Apache-2.0
"""Which name, emblem or member holds on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from comity.reference.schema import Dated, Name

D = TypeVar("D", bound=Dated)


def holds(item: Dated, day: str) -> bool:
    """Say whether a dated fact holds on a day or rough date (`2023` is asked as its beginning)."""
    return (item.since or "0") <= day and (not item.until or day < item.until)


def on(items: Iterable[D], day: str) -> D | None:
    """Return the fact that holds on a day, or None."""
    return next((item for item in items if holds(item, day)), None)


def name_on(names: tuple[Name, ...], day: str) -> Mapping[str, str]:
    """Return the name of a body on a day, by language; before its first name, the first one."""
    return (on(names, day) or names[0]).texts
