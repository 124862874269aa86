# SPDX-License-Identifier: Apache-2.0
"""Turns the YAML truth in `data/` into the one JSON file the library loads, because YAML takes a second to read.

Used by `tools/generate.py` only. The product is deterministic, so a check can compare bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
TABLES = DATA / "tables.json"
VOWELS_OF_ANY = "aeiouE"


def compiled() -> bytes:
    """Return the content of `data/tables.json` made from the YAML files beside it."""
    phonemes = _read("phonemes")
    inventory = _Inventory(phonemes)
    orthographies = {
        f"{script}.{layer}": {key: inventory.sequence(value) for key, value in table.items()}
        for script in ("latin", "cyrillic", "arabic")
        for layer, table in _read(script).items()
    }
    inventory.sequence("# @ '")
    for sound in [*phonemes["consonants"].split(), *phonemes["vowels"].split()]:
        inventory.sequence(sound)
    tables: dict[str, Any] = {
        "units": inventory.names,
        "kinds": inventory.kinds,
        "drop": [[round(100 * inventory.drop(n, beside)) for n in inventory.names] for beside in (False, True)],
        "cost": [[round(100 * inventory.cost(one, two)) for two in inventory.names] for one in inventory.names],
        "swap": phonemes["swap"],
        "orthographies": orthographies,
        "morphology": _read("morphology"),
        "lexicon": [_fields(line) for line in _lexicon()],
        "soft": [entry.split() for entry in _read("lexicon")["soft"]],
        "writing": _read("writing"),
        "judgement": _read("judgement"),
    }
    return (json.dumps(tables, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _read(name: str) -> Any:
    path = DATA / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def _lexicon() -> Iterator[str]:
    for group, entries in _read("lexicon").items():
        for entry in entries if group != "soft" else ():
            yield f"{group}|{entry}"


def _fields(line: str) -> list[str]:
    group, name, *rest = (field.strip() for field in line.split("|"))
    return [group, name, *rest, *[""] * (2 - len(rest))]


class _Inventory:
    """The units met in the tables: alternatives of sounds with their costs, and how dear each is to leave out."""

    def __init__(self, phonemes: dict[str, Any]) -> None:
        self.vowels = set(phonemes["vowels"].split())
        self.drops = phonemes["drop"]
        self.near = {tuple(sorted(pair)): cost for pair, cost in phonemes["near"].items()}
        self.far = phonemes["unrelated"], phonemes["unrelated_vowels"], phonemes["vowel_for_consonant"]
        self.names: list[str] = []
        self.kinds: list[str] = []
        self.numbers: dict[str, int] = {}

    def sequence(self, text: str) -> list[int]:
        """Return the numbers of the units written in `text`, adding the new ones."""
        return [self._number(unit) for unit in str(text).split()]

    def _number(self, unit: str) -> int:
        if unit not in self.numbers:
            self.numbers[unit] = len(self.names)
            self.names.append(unit)
            self.kinds.append(self._kind(unit))
        return self.numbers[unit]

    def _kind(self, unit: str) -> str:
        """Return V for a vowel, C for a consonant, G for either, - for what is nearly free to leave out."""
        sounds = self._sounds(unit)
        if unit == "#" or unit[-1] in "?~" or all(s == "'" for s in sounds):
            return "-"
        kinds = {"V" if s in self.vowels else "C" for s in sounds}
        return "G" if len(kinds) > 1 else kinds.pop()

    def _sounds(self, unit: str) -> dict[str, float]:
        if unit == "#":
            return dict.fromkeys("lndrsztSDT", 0.02)
        text = unit.rstrip("?~")
        if text == "@":
            return dict.fromkeys([*VOWELS_OF_ANY, "U", "O", "I"], 0.0)
        pairs = (part.partition(":") for part in text.split("/"))
        found: dict[str, float] = {}
        for sound, _, cost in pairs:
            for one in [*VOWELS_OF_ANY] if sound == "@" else [sound]:
                found[one] = min(found.get(one, 9.0), float(cost or 0))
        return found

    def drop(self, unit: str, beside_abjad: bool) -> float:
        """Return the cost of a unit that only one side writes."""
        if unit == "#":
            return 0.12
        if unit.endswith("?"):
            return float(self.drops["free"])
        if unit.endswith("~"):
            return float(self.drops["cheap"])
        return min(self._drop_sound(s, beside_abjad) for s in self._sounds(unit))

    def _drop_sound(self, sound: str, beside_abjad: bool) -> float:
        if sound in self.drops:
            return float(self.drops[sound])
        if sound == "A" and beside_abjad:
            return float(self.drops["long_vowel_beside_abjad"])
        if beside_abjad and sound in self.drops["full_vowel_beside_abjad"]:
            return float(self.drops["full_vowel_beside_abjad"][sound])
        if sound in self.vowels:
            return float(self.drops["vowel_beside_abjad" if beside_abjad else "vowel"])
        return float(self.drops["consonant"])

    def cost(self, one: str, two: str) -> float:
        """Return the cost of reading one unit for the other: the cheapest pair of their sounds."""
        if one == two:
            return 0.0
        least = min(
            a + b + self._apart(s, t) for s, a in self._sounds(one).items() for t, b in self._sounds(two).items()
        )
        return min(least, 1.0)

    def _apart(self, one: str, two: str) -> float:
        if one == two:
            return 0.0
        found = self.near.get(tuple(sorted((one, two))))
        if found is not None:
            return float(found)
        vowels = (one in self.vowels) + (two in self.vowels)
        return float(self.far[0 if vowels == 0 else 2 if vowels == 1 else 1])
