# SPDX-License-Identifier: Apache-2.0
"""`comity texts import`: what a person and a machine read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.config.cli import run

DOCUMENTS = sorted((Path(__file__).resolve().parents[3] / "comity" / "practice" / "documents").glob("*.txt"))
REFUSED = Path(__file__).resolve().parents[2] / "assets" / "texts_refused"


def test_a_dry_run_shows_clauses_and_what_to_review(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["texts", "import", str(DOCUMENTS[0]), "--dry-run"]) == 0

    shown = capsys.readouterr().out
    assert "antalya-declaration-2015" in shown
    assert "c3.e  Providing mechanisms" in shown
    assert "To review: 1" in shown


def test_json_of_one_file_is_one_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["texts", "import", str(DOCUMENTS[2]), "--dry-run", "--json"]) == 0

    made = json.loads(capsys.readouterr().out)
    assert (made["file"], made["kind"], len(made["clauses"])) == (DOCUMENTS[2].name, "declaration", 7)


def test_json_of_several_files_is_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["texts", "import", *map(str, DOCUMENTS), "--dry-run", "--json"]) == 0

    made = json.loads(capsys.readouterr().out)
    assert [text["file"] for text in made["texts"]] == [path.name for path in DOCUMENTS]


def test_one_bad_file_does_not_hide_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "texts",
        "import",
        str(REFUSED / "recipe.txt"),
        str(DOCUMENTS[0]),
        str(REFUSED / "absent.txt"),
        "--dry-run",
        "--json",
    ]

    assert run(words) == 1

    texts = json.loads(capsys.readouterr().out)["texts"]
    assert texts[0]["error"]["code"] == "not-an-official-text"
    assert texts[1]["title"] == "Antalya Declaration"
    assert texts[2]["error"]["code"] == "file-not-found"
