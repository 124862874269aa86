# SPDX-License-Identifier: Apache-2.0
"""A whole register weighed with the optional packages: DuckDB and Spark find the same pairs and the same clusters.

The packages live in an environment of their own, which `make test` and `make linkage` make.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.node_pair import shared_tables

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-linkage" / "bin" / "python"
SCRIPT = ROOT / "tests" / "support" / "linkage_node.py"

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("linkage")]
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return what runs a command of the optional environment in a filled node and reads its JSON."""
    assert PYTHON.exists(), "The packages of batch linkage are missing: make linkage"
    home = tmp_path_factory.mktemp("linkage") / "node"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COMITY_", "DJANGO_", "PYTEST_"))}
    env |= {"COMITY_HOME": str(home), "PYTHONPATH": str(ROOT)}

    def call(*words: str) -> Any:
        done = subprocess.run([str(PYTHON), *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout.splitlines()[-1]) if words[0] != "-m" else done.stdout

    call("-m", "comity", "node", "init", "--home", str(home), "--state", "AZ", "--node-id", "az", "--name", "AZ",
         "--tables", str(shared_tables()))  # fmt: skip
    call(str(SCRIPT), "fill")
    return call


def test_both_engines_find_the_same_pairs_and_clusters(run: Run) -> None:
    answer = run(str(SCRIPT), "weigh")
    duckdb, spark = answer["found"]["duckdb"], answer["found"]["spark"]

    assert duckdb["pairs"] == spark["pairs"]
    assert duckdb["clusters"] == spark["clusters"]
    named = {tuple(sorted(answer["names"][key][0] for key in cluster)) for cluster in duckdb["clusters"]}
    assert named == {("1", "2", "3"), ("1", "2")}
    assert all(answer["names"][key][2] != "victim" for cluster in duckdb["clusters"] for key in cluster)
    assert duckdb["records"] == 9


def test_the_command_keeps_links_for_people_and_merges_nothing(run: Run) -> None:
    first = json.loads(run("-m", "comity", "register", "link", "--json"))
    again = json.loads(run("-m", "comity", "register", "link", "--engine", "duckdb", "--json"))
    links = run(str(SCRIPT), "show")

    assert first == {"engine": "duckdb", "entries": 9, "pairs": 4, "clusters": 2, "new_links": 4}
    assert again == {**first, "new_links": 0}
    assert sorted(pair for pair, _, _ in links) == [["1", "2"], ["1", "2"], ["1", "3"], ["2", "3"]]
    assert all("batch" in codes and told == 2 for _, codes, told in links)
