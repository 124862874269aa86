# SPDX-License-Identifier: Apache-2.0
"""Runs the benches one after another, each in a process of its own; one that fails does not stop the rest.

usage: python -m bench [--full] [NAME ...]

Without `--full` the heavy ones take fewer people, lines or bytes than their goals speak of: enough to see a change.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """A bench by its module, and its words for a short and for a full run."""

    module: str
    short: tuple[str, ...] = ()
    full: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the word that asks for it; benches of one folder share it."""
        return self.module.partition(".")[0]


ALL = (
    Run("navigate"),
    Run("names.speed", ("--n", "5000"), ("--n", "20000")),
    Run("names.run", ("--n", "5000"), ("--n", "100000")),
    Run("probes", ("--persons", "2000"), ("--persons", "100000")),
    Run("register", ("--n", "20000"), ("--n", "100000")),
    Run("register", ("--n", "20000", "--engine", "postgresql"), ("--n", "100000", "--engine", "postgresql")),
    Run("interchange", ("--n", "2000", "--read", "50000"), ("--n", "20000", "--read", "1000000")),
    Run("linkage", ("--n", "5000"), ("--n", "25000", "100000")),
    Run("taxii"),
    Run("exchange", ("--mebibytes", "256"), ("--mebibytes", "1024")),
    Run("ledger"),
    Run("documents"),
    Run("texts"),
    Run("meetings"),
    Run("summit_report"),
)


def main() -> int:
    """Run what is asked for; return 1 where one failed."""
    names = list(dict.fromkeys(run.name for run in ALL))
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("--full", action="store_true", help="with the numbers the goals speak of")
    options.add_argument("name", nargs="*", help=f"one or more of: {', '.join(names)}; without it, all")
    asked = options.parse_args()
    if strange := [name for name in asked.name if name not in names]:
        options.error(f"no bench is called {strange[0]}; there are: {', '.join(names)}")
    failed = [run for run in ALL if run.name in (asked.name or names) and not held(run, full=asked.full)]
    for run in failed:
        print(f"bench.{run.module} failed; what it said stands above.")
    return 1 if failed else 0


def held(run: Run, *, full: bool) -> bool:
    """Run one bench; print what it took; say whether it came to its end."""
    words = run.full if full else run.short
    print(f"== bench.{run.module} {' '.join(words)}".rstrip(), flush=True)
    begun, before = time.perf_counter(), _used()
    done = subprocess.run([sys.executable, "-m", f"bench.{run.module}", *words], cwd=ROOT, env=_env(), check=False)
    print(f"   took {time.perf_counter() - begun:.0f} s, {_used() - before:.0f} s of a core\n", flush=True)
    return not done.returncode


def _env() -> dict[str, str]:
    """Return the environment without the settings of a node that may run here: each bench makes its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
