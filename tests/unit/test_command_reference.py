# SPDX-License-Identifier: Apache-2.0
"""`comity reference list`: the codes that questions are asked with."""

from __future__ import annotations

import json

import pytest

from comity.base import clock
from comity.config.cli import run
from comity.instruments import queries


def _listed(kind: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert run(["reference", "list", kind, "--json"]) == 0
    return {row["code"]: row["label"] for row in json.loads(capsys.readouterr().out)[kind]}


@pytest.mark.parametrize("kind", ["offences", "measures", "forms", "states", "instruments", "bodies"])
def test_every_kind_is_listed_with_its_meaning(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _listed(kind, capsys)

    assert found
    assert all(code and label for code, label in found.items())
    assert run(["reference", "list", kind]) == 0
    assert all(code in capsys.readouterr().out for code in list(found)[:1])


def test_every_listed_offence_may_be_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    for offence in _listed("offences", capsys):
        assert queries.ask(requesting="AZ", requested="UZ", offences=[offence], on=clock.today()).offences == (offence,)
