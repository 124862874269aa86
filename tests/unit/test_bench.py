# SPDX-License-Identifier: Apache-2.0
"""`python -m bench`: no bench is left out, and one that fails does not stop the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import __main__ as benches

FOLDER = Path(benches.__file__).parent


def test_every_bench_is_run_and_described() -> None:
    # `fit` and `private_keys` are given labelled pairs, `peers` runs inside `run`.
    parts = {"__main__", "measuring", "names.fit", "names.peers", "names.private_keys"}
    files = [*FOLDER.glob("*.py"), *FOLDER.glob("names/*.py")]
    there = {".".join(path.relative_to(FOLDER).with_suffix("").parts) for path in files} - parts

    assert {run.module for run in benches.ALL} == there
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(there) if f"| `{name.replace('.', '/')}.py` |" not in readme] == []


def test_one_that_fails_does_not_stop_the_rest_and_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benches, "ALL", (benches.Run("is_not_there"), benches.Run("measuring")))
    monkeypatch.setattr(sys, "argv", ["bench"])

    assert benches.main() == 1

    said = capfd.readouterr()
    assert "== bench.measuring" in said.out
    assert "bench.is_not_there failed" in said.out
    assert "bench.measuring failed" not in said.out
    assert "No module named bench.is_not_there" in said.err


def test_a_name_that_is_none_is_refused_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "registre"])

    with pytest.raises(SystemExit):
        benches.main()

    said = capsys.readouterr().err
    assert "no bench is called registre" in said
    assert "register, interchange" in said


def test_full_gives_the_numbers_the_goals_speak_of(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    monkeypatch.setattr(benches, "held", lambda _run, *, full: not given.append(full))
    monkeypatch.setattr(sys, "argv", ["bench", "--full", "register"])

    assert benches.main() == 0
    assert given == [True, True]
