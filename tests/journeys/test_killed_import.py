# SPDX-License-Identifier: Apache-2.0
"""An import whose worker is killed again and again comes to the very register of one that was left in peace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.processes


def imported(home: Path, file: Path, **env: str) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    (home / "files").mkdir(exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tests.support.import_in_a_process", str(home), str(file)], cwd=ROOT,
        env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def held(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_a_killed_import_goes_on_and_comes_to_the_same_register(tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    lines = [
        json.dumps({"id": str(n), "schema": "Person",
                    "properties": {"name": [f"Samir Quliyev {n}"], "passportNumber": [f"C{n:06}"]}})
        for n in range(620)
    ]  # fmt: skip
    file.write_text("\n".join([*lines[:300], "not json", lines[7], *lines[300:]]) + "\n", encoding="utf-8")
    peace = held(imported(tmp_path / "peace", file))
    home = tmp_path / "killed"

    for place, point in enumerate(["import.before-commit", "import.after-commit", "import.before-commit"]):
        killed = imported(home, file, COMITY_FAULT=f"{point}@{tmp_path / f'marker-{place}'}")
        assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    after = held(imported(home, file))

    assert after == peace
    assert (peace["state"], peace["entered"], peace["wrong"], peace["repeated"]) == ("done", 620, 1, 1)
    assert peace["holds"]
