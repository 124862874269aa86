# SPDX-License-Identifier: Apache-2.0
"""Names: ours beside the peers on the same pairs, and search beside a trigram index; a table with ratios.

usage: python -m bench.names.run [--pairs FILE.tsv] [--n 100000]
Pairs are columns name1, name2, label; without a file they are made of the invented people of the tests. The peers live
in an environment of their own in `bench/names/.venv`, which git ignores; one that cannot be installed is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOME = HERE / ".venv"
PYTHON = HOME / "bin" / "python"
PEERS = ("rapidfuzz", "anyascii", "jellyfish")
HEAVY = ("nomenklatura",)  # needs the ICU headers to build


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=None)
    parser.add_argument("--n", type=int, default=20_000, help="names in the search bench")
    chosen = parser.parse_args()
    _install()
    done = subprocess.run(
        [PYTHON, HERE / "peers.py", str(chosen.pairs or ""), str(chosen.n)],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for kind, columns in (("pairs", ("AP", "F1", "R@P99", "pairs/s")), ("search", ("@1", "@10", "@50", "ms p95"))):
        rows = [row for row in found if row["bench"] == kind]
        ours = next(row for row in rows if row["name"].startswith("comity"))
        print(f"\n{kind:36}" + "".join(f"{column:>12}" for column in columns) + "   against ours (first, last column)")
        for row in sorted(rows, key=lambda row: -row[columns[0]]):
            ratio = f"{row[columns[0]] / ours[columns[0]]:.2f}, {row[columns[-1]] / ours[columns[-1]]:.2f}"
            print(f"{row['name']:36}" + "".join(f"{row[column]:>12}" for column in columns) + f"   {ratio}")
    return 0


def _install() -> None:
    if not PYTHON.exists():
        venv.create(HOME, with_pip=True)
        for group in (PEERS, HEAVY):
            install = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1", *group]
            if subprocess.run(install, check=False, capture_output=True).returncode:
                print("left out, cannot be installed or built here:", ", ".join(group), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
