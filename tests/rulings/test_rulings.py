# SPDX-License-Identifier: Apache-2.0
"""Rulings of law written as sentences: each is a question, the answer a lawyer reads out of the facts, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.instruments.rules import question
from comity.instruments.rules.answer import Answer
from comity.instruments.rules.demands import answer
from comity.instruments.rules.governing import Law
from comity.reference import load

FOLDER = Path(__file__).parent
RULINGS = [(path.stem, ruling) for path in sorted(FOLDER.glob("*.yaml")) for ruling in yaml.safe_load(path.read_text())]
KEYS = {
    "says", "ask", "governing", "not_governing", "confirmed", "supplementing", "not_supplementing", "possible",
    "not_possible", "fallback", "one_of", "none_of",
}  # fmt: skip


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(load())


def asked(words: str) -> Any:
    requesting, requested, offence, measure, on = words.split()
    return question.ask(
        load(), requesting=requesting, requested=requested, offences=[offence], measures=[measure],
        on=date.fromisoformat(on),
    )  # fmt: skip


def slugs(found: Answer, *roles: str) -> set[str]:
    names = set()
    for role in roles:
        value = getattr(found, role)
        names |= {b.slug for b in (value if isinstance(value, tuple) else (value,)) if b}
    return names


def test_there_are_at_least_eighty_rulings() -> None:
    assert len(RULINGS) >= 80
    assert all(set(ruling) <= KEYS and len(ruling) >= 3 for _, ruling in RULINGS)
    assert len({ruling["says"] for _, ruling in RULINGS}) == len(RULINGS)


@pytest.mark.parametrize("ruling", [r for _, r in RULINGS], ids=[f"{f}: {r['says']}"[:90] for f, r in RULINGS])
def test_ruling(law: Law, ruling: dict[str, Any]) -> None:
    found = answer(law, asked(ruling["ask"]))
    governing = found.governing.slug if found.governing else None
    if "governing" in ruling:
        assert governing == ruling["governing"]
    if "not_governing" in ruling:
        assert governing != ruling["not_governing"]
    if "confirmed" in ruling:
        assert found.governing
        assert found.governing.confirmed is ruling["confirmed"]
    for role in ("supplementing", "possible", "fallback"):
        assert set(ruling.get(role, ())) <= slugs(found, role)
    assert not set(ruling.get("not_supplementing", ())) & {b.slug for b in found.supplementing if b.confirmed}
    assert not set(ruling.get("not_possible", ())) & slugs(found, "possible")
    certain = slugs(found, "governing", "supplementing")
    if "one_of" in ruling:
        assert set(ruling["one_of"]) & certain
    assert not set(ruling.get("none_of", ())) & certain
    for basis in (found.governing, *found.supplementing, *found.possible, *found.excluded):
        assert basis is None or basis.reasons, "every answer says why"
