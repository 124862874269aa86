# SPDX-License-Identifier: Apache-2.0
"""The compiled tables, loaded once: units of sound with their costs, orthographies, morphology, lexicon, judgement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Tables:
    """What `compiling.compiled` made, in the shapes the hot loops want.

    `cost[u][w]` is the cost of reading unit u for w; `drop[beside_abjad][u]` of leaving u out. Both 0…1.
    """

    units: tuple[str, ...]
    kinds: tuple[str, ...]
    number: dict[str, int]
    cost: tuple[tuple[float, ...], ...]
    drop: tuple[tuple[float, ...], tuple[float, ...]]
    swap: float
    orthographies: dict[str, dict[str, tuple[int, ...]]]
    morphology: dict[str, Any]
    lexicon: tuple[tuple[str, ...], ...]
    soft: frozenset[frozenset[str]]
    judgement: dict[str, Any]
    writing: dict[str, Any]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the tables, read at the first call."""
    raw = json.loads((Path(__file__).parent / "data" / "tables.json").read_text(encoding="utf-8"))
    hundredth = [n / 100 for n in range(1001)]
    units = tuple(raw["units"])
    return Tables(
        units=units,
        kinds=tuple(raw["kinds"]),
        number={unit: n for n, unit in enumerate(units)},
        cost=tuple(tuple(hundredth[n] for n in row) for row in raw["cost"]),
        drop=tuple(tuple(hundredth[n] for n in row) for row in raw["drop"]),  # type: ignore[arg-type]
        swap=raw["swap"],
        orthographies={
            name: {key: tuple(value) for key, value in table.items()} for name, table in raw["orthographies"].items()
        },
        morphology=raw["morphology"],
        lexicon=tuple(tuple(entry) for entry in raw["lexicon"]),
        soft=frozenset(frozenset(pair) for pair in raw["soft"]),
        judgement=raw["judgement"],
        writing=raw["writing"],
    )
